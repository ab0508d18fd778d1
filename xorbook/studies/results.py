"""The stored results: one line a setting in two small tables beside this module."""

import csv
from collections.abc import Iterable, Sequence
from importlib.resources import files
from io import StringIO
from typing import TypeAlias

import numpy as np

from xorbook._validation import Floats, describe
from xorbook.studies.outcomes import Outcome
from xorbook.studies.plateau import ALIKE
from xorbook.studies.settings import SEED, STARTS, TABLES, Setting

Line: TypeAlias = dict[str, str]
# By a setting's description: the outcomes of its first starts, and of all.
Known: TypeAlias = dict[tuple[str, ...], list[Outcome]]

STARTS_FILE, NORMS_FILE = "random_starts.csv", "gradient_norms.csv"
SETTING = ("sizes", "activations", "initializer", "loss", "optimizer", "steps")
QUARTILES = ("lower_quartile", "median", "upper_quartile")


def load(table: str) -> dict[str, Outcome]:
    """Read a table of the study as it is stored: what 1000 random starts came to, by setting.

    `TABLES` holds the settings under the same names. `try_starts` with a generator seeded by
    `SEED` computes a row again. On another processor or NumPy, whose last digits differ, a start
    that is about to leave a plateau may be counted otherwise.

    Parameters
    ----------
    table : str
        A key of `TABLES`.

    Returns
    -------
    dict of str to Outcome

    Raises
    ------
    ValueError
        If there is no such table.

    Examples
    --------
    >>> from xorbook import studies
    >>> print(*studies.TABLES)
    width optimizer initializer loss steps listings depth deeper
    >>> for name, outcome in studies.load("width").items():
    ...     print(f"{name:<6} {outcome.share.value:.1%}")
    2-2-1  59.9%
    2-3-1  87.4%
    2-4-1  95.3%
    2-6-1  99.7%
    2-10-1 100.0%
    """
    if not isinstance(table, str) or table not in TABLES:
        raise ValueError(f"table must be one of {', '.join(TABLES)}, got {describe(table)}")
    return {
        line["setting"]: outcome_of(line)
        for line in read(STARTS_FILE)
        if line["table"] == table and line["starts"] == str(STARTS)
    }


def load_gradient_norms() -> dict[str, Floats]:
    """Read how large each layer's gradient is at the random starts of deep networks.

    `DEPTHS` holds the settings under the same names; `gradient_norms` computes the norms.

    Returns
    -------
    dict of str to ndarray of shape (3, n_layers)
        Lower quartile, median and upper quartile of the norms over 1000 starts, layer by layer.

    Examples
    --------
    >>> from xorbook import studies
    >>> _, median, _ = studies.load_gradient_norms()["sigmoid PyTorchLinear"]
    >>> print(*(f"{norm:.1e}" for norm in median))
    1.1e-04 1.7e-03 1.3e-02 9.6e-02
    """
    found: dict[str, list[list[float]]] = {}
    for line in read(NORMS_FILE):
        found.setdefault(line["setting"], []).append([float(line[name]) for name in QUARTILES])
    return {name: np.array(layers).T for name, layers in found.items()}


def outcome_lines(known: Known) -> list[Line]:
    """Write what is known as lines of the file, in the order of the tables."""
    return [
        _outcome_line(table, name, setting, outcome)
        for table, settings in TABLES.items()
        for name, setting in settings.items()
        for outcome in known.get(setting.description(), [])
    ]


def read_known(lines: Iterable[Line]) -> Known:
    """Read what lines of the file say of each setting, whatever tables it stands in."""
    known: dict[tuple[str, ...], dict[int, Outcome]] = {}
    for line in lines:
        outcome = outcome_of(line)
        described = tuple(line[column] for column in SETTING)
        known.setdefault(described, {})[outcome.starts] = outcome
    return {described: list(outcomes.values()) for described, outcomes in known.items()}


def _outcome_line(table: str, name: str, setting: Setting, outcome: Outcome) -> Line:
    return {
        "table": table,
        "setting": name,
        **dict(zip(SETTING, setting.description(), strict=True)),
        "seed": str(SEED),
        "starts": str(outcome.starts),
        "solved": str(outcome.solved),
        **{_column(plateau): str(number) for plateau, number in outcome.plateaus.items()},
        "elsewhere": str(outcome.elsewhere),
    }


def outcome_of(line: Line) -> Outcome:
    """Read an outcome from a line of the file."""
    on = {plateau: int(line[_column(plateau)]) for plateau in ALIKE}
    return Outcome(int(line["starts"]), int(line["solved"]), on, int(line["elsewhere"]))


def _column(plateau: str) -> str:
    return plateau.replace(" ", "_")


def norm_lines(name: str, setting: Setting, norms: Floats) -> list[Line]:
    """Write the quartiles of norms of shape (starts, n_layers) as lines of the file."""
    described = dict(zip(SETTING[:4], setting.description(), strict=False))
    return [
        {
            "setting": name,
            **described,
            "seed": str(SEED),
            "starts": str(len(norms)),
            "layer": str(layer),
            **{quartile: f"{value:.4e}" for quartile, value in zip(QUARTILES, values, strict=True)},
        }
        for layer, values in enumerate(np.quantile(norms, (0.25, 0.5, 0.75), axis=0).T, start=1)
    ]


def read(name: str) -> list[Line]:
    """Read a stored file, line by line."""
    return parse((files("xorbook.studies") / name).read_text(encoding="utf-8"))


def parse(text: str) -> list[Line]:
    """Read the text of a file, line by line."""
    return list(csv.DictReader(StringIO(text)))


def as_text(lines: Sequence[Line]) -> str:
    """Return lines of the same columns as the text of a file."""
    text = StringIO()
    table = csv.DictWriter(text, fieldnames=list(lines[0]), lineterminator="\n")
    table.writeheader()
    table.writerows(lines)
    return text.getvalue()
