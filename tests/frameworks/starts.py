"""What frameworks draw from seeds: `python -m tests.frameworks.starts` stores it anew.

With the names of listings, it prints their lines instead.
"""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np

import xorbook as xb
from xorbook import studies
from xorbook.studies.results import as_text
from xorbook.studies.seeds import SEEDS_FILE, seed_line

SEEDS = (*range(100), 777)


def from_torch(seed: int) -> xb.Network:
    """Draw the start of the slides' listing in PyTorch: its two layers in their order."""
    import torch
    from torch import nn

    torch.manual_seed(seed)
    return xb.from_torch(
        nn.Sequential(nn.Linear(2, 2), nn.Sigmoid(), nn.Linear(2, 1), nn.Sigmoid())
    )


def from_keras(listing: str, seed: int) -> xb.Network:
    """Draw the start of a listing in Keras, in float32: its layers in their order.

    Every backend draws other numbers, and Keras reads once which it is to compute with.
    """
    os.environ["KERAS_BACKEND"] = "tensorflow"
    import keras

    if keras.backend.backend() != "tensorflow":
        raise RuntimeError("Keras is imported already, with another backend than TensorFlow")
    inputs, *widths = studies.TABLES["listings"][listing].sizes
    keras.utils.set_random_seed(seed)
    layers = [keras.layers.Dense(width, activation="sigmoid") for width in widths]
    return xb.from_keras(keras.Sequential([keras.Input((inputs,)), *layers]))


# The variables of the listings in the notes, in the order in which they are made.
UNITS = ((2, 1), (1,)) * 3
MATRICES = ((2, 2), (2,), (2, 1), (1,))
DEEP = ((2, 10), (10,), (10, 10), (10,), (10, 10), (10,), (10, 1), (1,))


def normals(seed: int, shapes: Iterable[tuple[int, ...]]) -> list[np.ndarray]:
    """Draw what a listing of the notes on TensorFlow begins with, one variable after another."""
    import tensorflow as tf

    tf.random.set_seed(seed)
    return [tf.random.normal(shape).numpy().astype(np.float64) for shape in shapes]


def network_of(arrays: list[np.ndarray]) -> xb.Network:
    """Put weights and biases, layer after layer, into a network of sigmoids."""
    layers = [*zip(arrays[::2], arrays[1::2], strict=True)]
    return xb.Network(layers, [xb.sigmoid] * len(layers))


def from_units(seed: int) -> xb.Network:
    """Draw three logistic units; the two hidden ones are the columns of one layer."""
    W1, b1, W2, b2, W3, b3 = normals(seed, UNITS)
    return network_of([np.hstack([W1, W2]), np.hstack([b1, b2]), W3, b3])


DRAWN: dict[str, tuple[Callable[[int], xb.Network], tuple[int, ...]]] = {
    "slides, PyTorch": (from_torch, SEEDS),
    "slides, Keras": (lambda seed: from_keras("slides, Keras", seed), SEEDS),
    "notes, deep Keras": (lambda seed: from_keras("notes, deep Keras", seed), (777,)),
    "notes, three units": (from_units, (777,)),
    "notes, matrices": (lambda seed: network_of(normals(seed, MATRICES)), (777,)),
    "notes, deep": (lambda seed: network_of(normals(seed, DEEP)), (777,)),
}


def lines(listings: Iterable[str] = DRAWN) -> Iterator[dict[str, str]]:
    """Draw every stored start again, as lines of the file."""
    for listing in listings:
        draw, seeds = DRAWN[listing]
        for seed in seeds:
            yield seed_line(listing, seed, draw(seed))


if __name__ == "__main__":
    if sys.argv[1:]:
        print(as_text([*lines(sys.argv[1:])]), end="")
    else:
        file = Path(studies.__file__).with_name(SEEDS_FILE)
        file.write_text(as_text([*lines()]), encoding="utf-8")
