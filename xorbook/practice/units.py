"""Problems about one unit: a gate's weights and margin, σ′, one update."""

from __future__ import annotations

import math

import numpy as np

from xorbook._language import Language
from xorbook.activations import identity, sigmoid
from xorbook.losses import half_squared_error
from xorbook.network import Network
from xorbook.perceptron import Perceptron
from xorbook.practice.drawing import Draw, Drawn, Variant
from xorbook.practice.words import Asked, Form, Step

_INPUTS = ((0, 0), (0, 1), (1, 0), (1, 1))
_SIGNS = (1, -1)
_SIZES = tuple(half / 2 for half in range(1, 17))
_HALVES = tuple(half / 2 for half in range(-6, 7) if half)


def draw_gate(draw: Draw) -> Drawn:
    """Draw a gate that looks at both inputs, and weights that fit it."""
    needs_all = draw.of((True, False))
    signs = draw.several(2, _SIGNS)
    w = [sign * size for sign, size in zip(signs, draw.several(2, _SIZES), strict=True)]
    literals = [[x if sign > 0 else 1 - x for x, sign in zip(p, signs, strict=True)]
                for p in _INPUTS]  # fmt: skip
    targets = [int(all(row) if needs_all else any(row)) for row in literals]
    sums = np.asarray(Perceptron(w, 0).weighted_sum(np.array(_INPUTS)))
    on = float(sums[np.array(targets) == 1].min())
    off = float(sums[np.array(targets) == 0].max())
    bias = (-on - off) / 2
    unit = Perceptron(w, bias)
    values = {"w1": w[0], "w2": w[1], "z_both": float(sums[3]), "z_on": on, "z_off": off}
    values |= {f"t{x1}{x2}": t for (x1, x2), t in zip(_INPUTS, targets, strict=True)}
    values |= {"b_low": -on, "b_high": -off, "b": bias}
    values["n_length"] = math.hypot(*w)
    values["n_margin"] = float(np.abs(unit.distance(np.array(_INPUTS))).min())
    return Drawn((), values)


def gate_form(say: Language, variant: Variant) -> Form:
    """Tell a gate."""
    question = say(
        "아래 진리표의 게이트를 유닛 하나로 만듭니다. 유닛은 가중합이 `0`보다 클 때만 켜지고, 두 "
        "가중치는 정해져 있습니다. 편향은 어떤 범위에 있어야 할까요? 편향이 얼마일 때 마진이 가장 "
        "크고, 그 마진은 얼마일까요?",
        "One unit has to make the gate of this truth table. It fires where its weighted sum is "
        "above `0`. With these weights, in which range must the bias lie? Which bias gives the "
        "largest margin, and how large is that?",
    )
    asked = (
        Asked("b_low", "b >", say("편향이 넘어야 하는 값", "the bias lies above this")),
        Asked("b_high", "b ≤", say("편향이 넘으면 안 되는 값", "the bias is at most this")),
        Asked("b", "b =", say("마진이 가장 큰 편향", "the bias with the largest margin")),
        Asked("n_margin", "m =", say("그때의 마진 `m`", "that margin `m`")),
    )
    hint = say(
        "편향을 뺀 가중합을 입력마다 구하세요. 켜져야 하는 입력에서는 여기에 `b`를 더한 값이 "
        "`0`보다 커야 하고, 꺼져야 하는 입력에서는 `0` 이하여야 합니다. 켜지는 쪽과 꺼지는 쪽에서 "
        "저마다 경계에 가장 가까운 입력만 따지면 됩니다.",
        "Find the sum without the bias for each input. With `b` added it must be above `0` where "
        "the gate is on, and at most `0` where it is off. Only the input nearest to the edge "
        "counts, on either side.",
    )
    given = (
        "(0, 0) → {t00}  (0, 1) → {t01}  (1, 0) → {t10}  (1, 1) → {t11}",
        "w₁ = {w1}  w₂ = {w2}",
    )
    return Form(question, given, asked, hint, _gate_steps(say))


def _gate_steps(say: Language) -> tuple[Step, ...]:
    return (
        Step(
            say(
                "편향을 뺀 가중합은 (0, 0)에서 0, (0, 1)에서 `w₂`, (1, 0)에서 `w₁`, (1, 1)에서 "
                "두 가중치의 합입니다.",
                "Without the bias, the sum is 0 at (0, 0), `w₂` at (0, 1), `w₁` at (1, 0), and "
                "that of both weights at (1, 1).",
            ),
            ("w₁ + w₂ = {w1} + {(w2)} = {z_both}",),
        ),
        Step(
            say(
                "켜져야 하는 입력 가운데 가장 작은 가중합은 `{z_on}`, 꺼져야 하는 입력 가운데 "
                "가장 큰 가중합은 `{z_off}`입니다.",
                "Among the inputs that turn the gate on, the least sum is `{z_on}`; among the "
                "others, the largest is `{z_off}`.",
            ),
            ("b > 0 − {(z_on)} = {b_low}", "b ≤ 0 − {(z_off)} = {b_high}"),
        ),
        Step(
            say(
                "마진은 범위의 한가운데에서 가장 큽니다. 양쪽에서 가장 가까운 입력까지의 거리가 "
                "같기 때문입니다.",
                "The margin is largest in the middle of the range: there the nearest inputs on "
                "both sides are equally far away.",
            ),
            ("b = ({b_low} + {(b_high)}) / 2 = {b}",),
        ),
        Step(
            say(
                "거리는 가중합을 가중치 벡터의 길이로 나눈 값입니다. 켜지는 쪽에서 구합니다.",
                "A distance is a sum divided by the length of the weight vector. Here it is that "
                "of the input that turns the gate on.",
            ),
            (
                "√({(w1)}² + {(w2)}²) = {n_length}",
                "m = ({z_on} + {(b)}) / {n_length} = {n_margin}",
            ),
        ),
    )


def draw_slope(draw: Draw) -> Drawn:
    """Draw a unit with one input, whose sigmoid is not yet flat."""
    while True:
        w, x, b = draw.of(_HALVES), draw.of((-2, *_HALVES)), draw.of((0, *_HALVES))
        if abs(z := w * x + b) <= 3:
            break
    a, slope = float(sigmoid(z)), float(sigmoid.derivative(z))
    values = {"w": w, "x": x, "b": b, "z": z, "a": a, "a_slope": slope}
    return Drawn((), values | {"g_w": slope * x, "g_x": slope * w})


def slope_form(say: Language, variant: Variant) -> Form:
    """Tell a σ′."""
    question = say(
        "입력이 하나인 시그모이드 유닛이 있습니다. 가중합과 활성화 값, 시그모이드의 미분계수를 "
        "구하고, 활성화 값을 가중치와 입력으로 편미분하세요.",
        "A sigmoid unit has one input. Find its weighted sum, its activation and the derivative "
        "of the sigmoid there, and then the derivatives of the activation by weight and by input.",
    )
    asked = (
        Asked("z", "z =", say("가중합", "the weighted sum")),
        Asked("a", "a =", say("활성화 값", "the activation")),
        Asked("a_slope", "σ′(z) =", say("시그모이드의 미분계수", "the sigmoid's derivative")),
        Asked("g_w", "∂a/∂w =", say("가중치로 편미분한 값", "the derivative by the weight")),
        Asked("g_x", "∂a/∂x =", say("입력으로 편미분한 값", "the derivative by the input")),
    )
    hint = say(
        "`a = 1 / (1 + e⁻ᶻ)`이고 `σ′(z) = a(1 − a)`입니다. `z = w · x + b`에서 `w`에 곱해진 수는 "
        "`x`이고, `x`에 곱해진 수는 `w`입니다.",
        "`a = 1 / (1 + e⁻ᶻ)` and `σ′(z) = a(1 − a)`. In `z = w · x + b`, what stands beside `w` "
        "is `x`, and beside `x` it is `w`.",
    )
    steps = (
        Step(say("가중합을 구합니다.", "The sum."), ("z = {w} · {(x)} + {(b)} = {z}",)),
        Step(say("시그모이드에 넣습니다.", "Through the sigmoid."), ("a = σ({z}) = {a}",)),
        Step(
            say("미분계수는 `a(1 − a)`입니다.", "Its derivative is `a(1 − a)`."),
            ("σ′(z) = {a} · (1 − {a}) = {a_slope}",),
        ),
        Step(
            say("연쇄 법칙에 따라 곱합니다.", "The chain rule multiplies."),
            ("∂a/∂w = {a_slope} · {(x)} = {g_w}", "∂a/∂x = {a_slope} · {(w)} = {g_x}"),
        ),
    )
    return Form(question, ("w = {w}  x = {x}  b = {b}",), asked, hint, steps)


def draw_update(draw: Draw) -> Drawn:
    """Draw a unit without an activation function, and a rate that lowers its loss."""
    while True:
        w, b, t = draw.of(_HALVES), draw.of((0, *_HALVES)), draw.of((-2, -1, 0, 1, 2, 3))
        x, rate = draw.of((-2, -1, 0.5, 1, 1.5, 2, 3)), draw.of((0.05, 0.1, 0.2, 0.25))
        if w * x + b != t and rate * (x * x + 1) < 1.5:
            break
    net = Network([([[w]], [b])], [identity])
    trace = net.forward([x])
    gradients = net.backward(trace, [t], loss=half_squared_error)
    values = {"w": w, "x": x, "b": b, "t": t, "n_rate": rate, "z": float(trace.output[0])}
    values["l"] = net.loss([x], [t], loss=half_squared_error)
    values |= {"g_w": gradients["W1[0,0]"], "g_b": gradients["b1[0]"]}
    net.theta -= rate * gradients.theta
    values |= {"w_new": net.parameters["W1[0,0]"], "b_new": net.parameters["b1[0]"]}
    values["z_new"] = float(net.forward([x]).output[0])
    return Drawn((), values | {"l_new": net.loss([x], [t], loss=half_squared_error)})


def update_form(say: Language, variant: Variant) -> Form:
    """Tell one update."""
    question = say(
        "활성화 함수가 없는 유닛의 예측은 가중합 `z = w · x + b`이고, 손실은 "
        "`L = ½(z − t)²`입니다. 경사 하강법으로 한 번 갱신하고, 갱신한 뒤의 손실을 구하세요.",
        "A unit without an activation function predicts its sum `z = w · x + b`, and the loss is "
        "`L = ½(z − t)²`. Take one step of gradient descent, and find the loss after it.",
    )
    asked = (
        Asked("l", "L =", say("갱신하기 전의 손실", "the loss before the step")),
        Asked("g_w", "∂L/∂w =", say("손실을 가중치로 편미분한 값", "the gradient of the weight")),
        Asked("g_b", "∂L/∂b =", say("손실을 편향으로 편미분한 값", "the gradient of the bias")),
        Asked("w_new", "w ←", say("갱신한 가중치", "the new weight")),
        Asked("b_new", "b ←", say("갱신한 편향", "the new bias")),
        Asked("l_new", "L =", say("갱신한 뒤의 손실", "the loss after the step")),
    )
    hint = say(
        "`∂L/∂z = z − t`입니다. 여기에 `x`를 곱하면 `∂L/∂w`이고, `1`을 곱하면 `∂L/∂b`입니다. "
        "이전 값에서 학습률 `η`와 편미분의 곱을 뺍니다.",
        "`∂L/∂z = z − t`. Times `x` that is `∂L/∂w`, times `1` it is `∂L/∂b`. From the old value, "
        "subtract the rate `η` times the gradient.",
    )
    given = ("x = {x}  t = {t}", "w = {w}  b = {b}  η = {n_rate}")
    return Form(question, given, asked, hint, _update_steps(say))


def _update_steps(say: Language) -> tuple[Step, ...]:
    return (
        Step(
            say("예측과 손실을 구합니다.", "Forward: the prediction and the loss."),
            ("z = {w} · {(x)} + {(b)} = {z}", "L = ½ · ({z} − {(t)})² = {l}"),
        ),
        Step(
            say("손실에서 거슬러 옵니다.", "Back from the loss."),
            ("∂L/∂w = ({z} − {(t)}) · {(x)} = {g_w}", "∂L/∂b = ({z} − {(t)}) · 1 = {g_b}"),
        ),
        Step(
            say("편미분의 반대쪽으로 한 걸음 갑니다.", "One step against the gradient."),
            (
                "w ← {w} − {n_rate} · {(g_w)} = {w_new}",
                "b ← {b} − {n_rate} · {(g_b)} = {b_new}",
            ),
        ),
        Step(
            say("새 값에서는 손실이 더 작습니다.", "With the new values, the loss is lower."),
            (
                "z = {w_new} · {(x)} + {(b_new)} = {z_new}",
                "L = ½ · ({z_new} − {(t)})² = {l_new}",
            ),
        ),
    )
