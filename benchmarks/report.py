"""The results as Markdown for a page, and as data."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from benchmarks.measuring import Measured


class Table(NamedTuple):
    """Some peers beside the one they are compared with, which comes first."""

    title: str
    unit: str
    per_second: float
    measured: Sequence[Measured]

    def rows(self) -> list[dict[str, Any]]:
        """Return name, median in the table's unit, and ratio; None for what is absent."""
        return [
            {
                "name": peer.name,
                "median": peer.median * self.per_second if peer.seconds else None,
                "ratio": peer.ratio(self.measured[0]) if peer.seconds else None,
            }
            for peer in self.measured
        ]

    def markdown(self) -> str:
        reference = self.measured[0].name
        lines = [f"| {self.title} | {self.unit} | × {reference} |", "|---|--:|--:|"]
        for row in self.rows():
            cells = (digits(row["median"]), digits(row["ratio"]))
            lines.append(f"| {row['name']} | {' | '.join(cells)} |")
        return "\n".join(lines) + "\n"

    def verdict(self) -> str:
        """Say who is faster than the first, and who slower."""
        reference, *others = [row for row in self.rows() if row["ratio"] is not None]
        faster = [_named(row) for row in others if row["ratio"] < 1]
        slower = [_named(row) for row in others if row["ratio"] >= 1]
        said = [f"Faster than {reference['name']}: {'; '.join(faster) or 'none'}."]
        return " ".join([*said, f"Slower: {'; '.join(slower) or 'none'}."]) + "\n"


class Limit(NamedTuple):
    """What a ratio is meant to be: at most the bound, or at least."""

    text: str
    ratio: float | None
    bound: float
    at_least: bool = False

    @property
    def state(self) -> str:
        if self.ratio is None:
            return "not measured"
        met = self.ratio >= self.bound if self.at_least else self.ratio <= self.bound
        return "met" if met else "missed"

    def markdown(self) -> str:
        words = "at least" if self.at_least else "at most"
        cells = (self.text, digits(self.ratio), f"{words} {self.bound:g}", self.state)
        return f"| {' | '.join(cells)} |"


def ratio_of(tables: Sequence[Table], name: str, reference: str) -> float | None:
    """Return how many times the reference a peer of the same table takes."""
    for table in tables:
        found = {peer.name: peer for peer in table.measured if peer.seconds}
        if name in found and reference in found:
            return found[name].ratio(found[reference])
    return None


def digits(value: float | None) -> str:
    """Show three digits, or that there is nothing to show."""
    if value is None:
        return "absent"
    return f"{value:.0f}" if value >= 100 else f"{value:#.3g}"


def _named(row: dict[str, Any]) -> str:
    return f"{row['name']} (× {digits(row['ratio'])})"
