"""The starts that a framework draws from a seed, stored: whoever has no framework begins there."""

import numpy as np

from xorbook._validation import describe
from xorbook.activations import sigmoid
from xorbook.network import Network
from xorbook.parameters import layer_views
from xorbook.studies.results import Line, read
from xorbook.studies.settings import TABLES

SEEDS_FILE = "seeded_starts.csv"


def load_seeded_starts(listing: str) -> dict[int, Network]:
    """Read the networks that a listing begins with, by the seed that its framework was given.

    A framework need not draw the same numbers from a seed in another version or on another
    machine, so they are stored. They are float32 there, and here the same numbers in float64.

    Parameters
    ----------
    listing : str
        A key of `TABLES["listings"]`: ``"slides, PyTorch"``, drawn by `torch.manual_seed` and
        `torch.nn.Linear` of PyTorch; ``"slides, Keras"`` and ``"notes, deep Keras"``, drawn by
        `keras.utils.set_random_seed` and `keras.layers.Dense` with TensorFlow as the backend;
        ``"notes, three units"``, ``"notes, matrices"`` and ``"notes, deep"``, drawn by
        `tf.random.set_seed` and `tf.random.normal` of TensorFlow.

    Returns
    -------
    dict of int to Network

    Raises
    ------
    ValueError
        If no starts of this listing are stored.

    Examples
    --------
    >>> from xorbook import studies
    >>> starts = studies.load_seeded_starts("slides, PyTorch")
    >>> print(len(starts))
    101
    >>> starts[0].sizes
    (2, 2, 1)
    """
    lines = read(SEEDS_FILE)
    known = dict.fromkeys(line["listing"] for line in lines)
    if not isinstance(listing, str) or listing not in known:
        names = ", ".join(map(repr, known))
        raise ValueError(f"listing must be one of {names}, got {describe(listing)}")
    return {int(line["seed"]): _network(line) for line in lines if line["listing"] == listing}


def _network(line: Line) -> Network:
    sizes = TABLES["listings"][line["listing"]].sizes
    theta = np.array(line["theta"].split(), dtype=np.float32).astype(np.float64)
    return Network(layer_views(theta, sizes), [sigmoid] * (len(sizes) - 1))


def seed_line(listing: str, seed: int, net: Network) -> Line:
    """Write a start as a line of the file, each number as short as float32 allows."""
    theta = " ".join(str(value) for value in net.theta.astype(np.float32))
    return {"listing": listing, "seed": str(seed), "theta": theta}
