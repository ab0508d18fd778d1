"""Problems about a loss: of three predictions, and their mean."""

from __future__ import annotations

from xorbook._language import Language
from xorbook.losses import binary_cross_entropy, half_squared_error, mean_squared_error
from xorbook.practice.drawing import Draw, Drawn, Variant
from xorbook.practice.words import Asked, Form, Step

_LOSSES = {
    "half": half_squared_error,
    "squared": mean_squared_error,
    "bce": binary_cross_entropy,
}
_FORMULAS = {
    "half": "½(ŷ − t)²",
    "squared": "(ŷ − t)²",
    "bce": "−t · ln(ŷ) − (1 − t) · ln(1 − ŷ)",
}
_PREDICTIONS = tuple(step / 20 for step in range(1, 20) if step != 10)
_INDEX = "₁₂₃"


def draw_loss(draw: Draw) -> Drawn:
    """Draw three predictions with their targets, not all alike."""
    name = draw.of([*_LOSSES])
    predictions, targets = draw.several(3, _PREDICTIONS), draw.several(3, (0, 1))
    while len({*targets}) < 2:
        targets = draw.several(3, (0, 1))
    loss = _LOSSES[name]
    values: dict[str, float] = {}
    for n, (y, t) in enumerate(zip(predictions, targets, strict=True), 1):
        values |= {f"a{n}": y, f"t{n}": t, f"l{n}": float(loss([y], [t]))}
    mean = loss([[y] for y in predictions], [[t] for t in targets])
    return Drawn((name, *targets), values | {"l": float(mean)})


def loss_form(say: Language, variant: Variant) -> Form:
    """Tell a loss."""
    name, *targets = variant
    formula = _FORMULAS[str(name)]
    question = say(
        f"표본 세 개의 예측과 정답이 있습니다. 표본마다 손실 `{formula}`의 값을 구하고, "
        "셋의 평균을 구하세요.",
        f"Here are predictions and targets of three samples. Find the loss `{formula}` of each, "
        "and the mean of the three.",
    )
    ordinals = [say("첫째", "first"), say("둘째", "second"), say("셋째", "third")]
    asked = [
        Asked(f"l{n + 1}", f"L{_INDEX[n]} =", say(f"{one} 표본의 손실", f"of the {one} sample"))
        for n, one in enumerate(ordinals)
    ]
    hint = {
        "half": say(
            "예측에서 정답을 빼고 제곱한 다음 반으로 나눕니다. 부호는 제곱하면 사라집니다.",
            "Subtract the target from the prediction, square, and halve: the sign goes.",
        ),
        "squared": say(
            "예측에서 정답을 빼고 제곱합니다. 부호는 제곱하면 사라집니다.",
            "Subtract the target from the prediction and square: the sign goes.",
        ),
        "bce": say(
            "정답이 `1`이면 `−ln(ŷ)`만 남고, `0`이면 `−ln(1 − ŷ)`만 남습니다.",
            "Where the target is `1` only `−ln(ŷ)` is left, and where it is `0` `−ln(1 − ŷ)`.",
        ),
    }
    given = tuple(f"ŷ{_INDEX[n]} = {{a{n + 1}}}  t{_INDEX[n]} = {{t{n + 1}}}" for n in range(3))
    return Form(
        question,
        given,
        (*asked, Asked("l", "L =", say("세 손실의 평균", "the mean of the three"))),
        hint[str(name)],
        _loss_steps(say, str(name), [*map(int, targets)]),
    )


def _loss_steps(say: Language, name: str, targets: list[int]) -> tuple[Step, ...]:
    lines = []
    for n, t in enumerate(targets, 1):
        square = f"({{a{n}}} − {{t{n}}})²"
        inner = f"{{a{n}}}" if t else f"1 − {{a{n}}}"
        lines.append(
            {"half": f"½ · {square}", "squared": square, "bce": f"−ln({inner})"}[name]
            + f" = {{l{n}}}"
        )
    return (
        Step(
            say("표본마다 구합니다.", "Sample by sample."),
            tuple(f"L{_INDEX[n]} = {line}" for n, line in enumerate(lines)),
        ),
        Step(
            say("모두 더해 표본의 수로 나눕니다.", "Add them up, and divide by their number."),
            ("L = ({l1} + {l2} + {l3}) / 3 = {l}",),
        ),
    )
