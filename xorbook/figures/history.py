"""Figures of the chapter on history."""

from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator

import xorbook as xb
from xorbook._language import Language
from xorbook.figures.canvas import Part, blank, diagram, panel, symbol, write
from xorbook.figures.registry import figure
from xorbook.figures.style import SMALL, colour


class Event(NamedTuple):
    """An event: its first and last year, what happened, and who did it, in both languages."""

    first: int
    last: int
    ko: tuple[str, str]
    en: tuple[str, str]


# The references stand in the Sources of docs/*/history.md.
EVENTS = (
    Event(
        1943,
        1943,
        ("뉴런: 켜짐과 꺼짐", "매컬러, 피츠"),
        ("a neuron is on or off", "McCulloch, Pitts"),
    ),
    Event(
        1958, 1958, ("퍼셉트론: 세기를 배움", "로젠블랫"), ("the perceptron learns", "Rosenblatt")
    ),
    Event(
        1960,
        1961,
        ("시각마다 거슬러 미분", "켈리, 브라이슨"),
        ("slopes in optimal control", "Kelley, Bryson"),
    ),
    Event(
        1969, 1969, ("유닛 하나의 한계", "민스키, 페퍼트"), ("limits of one unit", "Minsky, Papert")
    ),
    Event(
        1970,
        1970,
        ("모든 미분을 한 번에", "린나인마"),
        ("all slopes in one pass back", "Linnainmaa"),
    ),
    Event(1982, 1982, ("신경망에 쓴 역전파", "워보스"), ("backprop for neural nets", "Werbos")),
    Event(
        1986,
        1986,
        ("은닉 유닛의 학습", "루멜하트, 힌턴, 윌리엄스"),
        ("hidden units learn", "Rumelhart, Hinton, Williams"),
    ),
    Event(
        1991,
        1994,
        ("기울기 소실", "호흐라이터 / 벤지오 등"),
        ("gradients vanish", "Hochreiter / Bengio et al."),
    ),
    Event(
        2006,
        2006,
        ("사전 학습", "힌턴, 살라후트디노프 등"),
        ("pretraining", "Hinton, Salakhutdinov et al."),
    ),
    Event(2009, 2012, ("음성 인식", "네 연구진"), ("speech recognition", "four research groups")),
    Event(
        2012,
        2012,
        ("AlexNet", "크리젭스키, 수츠케버, 힌턴"),
        ("AlexNet", "Krizhevsky, Sutskever, Hinton"),
    ),
    Event(2016, 2016, ("ResNet", "허 등"), ("ResNet", "He et al.")),
    Event(2017, 2017, ("트랜스포머", "바스와니 등"), ("the Transformer", "Vaswani et al.")),
    Event(2020, 2020, ("거대 언어 모델", "브라운 등"), ("large language models", "Brown et al.")),
)
AXIS = 44.0  # where the axis of years stands, in points from the left
LABELS = 84.0
HEIGHT = 620.0
GAP = 38.0  # the least distance of two labels
START, END = 1940, 2020


def _at(year: float) -> float:
    """Return the height of a year on the axis."""
    return HEIGHT - 20 - (year - START) / (END - START) * (HEIGHT - 44)


@figure
def timeline(say: Language) -> Figure:
    """Draw the events of the chapter on an axis of years, downwards, each with its label."""
    drawing, axes = diagram(HEIGHT)
    axes.plot((AXIS, AXIS), (_at(START), _at(END)), color=colour("muted"), linewidth=1.2)
    for decade in range(START, END + 1, 10):
        axes.plot((AXIS - 5, AXIS), 2 * (_at(decade),), color=colour("muted"), linewidth=1)
        part = Part(str(decade), "muted", SMALL)
        write(axes, AXIS - 9, _at(decade), [part], anchor=(1, 0.5))
    for event, label in zip(EVENTS, _label_heights(), strict=True):
        _event(axes, say, event, label)
    return drawing


def _label_heights() -> list[float]:
    """Return heights for the labels, `GAP` apart and otherwise as near to their years as can be."""
    blocks: list[list[float]] = []  # of labels that touch: where each would like the first to be
    for row, event in enumerate(EVENTS):
        blocks.append([_at(event.first) + GAP * row])
        while len(blocks) > 1 and np.mean(blocks[-2]) < np.mean(blocks[-1]):
            lower = blocks.pop()
            blocks[-1] += lower
    shared = [float(np.mean(block)) for block in blocks for _ in block]
    heights = [height - GAP * row for row, height in enumerate(shared)]
    lowest = GAP / 2
    return [max(h, lowest + GAP * (len(heights) - 1 - row)) for row, h in enumerate(heights)]


def _event(axes: Axes, say: Language, event: Event, label: float) -> None:
    first, last = _at(event.first), _at(event.last)
    bend = ((AXIS, LABELS - 20, LABELS - 6), (first, label, label))
    axes.plot(*bend, color=colour("faint"), linewidth=1)
    axes.plot((AXIS, AXIS), (first, last), color=colour("ink"), linewidth=3.5)
    axes.plot(AXIS, first, "o", markersize=7, color=colour("ink"), zorder=4)
    years = f"{event.first}–{event.last}" if event.first < event.last else f"{event.first}"
    what, who = say(event.ko[0], event.en[0]), say(event.ko[1], event.en[1])
    rows = [[Part(years, "ink"), Part(what)], [Part(who, "muted", SMALL)]]
    write(axes, LABELS, label, *rows, anchor=(0, 0.5), align="left", gap=2)


@figure
def symmetry_weights(say: Language) -> Figure:
    """Draw what both hidden units of the net of 1986 have learned, run again from seed 3."""
    inputs = np.indices((2,) * 6).reshape(6, -1).T.astype(float)
    mirrored = (inputs == inputs[:, ::-1]).all(axis=1, keepdims=True).astype(float)
    network = xb.Network.random((6, 2, 1), initializer=xb.Uniform(-0.3, 0.3), rng=3)
    xb.train(
        network,
        inputs,
        mirrored,
        loss=xb.half_squared_error,
        optimizer=xb.Momentum(0.1 * len(inputs), 0.9),
        steps=3000,
        record_every=3000,
    )
    drawing = blank(388)
    for unit in (0, 1):
        axes = panel(drawing, 40, 222 - 186 * unit, 300, 132)
        weights = network.W[1][:, unit]
        axes.set(xlim=(0.3, 6.7), ylim=(-16, 16), xticks=range(1, 7), yticks=(-12, -6, 0, 6, 12))
        axes.grid(True, axis="y")
        axes.tick_params(length=0, pad=4)
        axes.axhline(0, color=colour("muted"), linewidth=0.8)
        axes.axvline(3.5, color=colour("ink"), linewidth=1.2, linestyle=(0, (4, 3)))
        bars: dict[str, Any] = {
            "color": colour("w"),
            "alpha": 0.3,
            "edgecolor": colour("w"),
            "width": 0.62,
        }
        axes.bar(range(1, 7), weights, **bars)
        for place, weight in enumerate(weights, 1):
            above = weight > 0
            part = Part(f"{weight:.2f}".replace("-", "−"), "w", SMALL)
            anchor, offset = ((0.5, 0), (0, 2)) if above else ((0.5, 1), (0, -2))
            write(axes, place, weight, [part], anchor=anchor, offset=offset)
        name = [Part(say("은닉 유닛", "hidden unit")), Part(str(unit + 1))]
        write(axes, 0.3, 16, name, anchor=(0, 0), offset=(-34, 8))
    write(axes, 6.7, -16, [Part(say("입력", "input"), "x")], anchor=(1, 1), offset=(0, -18))
    return drawing


@figure
def slopes_through_time(say: Language) -> Figure:
    """Draw the slope of a unit that feeds itself, over the steps, for three weights."""
    drawing = blank(300)
    axes = panel(drawing, 52, 46, 226, 222)
    axes.set(xlim=(0, 20), ylim=(1e-10, 1e5), yscale="log", xticks=(0, 5, 10, 15, 20))
    axes.set_yticks([10.0**k for k in (-10, -8, -6, -4, -2, 0, 2, 4)])
    axes.yaxis.set_major_formatter(lambda value, _: f"$10^{{{round(np.log10(value))}}}$")
    axes.yaxis.set_minor_locator(NullLocator())
    axes.tick_params(axis="y", labelsize=16)
    axes.grid(True)
    steps = np.arange(21)
    for weight, begun in ((2, 0.5), (4, 0.5), (6, 0.5), (6, 0.8)):
        slopes = _slopes(weight, begun, len(steps) - 1)
        style = "-" if begun == 0.5 else (0, (4, 3))
        axes.plot(steps, slopes, color=colour("g"), linestyle=style)
        rows = [[symbol(f"w={weight}", "w")]]
        if begun != 0.5:
            rows.append([symbol(f"a_0={begun}", "a")])
        lift = {(6, 0.8): -14, (2, 0.5): 8}.get((weight, begun), 0)
        write(axes, 20, slopes[-1], *rows, anchor=(0, 0.5), offset=(6, lift), align="left", gap=0)
    write(axes, 20, 1e-10, [symbol("q", "ink")], anchor=(1, 1), offset=(0, -20))
    write(axes, 0, 1e5, [symbol(r"\partial a_q/\partial a_0", "g")], anchor=(0, 0), offset=(-40, 6))
    return drawing


def _slopes(weight: float, begun: float, steps: int) -> list[float]:
    a, slopes = begun, [1.0]
    for _ in range(steps):
        z = weight * a - weight / 2
        a = float(xb.sigmoid(z))
        slopes.append(slopes[-1] * weight * float(xb.sigmoid.derivative(z)))
    return slopes
