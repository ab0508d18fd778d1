"""Write the figures of both languages: `python -m xorbook.figures docs [--png] [--only NAME …]`.

`--language ko` writes those of one language.
"""

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from traceback import extract_tb

from xorbook.figures import FIGURES, Language, names, used_characters
from xorbook.figures.png import is_current, render_png
from xorbook.figures.style import styled
from xorbook.figures.svg import render


def write(
    folder: Path, chosen: list[str], language: Language, *, pictures: bool = False
) -> tuple[list[Path], list[str]]:
    """Write figures into LANGUAGE/figures/ of the folder.

    With `pictures`, a PNG lies beside every SVG. Returns the files whose bytes changed, and what
    is wrong with the figures that could not be drawn: the others are drawn all the same.
    """
    changed: list[Path] = []
    wrong: list[str] = []
    target = folder / language / "figures"
    target.mkdir(parents=True, exist_ok=True)
    with styled():
        for name in chosen:
            try:
                changed += _write_one(name, language, target / f"{name}.svg", pictures=pictures)
            except Exception as error:
                wrong.append(f"figure {name!r} ({language}): {_told(error)}")
    return changed, wrong


def _write_one(name: str, language: Language, path: Path, *, pictures: bool) -> list[Path]:
    changed = []
    figure = FIGURES[name](language)
    svg = render(figure)
    if not path.exists() or path.read_bytes() != svg:
        path.write_bytes(svg)
        changed.append(path)
    picture = path.with_suffix(".png")
    if pictures and not is_current(picture, svg):
        picture.write_bytes(render_png(figure, svg))
        changed.append(picture)
    return changed


def _told(error: Exception) -> str:
    """Tell an error with the last line of the figures' own code that led to it."""
    here = Path(__file__).parent
    frames = [f for f in extract_tb(error.__traceback__) if here in Path(f.filename).parents]
    return f"{type(error).__name__}: {error} ({Path(frames[-1].filename).name}:{frames[-1].lineno})"


def remove_stale(folder: Path) -> list[Path]:
    """Remove, and return, the files of figures that no longer exist."""
    stale = [
        path
        for language in Language
        for path in sorted((folder / language / "figures").glob("*.[ps][nv]g"))
        if path.stem not in FIGURES
    ]
    for path in stale:
        path.unlink()
    return stale


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m xorbook.figures", description=__doc__)
    task = parser.add_mutually_exclusive_group(required=True)
    task.add_argument("folder", nargs="?", type=Path, help="the folder that holds ko/ and en/")
    task.add_argument("--characters", action="store_true", help="print what the font must hold")
    parser.add_argument(
        "--only", nargs="+", metavar="NAME", choices=sorted(FIGURES), help="these figures"
    )
    parser.add_argument("--language", type=Language, choices=list(Language), help="one language")
    parser.add_argument("--png", action="store_true", help="a PNG beside every SVG, too")
    options = parser.parse_args()
    if options.characters:
        print("".join(sorted(used_characters())))
        return
    chosen = options.only or names()
    write_one = partial(write, options.folder, chosen, pictures=options.png)
    languages = [options.language] if options.language else list(Language)
    with ProcessPoolExecutor(len(languages)) as processes:
        results = list(processes.map(write_one, languages))
    for path in (path for changed, _ in results for path in changed):
        print(path)
    if not options.only:
        for path in remove_stale(options.folder):
            print(f"removed {path}")
    if wrong := [line for _, lines in results for line in lines]:
        sys.exit("\n".join(wrong))


if __name__ == "__main__":
    main()
