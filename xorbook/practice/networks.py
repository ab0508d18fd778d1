"""Problems about the 2-2-1 network: forward, one gradient by its factors, all nine."""

from __future__ import annotations

import numpy as np

from xorbook._language import Language
from xorbook.activations import sigmoid
from xorbook.chain import chain_factors
from xorbook.losses import binary_cross_entropy, half_squared_error
from xorbook.network import Network
from xorbook.practice.drawing import Draw, Drawn, Variant
from xorbook.practice.words import Asked, Form, Step

_HALVES = tuple(half / 2 for half in range(-6, 7) if half)
_TENTHS = tuple(tenth / 10 for tenth in range(1, 10))
_POINTS = ((0, 1), (1, 0), (1, 1), (0.5, 1), (1, 0.5), (2, 1), (1, 2))
_LOSSES = {"half": half_squared_error, "bce": binary_cross_entropy}
_PARAMETERS = {
    "w11": "W1[0,0]",
    "w12": "W1[0,1]",
    "w21": "W1[1,0]",
    "w22": "W1[1,1]",
    "b1": "b1[0]",
    "b2": "b1[1]",
}
_OUTPUT = {"w1o": "W2[0,0]", "w2o": "W2[1,0]", "bo": "b2[0]"}
# How the formulas write them.
_SYMBOLS = {
    **{f"w{i}{j}": f"w{'₀₁₂'[i]}{'₀₁₂'[j]}⁽¹⁾" for i in (1, 2) for j in (1, 2)},
    **{"b1": "b₁⁽¹⁾", "b2": "b₂⁽¹⁾", "w1o": "w₁₁⁽²⁾", "w2o": "w₂₁⁽²⁾", "bo": "b⁽²⁾"},
}
_INDEX = ("₁", "₂")


def draw_forward(draw: Draw) -> Drawn:
    """Draw a network whose sigmoids are not yet flat at one input."""
    while True:
        x, w = draw.of(_POINTS), draw.several(9, _HALVES)
        layers = [([[w[0], w[1]], [w[2], w[3]]], w[4:6]), ([[w[6]], [w[7]]], w[8:])]
        trace = Network(layers, [sigmoid, sigmoid]).forward(x)
        z = [*trace.z[1].tolist(), *trace.z[2].tolist()]
        if max(map(abs, z)) <= 4:
            break
    values = dict(zip([*_PARAMETERS, *_OUTPUT], w, strict=True)) | {"x1": x[0], "x2": x[1]}
    values |= dict(zip(("z1", "z2", "zo"), z, strict=True))
    a = [*trace.a[1].tolist(), *trace.a[2].tolist()]
    return Drawn((), values | dict(zip(("a1", "a2", "ao"), a, strict=True)))


def forward_form(say: Language, variant: Variant) -> Form:
    """Tell a forward pass."""
    question = say(
        "입력 두 개, 은닉 유닛 두 개, 출력 하나로 된 신경망의 순전파를 계산하세요. 모든 유닛의 "
        "활성화 함수는 시그모이드입니다.",
        "Work the forward pass of a network with two inputs, two hidden units and an output. "
        "Every unit has a sigmoid.",
    )
    of_hidden = [say("첫째 은닉 유닛의", "of the first hidden unit"),
                 say("둘째 은닉 유닛의", "of the second hidden unit")]  # fmt: skip
    asked = (
        *(Asked(f"z{j + 1}", f"z{_INDEX[j]}⁽¹⁾ =", _of(say, unit, "가중합", "the weighted sum"))
          for j, unit in enumerate(of_hidden)),
        *(Asked(f"a{j + 1}", f"a{_INDEX[j]}⁽¹⁾ =", _of(say, unit, "활성화 값", "the activation"))
          for j, unit in enumerate(of_hidden)),
        Asked("zo", "z⁽²⁾ =", say("출력 유닛의 가중합", "the weighted sum of the output unit")),
        Asked("ao", "ŷ =", say("예측", "the prediction")),
    )  # fmt: skip
    hint = say(
        "유닛마다 들어오는 값에 그 화살표의 가중치를 곱해 더하고 편향을 더합니다. "
        "`w₁₂⁽¹⁾`은 첫째 입력에서 둘째 은닉 유닛으로 가는 화살표의 가중치입니다. "
        "`σ(z) = 1 / (1 + e⁻ᶻ)`이고, 도중에 나오는 수는 소수 여섯째 자리까지 적어 두세요.",
        "For each unit, multiply what comes in by the weight of its arrow, add up, and add the "
        "bias. `w₁₂⁽¹⁾` belongs to the arrow from the first input to the second hidden unit. "
        "`σ(z) = 1 / (1 + e⁻ᶻ)`; keep six decimals on the way.",
    )
    given = (
        "x₁ = {x1}  x₂ = {x2}",
        "w₁₁⁽¹⁾ = {w11}  w₁₂⁽¹⁾ = {w12}  w₂₁⁽¹⁾ = {w21}  w₂₂⁽¹⁾ = {w22}",
        "b₁⁽¹⁾ = {b1}  b₂⁽¹⁾ = {b2}",
        "w₁₁⁽²⁾ = {w1o}  w₂₁⁽²⁾ = {w2o}  b⁽²⁾ = {bo}",
    )
    return Form(question, given, asked, hint, _forward_steps(say))


def _of(say: Language, unit: str, ko: str, en: str) -> str:
    return say(f"{unit} {ko}", f"{en} {unit}")


def _forward_steps(say: Language) -> tuple[Step, ...]:
    return (
        Step(
            say("은닉 유닛 둘의 가중합입니다.", "The sums of the two hidden units."),
            (
                "z₁⁽¹⁾ = {x1} · {(w11)} + {x2} · {(w21)} + {(b1)} = {z1}",
                "z₂⁽¹⁾ = {x1} · {(w12)} + {x2} · {(w22)} + {(b2)} = {z2}",
            ),
        ),
        Step(
            say("저마다 시그모이드에 넣습니다.", "Each through its sigmoid."),
            ("a₁⁽¹⁾ = σ({z1}) = {a1}", "a₂⁽¹⁾ = σ({z2}) = {a2}"),
        ),
        Step(
            say("활성화 값 둘이 출력 유닛의 입력입니다.", "Both go on to the output unit."),
            ("z⁽²⁾ = {a1} · {(w1o)} + {a2} · {(w2o)} + {(bo)} = {zo}",),
        ),
        Step(
            say("한 번 더 시그모이드에 넣습니다.", "The last sigmoid gives the prediction."),
            ("ŷ = σ({zo}) = {ao}",),
        ),
    )


def _worked(draw: Draw) -> tuple[Network, dict[str, float]]:
    """Draw what a forward pass left behind, and a network that leaves it.

    With weights of 0 in its first layer, the biases alone make its activations.
    """
    x, a = draw.of(_POINTS), draw.several(2, _TENTHS)
    w, ao, t = draw.several(2, _HALVES), draw.of(_TENTHS), draw.of((0, 1))
    logits = np.log(np.array([*a, ao]) / (1 - np.array([*a, ao])))
    bias = logits[2] - a[0] * w[0] - a[1] * w[1]
    hidden, output = (np.zeros((2, 2)), logits[:2]), ([[w[0]], [w[1]]], [bias])
    values = {"x1": x[0], "x2": x[1], "a1": a[0], "a2": a[1], "ao": ao, "t": t}
    return Network([hidden, output], [sigmoid, sigmoid]), values | {"w1o": w[0], "w2o": w[1]}


_LEFT = (
    "x₁ = {x1}  x₂ = {x2}  t = {t}",
    "a₁⁽¹⁾ = {a1}  a₂⁽¹⁾ = {a2}  ŷ = {ao}",
    "w₁₁⁽²⁾ = {w1o}  w₂₁⁽²⁾ = {w2o}",
)
_LOSS_FORMULAS = {
    "half": "L = ½(ŷ − t)²",
    "bce": "L = −t · ln(ŷ) − (1 − t) · ln(1 − ŷ)",
}


def draw_factors(draw: Draw) -> Drawn:
    """Draw a parameter of the hidden layer, and the factors of its gradient."""
    loss, parameter = draw.of([*_LOSSES]), draw.of([*_PARAMETERS])
    net, values = _worked(draw)
    while parameter[0] == "w" and values[f"x{parameter[1]}"] == 0:
        net, values = _worked(draw)
    trace = net.forward([values["x1"], values["x2"]])
    factors = chain_factors(net, trace, [values["t"]], _PARAMETERS[parameter], loss=_LOSSES[loss])
    names = ("a_loss", "a_out", "w_way", "a_hidden", "x_end")
    values |= dict(zip(names, factors.values(), strict=True))
    return Drawn((loss, parameter), values | {"g": float(np.prod([*factors.values()]))})


def factors_form(say: Language, variant: Variant) -> Form:
    """Tell a gradient by its factors."""
    loss, parameter = map(str, variant)
    symbol, j = _SYMBOLS[parameter], int(parameter[-1]) - 1
    z, a = f"z{_INDEX[j]}⁽¹⁾", f"a{_INDEX[j]}⁽¹⁾"
    question = say(
        f"2-2-1 신경망의 순전파를 마쳤더니 아래의 값이 남았습니다. 모든 유닛의 활성화 함수는 "
        f"시그모이드이고 손실은 `{_LOSS_FORMULAS[loss]}`입니다. `∂L/∂{symbol}`의 다섯 인수를 "
        "차례로 구해 곱하세요.",
        f"The forward pass of a 2-2-1 network has left these values. Every unit has a sigmoid, and "
        f"the loss is `{_LOSS_FORMULAS[loss]}`. Find the five factors of `∂L/∂{symbol}` in their "
        "order, and multiply them.",
    )
    asked = (
        Asked("a_loss", "∂L/∂ŷ =", say("손실을 예측으로 미분한 값", "derivative of the loss")),
        Asked("a_out", "∂ŷ/∂z⁽²⁾ =", say("출력 유닛의 σ′", "σ′ of the output unit")),
        Asked("w_way", f"∂z⁽²⁾/∂{a} =", say("거슬러 간 화살표의 가중치", "the arrow's weight")),
        Asked("a_hidden", f"∂{a}/∂{z} =", say("은닉 유닛의 σ′", "σ′ of the hidden unit")),
        Asked("x_end", f"∂{z}/∂{symbol} =", say("매개변수에 곱해진 수", "what it stands beside")),
        Asked("g", f"∂L/∂{symbol} =", say("다섯 인수의 곱", "the product of the five")),
    )
    hint = say(
        "손실에서 거슬러 오세요. 시그모이드의 미분계수는 `a(1 − a)`이고, 출력 유닛에서는 `a`가 "
        "곧 `ŷ`입니다. 편향에 곱해진 수는 `1`로 봅니다.",
        "Walk back from the loss. A sigmoid's derivative is `a(1 − a)`; at the output unit `a` is "
        "`ŷ`. In a weighted sum, what stands beside a bias is `1`.",
    )
    return Form(question, _LEFT, asked, hint, _factor_steps(say, loss, parameter))


def _factor_steps(say: Language, loss: str, parameter: str) -> tuple[Step, ...]:
    symbol, j = _SYMBOLS[parameter], int(parameter[-1])
    z, a = f"z{_INDEX[j - 1]}⁽¹⁾", f"a{_INDEX[j - 1]}⁽¹⁾"
    first = {
        "half": "∂L/∂ŷ = {ao} − {t} = {a_loss}",
        "bce": "∂L/∂ŷ = ({ao} − {t}) / ({ao} · (1 − {ao})) = {a_loss}",
    }
    end = "1" if parameter[0] == "b" else f"{{x{parameter[1]}}}"
    return (
        Step(say("손실에서 시작합니다.", "Start at the loss."), (first[loss],)),
        Step(
            say("출력 유닛의 시그모이드입니다.", "The sigmoid of the output unit."),
            ("∂ŷ/∂z⁽²⁾ = {ao} · (1 − {ao}) = {a_out}",),
        ),
        Step(
            say("화살표를 거슬러 가면 그 가중치입니다.", "Back along the arrow: its weight."),
            (f"∂z⁽²⁾/∂{a} = {{w{j}o}}",),
        ),
        Step(
            say("은닉 유닛의 시그모이드입니다.", "The sigmoid of the hidden unit."),
            (f"∂{a}/∂{z} = {{a{j}}} · (1 − {{a{j}}}) = {{a_hidden}}",),
        ),
        Step(
            say("마지막은 매개변수에 곱해진 수입니다.", "Last, what the parameter stands beside."),
            (f"∂{z}/∂{symbol} = {end}",),
        ),
        Step(
            say("모두 곱합니다.", "All five together."),
            (f"∂L/∂{symbol} = {{a_loss}} · {{a_out}} · {{(w_way)}} · {{a_hidden}} · {{x_end}} "
             "= {g}",),
        ),
    )  # fmt: skip


def draw_gradients(draw: Draw) -> Drawn:
    """Draw what a forward pass left behind, and all nine gradients."""
    loss = draw.of([*_LOSSES])
    net, values = _worked(draw)
    trace = net.forward([values["x1"], values["x2"]])
    deltas = net.deltas(trace, [values["t"]], loss=_LOSSES[loss])
    gradients = net.backward(trace, [values["t"]], loss=_LOSSES[loss])
    values |= {"g_do": float(deltas[2][0])}
    values |= {f"g_d{j + 1}": float(deltas[1][j]) for j in (0, 1)}
    values |= {f"g_{name}": gradients[key] for name, key in (_OUTPUT | _PARAMETERS).items()}
    return Drawn((loss,), values)


def gradients_form(say: Language, variant: Variant) -> Form:
    """Tell all nine gradients."""
    loss = str(variant[0])
    question = say(
        f"2-2-1 신경망의 순전파를 마쳤더니 아래의 값이 남았습니다. 모든 유닛의 활성화 함수는 "
        f"시그모이드이고 손실은 `{_LOSS_FORMULAS[loss]}`입니다. 매개변수 아홉 개의 편미분을 모두 "
        "구하세요.",
        f"The forward pass of a 2-2-1 network has left these values. Every unit has a sigmoid, and "
        f"the loss is `{_LOSS_FORMULAS[loss]}`. Find the gradients of all nine parameters.",
    )
    hint = say(
        "유닛마다 `δ = ∂L/∂z`를 먼저 구하세요. 가중치의 편미분은 화살표 끝에 있는 유닛의 `δ`와 "
        "시작에 있는 값의 곱이고, 편향의 편미분은 `δ` 그대로입니다.",
        "Find `δ = ∂L/∂z` of each unit first. The gradient of an arrow is the `δ` where it ends "
        "times the value where it begins; that of a bias is the `δ` itself.",
    )
    asked = tuple(
        Asked(f"g_{name}", f"∂L/∂{_SYMBOLS[name]} =", _arrow(say, name))
        for name in ("bo", "w1o", "w2o", "b1", "w11", "w21", "b2", "w12", "w22")
    )
    return Form(question, _LEFT, asked, hint, _gradient_steps(say, loss))


def _arrow(say: Language, name: str) -> str:
    ordinals = {"1": say("첫째", "first"), "2": say("둘째", "second"), "o": ""}
    unit = say(f"{ordinals[name[-1]]} 은닉 유닛", f"the {ordinals[name[-1]]} hidden unit")
    end = say("출력 유닛", "the output unit") if name[-1] == "o" else unit
    if name[0] == "b":
        return say(f"{end}의 편향", f"the bias of {end}")
    of = "은닉 유닛" if name[-1] == "o" else "입력"
    source = "hidden unit" if name[-1] == "o" else "input"
    start = say(f"{ordinals[name[1]]} {of}", f"the {ordinals[name[1]]} {source}")
    return say(f"{start}에서 {end}으로", f"from {start} to {end}")


def _gradient_steps(say: Language, loss: str) -> tuple[Step, ...]:
    first = {
        "half": "δ⁽²⁾ = ({ao} − {t}) · {ao} · (1 − {ao}) = {g_do}",
        "bce": "δ⁽²⁾ = {ao} − {t} = {g_do}",
    }
    words = {
        "half": say("출력 유닛의 `δ`는 `ŷ − t`와 시그모이드의 미분계수를 곱한 값입니다.",
                    "The `δ` of the output unit is `ŷ − t` times the sigmoid's derivative."),
        "bce": say("BCE에서는 시그모이드의 미분계수가 약분되어 `ŷ − t`만 남습니다.",
                   "With BCE the sigmoid's derivative cancels, and `ŷ − t` is left."),
    }  # fmt: skip
    hidden = [
        Step(
            say("가중치를 거슬러 은닉 유닛의 `δ`를 구하고, 입력을 곱합니다.",
                "Back along its weight to the `δ` of a hidden unit, then times the inputs."),
            (
                f"δ{_INDEX[j - 1]}⁽¹⁾ = {{g_do}} · {{(w{j}o)}} · {{a{j}}} · (1 − {{a{j}}}) = "
                f"{{g_d{j}}}",
                f"∂L/∂{_SYMBOLS[f'b{j}']} = {{g_b{j}}}",
                *(f"∂L/∂{_SYMBOLS[f'w{i}{j}']} = {{g_d{j}}} · {{x{i}}} = {{g_w{i}{j}}}"
                  for i in (1, 2)),
            ),
        )
        for j in (1, 2)
    ]  # fmt: skip
    output = (
        first[loss],
        "∂L/∂b⁽²⁾ = {g_bo}",
        *(f"∂L/∂{_SYMBOLS[f'w{j}o']} = {{g_do}} · {{a{j}}} = {{g_w{j}o}}" for j in (1, 2)),
    )
    return (Step(words[loss], output), *hidden)
