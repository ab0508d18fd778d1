"""Make the stored results: `python -m xorbook.studies FOLDER [--resume]`."""

import argparse
from pathlib import Path

import numpy as np

from xorbook.studies.depth import gradient_norms
from xorbook.studies.outcomes import count, train_starts
from xorbook.studies.results import (
    NORMS_FILE,
    STARTS_FILE,
    Known,
    as_text,
    norm_lines,
    outcome_lines,
    parse,
    read_known,
)
from xorbook.studies.settings import DEPTHS, SAMPLE, SEED, STARTS, TABLES


def write_starts(file: Path, known: Known) -> None:
    """Try every setting that is not known yet; the file is complete up to there at any time."""
    for table, settings in TABLES.items():
        for name, setting in settings.items():
            if (key := setting.description()) not in known:
                ends = train_starts(setting, STARTS, np.random.default_rng(SEED))
                known[key] = [count(ends.first(n), setting.loss) for n in (SAMPLE, STARTS)]
                file.write_text(as_text(outcome_lines(known)), encoding="utf-8")
            print(f"{table}, {name}: {known[key][-1].share.value:.1%} solved", flush=True)


def write_norms(file: Path) -> None:
    """Measure the gradients at the start of every deep net."""
    lines = []
    for name, setting in DEPTHS.items():
        norms = gradient_norms(setting, starts=STARTS, rng=np.random.default_rng(SEED))
        lines += norm_lines(name, setting, norms)
    file.write_text(as_text(lines), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m xorbook.studies", description=__doc__)
    parser.add_argument("folder", type=Path, help="where to write the two files")
    parser.add_argument(
        "--resume", action="store_true", help="keep what the folder's file says of a setting"
    )
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    write_norms(options.folder / NORMS_FILE)
    file = options.folder / STARTS_FILE
    stored = file.read_text(encoding="utf-8") if options.resume and file.exists() else ""
    write_starts(file, read_known(parse(stored)))


if __name__ == "__main__":
    main()
