"""Figures of the chapter on Keras."""

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

import xorbook as xb
from xorbook._language import Language
from xorbook.figures.canvas import Part, blank, panel, symbol, write
from xorbook.figures.registry import figure
from xorbook.figures.style import SMALL, SYMBOL, colour

Array = NDArray[np.float64]
BCE = xb.binary_cross_entropy
RATE, STEPS = 0.01, 1000


def _shares(rule: xb.Optimizer, slopes: Array) -> Array:
    """Return the length of the first step, as a share of the learning rate."""
    theta = np.zeros_like(slopes)
    rule.start(theta)(slopes)
    return abs(theta) / rule.learning_rate


@figure
def first_steps_of_adam(say: Language) -> Figure:
    """Draw the first step of both Adams over the size of the slope, with the nine of the book."""
    drawing = blank(250)
    axes = panel(drawing, 40, 52, 300, 168)
    axes.set(xscale="log", xlim=(1e-10, 1), ylim=(0, 1.08), yticks=(0, 0.5, 1))
    axes.set_xticks([1e-10, 1e-8, 1e-6, 1e-4, 1e-2, 1])
    axes.tick_params(axis="x", labelsize=SYMBOL)
    axes.xaxis.set_major_formatter(lambda value, _: f"$10^{{{round(np.log10(value))}}}$")
    axes.minorticks_off()
    axes.grid(True, axis="y")
    slopes = np.logspace(-10, 0, 201)
    rules = (
        (xb.Adam(RATE), "--", "PyTorch", 2e-8, (1, 0)),
        (xb.KerasAdam(RATE), "-", "Keras", 7e-6, (0, 1)),
    )
    for rule, style, label, x, anchor in rules:
        axes.plot(slopes, _shares(rule, slopes), style, color=colour("w"))
        y = float(_shares(rule, np.array([x]))[0])
        offset = (-6, 0) if anchor[0] else (8, 0)
        write(axes, x, y, [Part(label, "w")], anchor=anchor, offset=offset)
    net, (X, t) = xb.worked_example(), xb.xor()
    nine = net.backward(net.forward(X), t, loss=BCE).theta
    axes.plot(nine, _shares(xb.KerasAdam(RATE), nine), "o", color=colour("g"), markersize=4)
    write(
        axes,
        0.3,
        0.9,
        [Part(say("신경망의", "of the network:"), "g", SMALL), symbol("g", "g")],
        anchor=(1, 1),
    )
    share = [Part(say("첫 걸음", "first step")), Part("/"), symbol(r"\eta", "ink")]
    write(axes, 1e-10, 1.08, share, anchor=(0, 0), offset=(-10, 8))
    write(axes, 1e-5, 0, [symbol("|g|", "g")], anchor=(0.5, 1), offset=(0, -22))
    return drawing


@dataclass(frozen=True)
class _Unrounded(xb.KerasAdam):
    """Keras's rule with exact powers of β₁ and β₂."""

    def start(self, theta: Array) -> xb.optimizers.Update:
        mean, square, k = np.zeros_like(theta), np.zeros_like(theta), 0

        def update(gradient: Array) -> None:
            nonlocal k
            k += 1
            mean[...] += (1 - self.beta1) * (gradient - mean)
            square[...] += (1 - self.beta2) * (gradient**2 - square)
            rate = self.learning_rate * (1 - self.beta2**k) ** 0.5 / (1 - self.beta1**k)
            theta[...] -= rate * mean / (np.sqrt(square) + self.epsilon)

        return update


def _losses(rule: xb.Optimizer) -> Array:
    net, (X, t) = xb.worked_example(), xb.xor()
    return xb.train(net, X, t, loss=BCE, optimizer=rule, steps=STEPS).loss


def _steps(axes: Axes, say: Language) -> None:
    write(
        axes,
        STEPS / 2,
        axes.get_ylim()[0],
        [Part(say("걸음", "steps"))],
        anchor=(0.5, 1),
        offset=(0, -20),
    )


@figure
def adams_apart(say: Language) -> Figure:
    """Draw the losses of both Adams, and how far three rules are from Keras's, step by step."""
    drawing = blank(400)
    above = panel(drawing, 58, 260, 278, 112)
    above.set(xlim=(0, STEPS), ylim=(0, 1), xticks=(0, 500, STEPS), yticks=(0, 0.5, 1))
    above.grid(True, axis="y")
    keras = _losses(xb.KerasAdam(RATE))
    above.plot(keras, color=colour("l"), linewidth=5, alpha=0.35)
    above.plot(_losses(xb.Adam(RATE)), "--", color=colour("l"))
    write(above, 0, 1, [symbol("L", "l")], anchor=(0.5, 0), offset=(0, 5))
    below = panel(drawing, 58, 44, 278, 160)
    below.set(xlim=(0, STEPS), ylim=(4e-8, 1e-4), yscale="log", xticks=(0, 500, STEPS))
    below.set_yticks([1e-7, 1e-6, 1e-5, 1e-4])
    below.tick_params(axis="y", labelsize=SYMBOL)
    below.yaxis.set_major_formatter(lambda value, _: f"$10^{{{round(np.log10(value))}}}$")
    below.minorticks_off()
    below.grid(True, axis="y")
    epsilon = symbol(r"\varepsilon = 10^{-7}", "ink")
    rules = (
        (xb.Adam(RATE), "--", [Part("Adam")]),
        (xb.Adam(RATE, epsilon=1e-7), "-.", [Part("Adam,"), epsilon]),
        (_Unrounded(RATE), "-", [Part("Keras,"), symbol(r"\beta", "ink"), Part("float64")]),
    )
    for row, (rule, style, label) in enumerate(rules):
        gap = abs(_losses(rule) / keras - 1)
        below.plot(np.arange(1, STEPS + 1), gap[1:], style, color=colour("l"), linewidth=1.4)
        height = 10 ** (-6.12 - 0.35 * row)
        below.plot((480, 580), (height, height), style, color=colour("l"), linewidth=1.4)
        write(below, 600, height, label, anchor=(0, 0.5))
    difference = say("케라스와의 차이", "difference to Keras")
    write(below, 0, 1e-4, [Part(difference)], anchor=(0, 0), offset=(-36, 8))
    _steps(above, say)
    _steps(below, say)
    return drawing
