"""Measure everything, and write what came out."""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks import many_networks, one_network
from benchmarks.imports import import_costs
from benchmarks.machine import described, has_avx512
from benchmarks.measuring import step_costs
from benchmarks.peers import check_agreement, starts
from benchmarks.report import Limit, Table, digits, ratio_of

MICROSECONDS, MILLISECONDS = 1e6, 1e3


def measured(rounds: int, import_rounds: int, steps: int | None) -> list[Table]:
    """Return the four tables."""
    start, many_starts = starts(1)[:, 0], starts(many_networks.RESTARTS)
    check_agreement(one_network.PEERS, start)
    check_agreement(many_networks.PEERS, many_starts)
    one = step_costs(one_network.PEERS, start, rounds, steps)
    *many, ten_thousand = step_costs(many_networks.PEERS, many_starts, rounds, steps)
    return [
        Table("one 2-2-1 network", "µs a step", MICROSECONDS, one),
        Table("1000 networks at once", "µs a step", MICROSECONDS, many),
        Table("ten times as many", "µs a step", MICROSECONDS, [many[0], ten_thousand]),
        Table("import, in a fresh interpreter", "ms", MILLISECONDS, import_costs(import_rounds)),
    ]


def limits(tables: Sequence[Table]) -> list[Limit]:
    """Return what xorbook promises, beside what was found."""

    def ratio(name: str, reference: str) -> float | None:
        return ratio_of(tables, name, reference)

    ensemble, c = "xorbook, Ensemble", "C, a scalar loop, cc -O2"
    return [
        Limit(
            "one network: PyTorch / xorbook", ratio("PyTorch, eager, float32", "xorbook"), 11, True
        ),
        Limit("1000 networks: PyTorch / xorbook", ratio("PyTorch, baddbmm", ensemble), 5, True),
        Limit("1000 networks: xorbook / C", ratio(ensemble, c), 0.8 if has_avx512() else 1.3),
        Limit("10 000 / 1000 networks", ratio("xorbook, Ensemble of 10 000", ensemble), 12),
        Limit("import xorbook / import numpy", ratio("xorbook", "numpy"), 1.25),
    ]


def results(tables: Sequence[Table], options: argparse.Namespace) -> dict[str, Any]:
    """Return everything as data."""
    compiled = None
    if not many_networks.JAX.absent and options.steps is None:
        compiled = many_networks.compilation_seconds()
    return {
        "command": "python -m benchmarks",
        "rounds": options.rounds,
        "import_rounds": options.import_rounds,
        "jax_compilation_seconds": compiled,
        "machine": described(),
        "tables": [
            {"title": table.title, "unit": table.unit, "rows": table.rows()} for table in tables
        ],
        "limits": [{**limit._asdict(), "state": limit.state} for limit in limits(tables)],
    }


def document(tables: Sequence[Table], data: dict[str, Any]) -> str:
    """Return the Markdown that a page can show."""
    one, many, tenfold, imports = tables
    compiled = data["jax_compilation_seconds"]
    parts = [
        "<!-- Written by `make bench`. -->\n",
        f"Processor time of one thread, medians of {data['rounds']} alternated rounds in one "
        f"process ({data['import_rounds']} for imports); a ratio is the median of the rounds' "
        "ratios.\n",
        one.markdown(),
        one.verdict(),
        many.markdown(),
        many.verdict(),
    ]
    if compiled is not None:
        parts.append(f"JAX compiles for {digits(compiled)} s before its first step; not counted.\n")
    parts += [
        tenfold.markdown(),
        imports.markdown(),
        "| ratio | found | meant | |\n|---|--:|---|---|\n"
        + "\n".join(limit.markdown() for limit in limits(tables))
        + "\n",
        "; ".join(f"{name} {value}" for name, value in data["machine"].items()) + "\n",
    ]
    return "\n".join(parts)


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line, measure, print and write."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=25, help="for the steps")
    parser.add_argument("--import-rounds", type=int, default=11)
    parser.add_argument(
        "--steps", type=int, help="of every peer and round; enough for each if left out"
    )
    parser.add_argument("--out", type=Path, default=Path(__file__).parent, help="a folder")
    options = parser.parse_args(arguments)
    tables = measured(options.rounds, options.import_rounds, options.steps)
    data = results(tables, options)
    text = document(tables, data)
    print(text)
    (options.out / "results.md").write_text(text, encoding="utf-8")
    (options.out / "results.json").write_text(
        json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )
