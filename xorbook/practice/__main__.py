"""Write sheets of problems to print: `python -m xorbook.practice FILE [--sheets N] …`."""

import argparse
from pathlib import Path

from xorbook._language import Language
from xorbook.practice.problem import KINDS
from xorbook.practice.sheets import document


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        prog="python -m xorbook.practice",
        description="Write sheets of problems as HTML to print, with a key on pages of its own.",
    )
    parser.add_argument("file", type=Path, help="where to write the page, such as sheets.html")
    parser.add_argument(
        "--kinds", nargs="+", metavar="KIND", default=[*KINDS],
        help=f"which of {', '.join(KINDS)}; all when left out",
    )  # fmt: skip
    parser.add_argument("--problems", type=int, default=4, help="on each sheet (default 4)")
    parser.add_argument("--sheets", type=int, default=1, help="how many, no two alike (default 1)")
    parser.add_argument(
        "--seed", type=int, default=0, help="of the first sheet; the others follow (default 0)"
    )
    parser.add_argument(
        "--language", choices=[*map(str, Language)], default="en", help="ko or en (default en)"
    )
    parser.add_argument(
        "--solutions", action="store_true", help="every step in the key, not the answers alone"
    )
    options = vars(parser.parse_args(arguments))
    file = options.pop("file")
    try:
        file.write_text(document(**options), encoding="utf-8")
    except (ValueError, OSError) as error:
        parser.error(str(error))
    print(f"{file}: {options['sheets']} x {options['problems']}, seed {options['seed']}")


if __name__ == "__main__":
    main()
