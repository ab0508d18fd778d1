"""Figures of the chapter on PyTorch."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, Rectangle
from numpy.typing import NDArray

import xorbook as xb
from xorbook import studies
from xorbook._language import Language
from xorbook.figures.canvas import Part, blank, diagram, panel, symbol, write
from xorbook.figures.registry import figure
from xorbook.figures.style import SMALL, SYMBOL, WIDTH, colour

Array = NDArray[np.float64]
BCE = xb.binary_cross_entropy
STEPS = 2000


class Forgetful(xb.Adam):
    """Adam as it goes on where `zero_grad` is forgotten: gradients add up, step by step."""

    def start(self, theta: Array) -> xb.optimizers.Update:
        """Begin with a sum of nothing."""
        update, total = super().start(theta), np.zeros_like(theta)

        def forgetful(gradient: Array) -> None:
            np.add(total, gradient, out=total)
            update(total)

        return forgetful


def _loss_axes(axes: Axes, top: float, say: Language) -> None:
    axes.set(xlim=(0, STEPS), ylim=(0, top), xticks=(0, 500, 1000, 1500, STEPS))
    axes.tick_params(labelsize=SMALL)
    axes.grid(True, axis="y")
    write(axes, 0, top, [symbol("L", "l")], anchor=(0.5, 0), offset=(0, 5))
    steps = [Part(say("걸음", "steps"), "ink")]
    write(axes, STEPS / 2, 0, steps, anchor=(0.5, 1), offset=(0, -22))


# What autograd calls the operations, from the loss back, and where their slopes are ours.
NODES = (
    ("BinaryCrossEntropyWithLogits", r"\delta^{(2)}"),
    ("Addmm", r"\partial L/\partial W^{(2)},\,\partial L/\partial b^{(2)}"),
    ("Sigmoid", r"\delta^{(1)}"),
    ("Addmm", r"\partial L/\partial W^{(1)},\,\partial L/\partial b^{(1)}"),
)


@figure
def autograd_path(say: Language) -> Figure:
    """Draw the operations that PyTorch has recorded, and what each leaves behind on the way back.

    The chapter's session reads their names off the loss.
    """
    height, box, gap = 250.0, 34.0, 22.0
    drawing, axes = diagram(height)
    top = height - 36
    write(
        axes, 102, height - 14, [Part(say("순전파의 grad_fn", "grad_fn, going forward"), "muted")]
    )
    found = say("역전파의 값", "found going back")
    write(axes, 276, height - 14, [Part(found, "muted")])
    for row, (name, slope) in enumerate(NODES):
        y = top - row * (box + gap)
        axes.add_patch(Rectangle((6, y - box), 192, box, facecolor="none", edgecolor=colour("ink")))
        write(axes, 102, y - box / 2, [Part(name, "ink")])
        write(axes, 276, y - box / 2, [symbol(slope, "g")])
        if row + 1 < len(NODES):
            arrow = FancyArrowPatch(
                (102, y - box), (102, y - box - gap), arrowstyle="-|>", mutation_scale=12,
                color=colour("g"), shrinkA=1, shrinkB=1,
            )  # fmt: skip
            axes.add_patch(arrow)
    axes.set_xlim(0, WIDTH)
    return drawing


@figure
def forgotten_zero_grad(say: Language) -> Figure:
    """Draw the loss of the book's network with Adam, gradients cleared and gradients adding up."""
    drawing = blank(250)
    axes = panel(drawing, 34, 44, 306, 184)
    _loss_axes(axes, 1.0, say)
    X, t = xb.xor()
    runs = (
        (xb.Adam(0.01), "-", say("grad 비움", "grad cleared"), 1150, 0.07, (0, 0)),
        (Forgetful(0.01), "--", say("grad 그대로", "grad kept"), 1000, 0.5, (0, 0)),
    )
    for rule, style, label, x, y, anchor in runs:
        history = xb.train(xb.worked_example(), X, t, loss=BCE, optimizer=rule, steps=STEPS)
        axes.plot(history.loss, style, color=colour("l"))
        write(axes, x, y, [Part(label, "l")], anchor=anchor)
    return drawing


@figure
def hundred_seeds(say: Language) -> Figure:
    """Draw the loss from the starts of a hundred seeds, and how many end at each height."""
    drawing = blank(290)
    axes = panel(drawing, 34, 44, 222, 224)
    _loss_axes(axes, 0.8, say)
    X, t = xb.xor()
    starts = studies.load_seeded_starts("slides, PyTorch")
    hundred = xb.Ensemble([starts[seed] for seed in range(100)])
    runs = hundred.train(X, t, loss=BCE, optimizer=xb.Adam(0.01), steps=STEPS, record_every=20)
    across = np.arange(0, STEPS + 1, 20)
    for losses in runs.loss:
        axes.plot(across, losses, color=colour("l"), linewidth=0.7, alpha=0.5)
    _heights(axes, runs, say)
    return drawing


def _heights(axes: Axes, runs: xb.EnsembleHistory, say: Language) -> None:
    """Write beside the curves how many of them end there."""
    ends, solved = runs.loss[:, -1], runs.solved
    three, two = (studies.plateaus(BCE)[f"{name} alike"] for name in ("three", "two"))
    rows = (
        (0.0, solved, say("넷 다 맞음", "all right")),
        (two, ~solved & (abs(ends - two) < two / 20), say("둘이 같음", "two alike")),
        (three, ~solved & (abs(ends - three) < three / 20), say("셋이 같음", "three alike")),
    )
    for height, there, label in rows:
        count = [Part(str(int(there.sum())), "l", SYMBOL), Part(label, "ink", SMALL)]
        write(axes, STEPS, height, count, anchor=(0, 0.5), offset=(8, 4))
