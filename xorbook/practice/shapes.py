"""Problems about shapes and parameter counts."""

from __future__ import annotations

import numpy as np

from xorbook._language import Language
from xorbook.network import Network
from xorbook.practice.drawing import Draw, Drawn, Variant
from xorbook.practice.words import Asked, Form, Step

_LAYERS = ("⁽¹⁾", "⁽²⁾", "⁽³⁾")


def draw_shapes(draw: Draw) -> Drawn:
    """Draw a network of two or three layers, and so many samples."""
    layers = draw.of((2, 3))
    sizes = [draw.of(range(2, 10)) for _ in range(layers)] + [draw.of(range(1, 6))]
    samples = draw.of(range(2, 33))
    net = Network.random(sizes, rng=0)
    trace = net.forward(np.zeros((samples, sizes[0])))
    values: dict[str, float] = {"n_samples": samples, "n_all": net.theta.size}
    values |= {f"n{k}": size for k, size in enumerate(sizes)}
    for layer in range(1, layers + 1):
        rows, columns = net.W[layer].shape
        values |= {f"n_rows{layer}": rows, f"n_columns{layer}": columns}
        values[f"n_count{layer}"] = net.W[layer].size + net.b[layer].size
    values["n_out_rows"], values["n_out_columns"] = trace.z[layers].shape
    return Drawn((layers,), values)


def shapes_form(say: Language, variant: Variant) -> Form:
    """Tell shapes and counts."""
    layers = int(variant[0])
    sizes = "-".join(f"{{n{k}}}" for k in range(layers + 1))
    question = say(
        f"`{sizes}` 신경망이 있습니다. 모든 유닛에 편향이 있고, 한 행에 하나씩 놓은 표본 "
        "`{n_samples}`개를 한꺼번에 넣습니다. 가중치 행렬과 마지막 층의 가중합의 형상을 적고, "
        "매개변수를 모두 세세요.",
        f"A `{sizes}` network has a bias in every unit, and takes `{{n_samples}}` samples at once, "
        "one a row. Give the shapes of the weight matrices and of the last weighted sums, and "
        "count all parameters.",
    )
    asked = [
        one
        for k in range(1, layers + 1)
        for one in (
            Asked(f"n_rows{k}", f"W{_LAYERS[k - 1]}", say("행의 수", "rows")),
            Asked(f"n_columns{k}", f"W{_LAYERS[k - 1]}", say("열의 수", "columns")),
        )
    ]
    last = f"Z{_LAYERS[layers - 1]}"
    asked += [
        Asked("n_out_rows", last, say("행의 수", "rows")),
        Asked("n_out_columns", last, say("열의 수", "columns")),
        Asked("n_all", "", say("매개변수의 수", "parameters in all")),
    ]
    hint = say(
        "가중치 행렬에는 앞 층의 유닛마다 행이, 그 층의 유닛마다 열이 하나씩 있습니다. 편향은 "
        "유닛마다 하나입니다. "
        "표본의 수는 매개변수의 수와 상관이 없습니다.",
        "A matrix has a row for each unit before, and a column for each unit of its layer. Each "
        "unit has one bias. The number of samples changes no parameter.",
    )
    return Form(question, (), tuple(asked), hint, _shape_steps(say, layers))


def _shape_steps(say: Language, layers: int) -> tuple[Step, ...]:
    counts = " + ".join(f"{{n_count{k}}}" for k in range(1, layers + 1))
    shapes = tuple(
        f"W{_LAYERS[k - 1]}: {{n_rows{k}}} × {{n_columns{k}}}" for k in range(1, layers + 1)
    )
    sums = tuple(
        f"{{n{k - 1}}} · {{n{k}}} + {{n{k}}} = {{n_count{k}}}" for k in range(1, layers + 1)
    )
    return (
        Step(
            say("가중치 행렬의 형상은 (앞 층의 유닛 수) × (그 층의 유닛 수)입니다.",
                "A weight matrix is (units before) × (units of its layer)."),
            shapes,
        ),
        Step(
            say("가중합은 표본마다 한 행, 유닛마다 한 열입니다.",
                "The sums have a row for each sample and a column for each unit."),
            (f"Z{_LAYERS[layers - 1]}: {{n_out_rows}} × {{n_out_columns}}",),
        ),
        Step(
            say("층마다 가중치와 편향을 더합니다.", "Weights and biases, layer by layer."),
            (*sums, f"{counts} = {{n_all}}"),
        ),
    )  # fmt: skip
