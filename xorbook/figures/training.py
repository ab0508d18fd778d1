"""Figures of the chapter on training."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

import xorbook as xb
from xorbook import studies
from xorbook._language import Language
from xorbook.figures import net
from xorbook.figures.canvas import Part, blank, panel, symbol, write
from xorbook.figures.plane import HIGH, LOW, line, plane, points
from xorbook.figures.registry import figure
from xorbook.figures.style import BANDS, SMALL, colour, number

Array = NDArray[np.float64]

BCE = xb.binary_cross_entropy


# ── One variable ────────────────────────────────────────────────────────────────────────────────


def descend(slope: Callable[[float], float], start: float, rate: float, steps: int) -> Array:
    """Return where gradient descent on one variable stands after 0, 1, …, `steps` steps."""
    path = [start]
    for _ in range(steps):
        path.append(path[-1] - rate * slope(path[-1]))
    return np.array(path)


@figure
def parabola_steps(say: Language) -> Figure:
    """Draw gradient descent on (w − 3)² with a rate too small, a good one, and one too large."""
    drawing = blank(196)
    words = (
        say("너무 작음", "too small"),
        say("알맞음", "good"),
        say("너무 큼", "too large"),
    )
    w = np.linspace(-2.6, 8.6, 113)
    for k, (rate, word) in enumerate(zip((0.05, 0.4, 1.05), words, strict=True)):
        axes = panel(drawing, 28 + 112 * k, 34, 98, 120)
        axes.set(xlim=(-2.6, 8.6), ylim=(-1, 29), xticks=(0, 3, 6), yticks=(0, 10, 20))
        axes.tick_params(length=0)
        if k:
            axes.set_yticklabels([])
        axes.plot(w, (w - 3) ** 2, color=colour("l"), linewidth=1.4)
        path = descend(lambda at: 2 * (at - 3), 0.0, rate, 6)
        _path(axes, path, (path - 3) ** 2)
        write(axes, 3, 29, [symbol(r"\eta", "ink"), Part(f"= {number(rate)}")], anchor=(0.5, 0))
        write(axes, 3, 29, [Part(word)], anchor=(0.5, 1), offset=(0, 36))
        write(axes, 8.6, -1, [symbol("w", "w")], anchor=(1, 1), offset=(2, -4))
    write(drawing.axes[0], -2.6, 29, [symbol("L", "l")], anchor=(1, 1), offset=(-8, 2))
    return drawing


def _path(axes: Axes, across: Array, up: Array) -> None:
    axes.plot(across, up, color=colour("ink"), linewidth=0.9, zorder=3)
    axes.plot(across[1:], up[1:], "o", color=colour("ink"), markersize=4, zorder=4)
    _ring(axes, across[0], up[0])


def _ring(axes: Axes, x: float, y: float, token: str = "ink", size: float = 6) -> None:
    style: dict[str, Any] = {
        "markerfacecolor": colour("paper"),
        "markeredgecolor": colour(token),
        "zorder": 5,
    }
    axes.plot(x, y, "o", markersize=size, **style)


@figure
def two_valleys(say: Language) -> Figure:
    """Draw w⁴ − 4w² + w and where descent from both sides ends: in two valleys."""
    drawing = blank(200)
    axes = panel(drawing, 36, 34, 300, 150)
    w = np.linspace(-2.25, 2.25, 181)

    def height(at: Array) -> Array:
        return np.asarray(at**4 - 4 * at**2 + at)

    axes.plot(w, height(w), color=colour("l"))
    axes.set(xlim=(-2.3, 2.3), ylim=(-7.4, 4), xticks=(-2, -1, 0, 1, 2), yticks=(-4, 0, 4))
    axes.grid(True, axis="y")
    for start in (-2.0, 2.0):
        path = descend(lambda at: 4 * at**3 - 8 * at + 1, start, 0.05, 30)
        _path(axes, path, height(path))
        end, bottom = float(path[-1]), float(height(path)[-1])
        words = [Part(number(bottom, 3), "l")]
        write(axes, end, bottom, words, anchor=(0.5, 1), offset=(0, -7))
    write(axes, 2.3, -7.4, [symbol("w", "w")], anchor=(0, 0.5), offset=(6, 0))
    write(axes, -2.3, 4, [symbol("L", "l")], anchor=(1, 1), offset=(-20, 4))
    return drawing


# ── The worked network ──────────────────────────────────────────────────────────────────────────

FRAMES = (0, 200, 344, 1000)
SQUARE = 74.0


def _trained(steps: int, keep: Sequence[int]) -> tuple[xb.History, dict[int, xb.Network]]:
    """Train the worked network with BCE and η = 1, and return it as it was at some steps."""
    network = xb.worked_example()
    history = xb.train(
        network, *xb.xor(), loss=BCE, optimizer=xb.SGD(1.0), steps=steps, parameters_at=keep
    )
    frames = {}
    for step, parameters in history.parameters.items():
        frames[step] = network.copy()
        frames[step].theta[:] = parameters.theta
    return history, frames


@figure
def training_filmstrip(say: Language) -> Figure:
    """Draw the worked network while it learns: its input plane, its hidden plane, its loss."""
    X, t = xb.xor()
    history, frames = _trained(FRAMES[-1], FRAMES)
    drawing = blank(424)
    heads = (say("입력 평면", "input plane"), say("은닉 평면", "hidden plane"))
    for k, (step, network) in enumerate(frames.items()):
        left = 24 + 86 * k
        above = panel(drawing, left, 306, SQUARE, SQUARE)
        below = panel(drawing, left, 182, SQUARE, SQUARE)
        for axes, (names, token) in zip(
            (above, below), ((("x_1", "x_2"), "x"), (("a_1", "a_2"), "a")), strict=True
        ):
            _square(axes, names if k == 0 else None, token)
        _firing(above, network)
        points(above, X, t, size=7)
        unit = xb.Perceptron(network.W[2][:, 0], bias=float(network.b[2][0]))
        line(below, unit)
        points(below, network.forward(X).a[1], t, size=7)
        head = say(f"{step}걸음", f"step {step}")
        write(above, (LOW + HIGH) / 2, HIGH, [Part(head)], anchor=(0.5, 0), offset=(0, 4))
        if k == 0:
            for axes, words in zip((above, below), heads, strict=True):
                up = 20 if axes is above else 4
                write(axes, LOW, HIGH, [Part(words, "muted")], anchor=(0, 0), offset=(0, up))
    axes = panel(drawing, 36, 34, 304, 100)
    axes.set(xlim=(0, FRAMES[-1]), ylim=(0, 1), xticks=FRAMES, yticks=(0, 0.5, 1))
    axes.grid(True, axis="y")
    axes.plot(history.steps, history.loss, color=colour("l"))
    for step in FRAMES:
        axes.plot(step, history.loss[step], "o", color=colour("ink"), markersize=6, clip_on=False)
    write(axes, 0, 1, [symbol("L", "l")], anchor=(1, 0.5), offset=(-20, 8))
    return drawing


def _square(axes: Axes, names: tuple[str, str] | None, token: str) -> None:
    """Give the axes the square around the corners; only the first names its directions."""
    if names:
        plane(axes, names=names, token=token)
        return
    axes.set(xlim=(LOW, HIGH), ylim=(LOW, HIGH), xticks=(0, 1), yticks=(), aspect="equal")
    axes.tick_params(length=0, pad=4)
    for spine in axes.spines.values():
        spine.set_color(colour("faint"))


def _firing(axes: Axes, network: xb.Network) -> None:
    """Shade where the prediction is above one half, and draw where it is one half."""
    span = np.linspace(LOW, HIGH, 49)
    across, up = np.meshgrid(span, span)
    y = network.predict(np.column_stack([across.ravel(), up.ravel()])).reshape(across.shape)
    axes.contourf(across, up, y, [0.5, 1.01], colors=[colour("w")], alpha=0.13)
    if y.min() < 0.5 < y.max():
        axes.contour(across, up, y, [0.5], colors=[colour("w")], linewidths=2)


PAIR = ("W2[0,0]", "W2[1,0]")
LEVELS = (0.0, 0.03, 0.1, 0.3, 0.6, 0.8, 1.2, 2.0, 99.0)


@figure
def parameters_before_after(say: Language) -> Figure:
    """Draw all nine parameters before and after training, and the loss around both."""
    _, frames = _trained(FRAMES[-1], (0, FRAMES[-1]))
    old, new = frames.values()
    drawing = blank(524)
    axes = panel(drawing, 56, 252, 208, 256)
    names = old.parameters.names
    axes.set(xlim=(-8, 11), ylim=(len(names) - 0.5, -0.7), xticks=(-5, 0, 5, 10), yticks=())
    axes.grid(True, axis="x")
    axes.spines["left"].set_visible(False)
    for row, name in enumerate(names):
        before, after = old.parameters[name], new.parameters[name]
        token = name[0].lower()
        axes.plot((before, after), (row, row), color=colour(token), linewidth=1.2)
        _ring(axes, before, row, token)
        axes.plot(after, row, "o", color=colour(token), markersize=6)
        write(axes, -8, row, [symbol(net.SYMBOLS[name], token)], anchor=(1, 0.5), offset=(-6, 0))
        change = f"{number(before, 1)} → {number(after, 2)}"
        write(axes, 11, row, [Part(change, token)], anchor=(0, 0.5), offset=(10, 0))
    heads = (say("학습 전", "before"), say("학습 후", "after"))
    for k, (network, head) in enumerate(zip((old, new), heads, strict=True)):
        below = panel(drawing, 30 + 174 * k, 48, 152, 152)
        span = np.linspace(-6, 14, 41)
        losses = pair_losses(network, span, span)
        below.contourf(span, span, losses, LEVELS, colors=[colour(f"l{b}") for b in range(BANDS)])
        below.set(xlim=(-6, 14), ylim=(-6, 14), xticks=(-5, 0, 5, 10), yticks=(-5, 0, 5, 10))
        first, second = (network.parameters[name] for name in PAIR)
        loss = network.loss(*xb.xor(), loss=BCE)
        below.plot(first, second, "o", color=colour("ink"), markersize=6)
        words = [symbol("L", "l"), Part(f"= {number(loss, 3)}", "ink")]
        write(below, first, second, words, anchor=(0.5, 0), offset=(0, 7), paper=True)
        write(below, 4, 14, [Part(head)], anchor=(0.5, 0), offset=(0, 4))
        across, up = ([symbol(net.SYMBOLS[name], "w")] for name in PAIR)
        write(below, 14, -6, across, anchor=(1, 1), offset=(0, -20))
        if k == 0:
            write(below, -6, 14, up, anchor=(1, 0), offset=(4, 2))
    return drawing


def pair_losses(network: xb.Network, first: Array, second: Array) -> Array:
    """Return the mean BCE over a grid of the two output weights, the other seven as they are."""
    X, t = xb.xor()
    hidden = network.forward(X).a[1]
    z = (
        hidden[:, 0, np.newaxis, np.newaxis] * first
        + hidden[:, 1, np.newaxis, np.newaxis] * second[:, np.newaxis]
        + network.b[2][0]
    )
    # ln(1 + e^z) − t z is −t ln ŷ − (1 − t) ln(1 − ŷ) with ŷ = σ(z).
    return np.asarray((np.logaddexp(0, z) - t[:, :, np.newaxis] * z).mean(axis=0))


# ── Optimisers ──────────────────────────────────────────────────────────────────────────────────

RULES: tuple[xb.Optimizer, ...] = (
    xb.SGD(1.0),
    xb.Momentum(0.3),
    xb.RMSProp(0.05),
    xb.Adam(0.3),
)
WALK = 40


def pair_path(rule: xb.Optimizer, steps: int) -> Array:
    """Return the path of the two output weights when only they move, of shape (steps + 1, 2)."""
    network, (X, t) = xb.worked_example(), xb.xor()
    at = [network.parameters.position(name) for name in PAIR]
    pair = network.theta[at]
    update, path = rule.start(pair), [pair.copy()]
    for _ in range(steps):
        network.theta[at] = pair
        update(network.backward(network.forward(X), t, loss=BCE).theta[at])
        path.append(pair.copy())
    return np.array(path)


@figure
def optimizer_paths(say: Language) -> Figure:
    """Draw the paths of four optimisers over the same valley of the loss."""
    first, second = np.linspace(-3, 3, 41), np.linspace(0.5, 6.5, 41)
    losses = pair_losses(xb.worked_example(), first, second)
    levels = np.array([0.59, 0.6, 0.62, 0.66, 0.72, 0.8, 0.95, 1.2, 2.5])
    drawing = blank(400)
    names = ("SGD", say("모멘텀", "momentum"), "RMSProp", "Adam")
    for k, (rule, name) in enumerate(zip(RULES, names, strict=True)):
        axes = panel(drawing, 30 + 174 * (k % 2), 232 - 192 * (k // 2), 148, 140)
        colours = [colour(f"l{b}") for b in range(BANDS)]
        axes.contourf(first, second, losses, levels, colors=colours)
        axes.set(xlim=(-3, 3), ylim=(0.5, 6.5), xticks=(-2, 0, 2), yticks=(2, 4, 6))
        path = pair_path(rule, WALK)
        axes.plot(*path.T, color=colour("ink"), linewidth=0.9)
        axes.plot(*path[1:].T, "o", color=colour("ink"), markersize=2.6)
        _ring(axes, *path[0])
        head = [Part(name), symbol(r"\eta", "ink"), Part(f"= {number(rule.learning_rate)}")]
        write(axes, 0, 6.5, head, anchor=(0.5, 0), offset=(0, 3))
    for axes in (drawing.axes[0], drawing.axes[2]):
        up = [symbol(net.SYMBOLS[PAIR[1]], "w")]
        write(axes, -3, 6.5, up, anchor=(1, 0), offset=(6, 2))
    for axes in drawing.axes[2:]:
        across = [symbol(net.SYMBOLS[PAIR[0]], "w")]
        write(axes, 3, 0.5, across, anchor=(1, 1), offset=(0, -18))
    return drawing


RATES = (0.01, 0.1, 1.0, 10.0, 100.0)
DASHES: tuple[Any, ...] = ((0, (1, 1.5)), (0, (4, 2)), "-", (0, (6, 2, 1, 2)), (0, (2, 1)))


@figure
def learning_rate_curves(say: Language) -> Figure:
    """Draw the loss of the worked network over time for learning rates over five powers of ten."""
    X, t = xb.xor()
    drawing = blank(266)
    axes = panel(drawing, 34, 40, 250, 200)
    axes.set(xlim=(1, 3000), ylim=(0, 1.3), xscale="log", yticks=(0, 0.5, 1))
    axes.set_xticks((1, 10, 100, 1000), ("1", "10", "100", "1000"))
    axes.minorticks_off()
    axes.grid(True, axis="y")
    for rate, dashes in zip(RATES, DASHES, strict=True):
        network = xb.worked_example()
        history = xb.train(network, X, t, loss=BCE, optimizer=xb.SGD(rate), steps=3000)
        # Later records are drawn ever more sparsely: the axis is logarithmic.
        shown = np.unique(np.geomspace(1, 3000, 160).round().astype(int))
        axes.plot(
            shown,
            history.loss[shown],
            color=colour("l"),
            linestyle=dashes,
            linewidth=2.4 if rate == 1 else 1.5,
        )
        last = history.loss[-1]
        label = [symbol(r"\eta", "ink"), Part(f"= {number(rate)}")]
        if last > 1.3:
            ends = ", ".join(number(loss, 2) for loss in sorted(history.loss[-2:]))
            row = [*label[:1], Part(f"= {number(rate)}:"), Part(ends, "l")]
            write(axes, 3000, 1.3, row, anchor=(1, 0), offset=(66, 2))
        else:
            up = {0.01: 3, 0.1: 4, 1.0: 5, 10.0: -3}[rate]
            write(axes, 3000, last, label, anchor=(0, 0.5), offset=(4, up))
    write(axes, 1, 1.3, [symbol("L", "l")], anchor=(1, 1), offset=(-16, 4))
    words = [Part(say("걸음", "steps"), "muted")]
    write(axes, 3000, 0, words, anchor=(0, 1), offset=(6, -6))
    return drawing


# ── Random starts ───────────────────────────────────────────────────────────────────────────────

# At which of the four rates the name of an optimiser stands, and where.
NAMED: dict[str, tuple[int, tuple[float, float], tuple[float, float]]] = {
    "SGD": (3, (0, 0.5), (10, -4)),
    "Momentum": (2, (0.5, 0), (0, 8)),
    "RMSProp": (0, (0.5, 0), (8, 9)),
    "Adam": (0, (0.5, 1), (0, -9)),
}
MARKS = {"SGD": "o", "Momentum": "s", "RMSProp": "^", "Adam": "D"}


@figure
def solved_shares(say: Language) -> Figure:
    """Draw which share of random starts solves XOR, by width and by optimiser, with intervals."""
    drawing = blank(446)
    axes = panel(drawing, 40, 278, 300, 140)
    width = studies.load("width")
    axes.set(xlim=(-0.5, len(width) - 0.5), ylim=(0, 1.05), yticks=(0, 0.5, 1))
    axes.set_xticks(range(len(width)), [*width])
    axes.grid(True, axis="y")
    for k, outcome in enumerate(width.values()):
        _share(axes, k, outcome.share, "o")
        words = [Part(_percent(outcome.share.value))]
        below = outcome.share.value > 0.8
        write(axes, k, outcome.share.value, words, anchor=(0.5, below), offset=(0, 8 - 16 * below))
    head = [Part(say("너비 (Adam 0.01)", "width (Adam 0.01)"))]
    write(axes, -0.5, 1.05, head, anchor=(0, 0), offset=(-8, 6))
    _as_percent(axes)
    _rates(panel(drawing, 40, 40, 252, 176), say)
    return drawing


def _rates(axes: Axes, say: Language) -> None:
    table = studies.load("optimizer")
    axes.set(xlim=(-3.25, 0.3), ylim=(-0.02, 1.05), yticks=(0, 0.5, 1))
    axes.set_xticks(range(-3, 1), ("0.001", "0.01", "0.1", "1"))
    axes.grid(True, axis="y")
    for j, (kind, mark) in enumerate(MARKS.items()):
        shares = [table[f"{kind} {rate}"].share for rate in ("0.001", "0.01", "0.1", "1")]
        # Side by side, so that the intervals of two optimisers can be told apart.
        across = np.arange(-3, 1) + 0.05 * (j - 1.5)
        values = [share.value for share in shares]
        axes.plot(across, values, color=colour("muted"), linestyle=DASHES[1 + j], linewidth=1)
        for x, share in zip(across, shares, strict=True):
            _share(axes, x, share, mark)
        name = say("모멘텀", "momentum") if kind == "Momentum" else kind
        k, anchor, offset = NAMED[kind]
        write(axes, across[k], values[k], [Part(name)], anchor=anchor, offset=offset)
    head = [
        Part(say("최적화 방법과 학습률 (2-2-1)", "optimiser and learning rate (2-2-1)")),
    ]
    write(axes, -3.25, 1.05, head, anchor=(0, 0), offset=(-8, 6))
    write(axes, 0.3, -0.02, [symbol(r"\eta", "ink")], anchor=(0, 0.5), offset=(6, -12))
    _as_percent(axes)


def _share(axes: Axes, x: float, share: studies.Share, mark: str) -> None:
    low, high = share.interval()
    axes.plot((x, x), (low, high), color=colour("ink"), linewidth=1.6)
    axes.plot(x, share.value, mark, color=colour("ink"), markersize=5)


def _percent(value: float) -> str:
    return f"{number(100 * value, 1)}%"


def _as_percent(axes: Axes) -> None:
    axes.yaxis.set_major_formatter(lambda value, _: f"{number(100 * value)}%")


PLATEAU_SEEDS = {"three alike": 27, "two alike": 2}


@figure
def three_plateaus(say: Language) -> Figure:
    """Draw three runs that end on the three plateaus, and what each network answers there."""
    X, _ = xb.xor()
    runs = _plateau_runs()
    drawing = blank(378)
    axes = panel(drawing, 36, 206, 268, 142)
    axes.set(xlim=(0, 2000), ylim=(0, 0.9), xticks=(0, 1000, 2000), yticks=(0, 0.4, 0.8))
    heights = studies.plateaus(BCE)
    for (name, (history, _)), dashes in zip(runs.items(), DASHES[2::-1], strict=True):
        axes.axhline(heights[name], color=colour("faint"), linewidth=0.8)
        axes.plot(history.steps, history.loss, color=colour("l"), linestyle=dashes)
        words = [Part(number(heights[name], 4), "l")]
        write(axes, 2000, heights[name], words, anchor=(0, 0.5), offset=(6, 0))
    write(axes, 0, 0.9, [symbol("L", "l")], anchor=(1, 0.5), offset=(-16, 6))
    steps = [Part(say("걸음", "steps"), "muted")]
    write(axes, 2000, 0, steps, anchor=(0, 0.5), offset=(6, 2))
    heads = (
        say("넷이 같음", "four alike"),
        say("셋이 같음", "three alike"),
        say("둘이 같음", "two alike"),
    )
    for k, ((_, network), head) in enumerate(zip(runs.values(), heads, strict=True)):
        below = panel(drawing, 34 + 116 * k, 30, 84, 110)
        _answers(below, network, X, head)
        if k == 0:
            write(below, 1.45, -0.55, [symbol("x_1", "x")], anchor=(0, 0.5), offset=(2, -8))
            write(below, -0.45, 1.45, [symbol("x_2", "x")], anchor=(1, 0.5), offset=(-2, 0))
    return drawing


def _plateau_runs() -> dict[str, tuple[xb.History, xb.Network]]:
    zero = xb.worked_example()
    zero.theta[:] = 0
    starts = {"four alike": zero} | {
        name: xb.Network.random((2, 2, 1), rng=seed) for name, seed in PLATEAU_SEEDS.items()
    }
    runs = {}
    for name, network in starts.items():
        history = xb.train(
            network, *xb.xor(), loss=BCE, optimizer=xb.Adam(0.01), steps=2000, record_every=10
        )
        runs[name] = history, network
    return runs


def _answers(axes: Axes, network: xb.Network, X: Array, head: str) -> None:
    """Write what the network answers at each corner, and join the corners it cannot tell apart."""
    y = network.predict(X)[:, 0]
    axes.set(xlim=(-0.45, 1.45), ylim=(-0.55, 1.75), xticks=(0, 1), yticks=(0, 1))
    axes.tick_params(length=0, pad=4)
    for spine in axes.spines.values():
        spine.set_visible(False)
    alike = X[np.abs(y - np.median(y)) < 0.02] if np.ptp(y) > 0.02 else X
    if len(alike) == 2:
        alike = X[np.abs(y - 0.5) < 0.02]
    middle = alike.mean(axis=0)
    order = np.argsort(np.arctan2(*(alike - middle).T))
    ring = alike[[*order, order[0]]]
    axes.plot(
        *ring.T,
        color=colour("l"),
        alpha=0.3,
        linewidth=12,
        solid_capstyle="round",
        solid_joinstyle="round",
    )
    points(axes, X, xb.xor()[1], size=8)
    for (x1, x2), answer in zip(X, y, strict=True):
        up = 9 if x2 else -9
        words = [Part(number(answer, 3), "a", SMALL)]
        write(axes, x1, x2, words, anchor=(0.5, 0 if x2 else 1), offset=(0, up))
    write(axes, 0.5, 1.75, [Part(head)], anchor=(0.5, 0), offset=(0, 2))
