"""Write the figures of both languages: `python -m xorbook.figures docs [--only NAME]`."""

import argparse
from pathlib import Path

from xorbook.figures import FIGURES, Language, draw, used_characters


def write(folder: Path, names: list[str]) -> list[Path]:
    """Write figures into LANGUAGE/figures/ of the folder; return those whose bytes changed."""
    changed = []
    for language in Language:
        for name in names:
            path = folder / language / "figures" / f"{name}.svg"
            svg = draw(name, language)
            if not path.exists() or path.read_bytes() != svg:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(svg)
                changed.append(path)
    return changed


def remove_stale(folder: Path) -> list[Path]:
    """Remove, and return, the SVGs of figures that no longer exist."""
    stale = [
        path
        for language in Language
        for path in sorted((folder / language / "figures").glob("*.svg"))
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
    parser.add_argument("--only", metavar="NAME", choices=sorted(FIGURES), help="one figure")
    options = parser.parse_args()
    if options.characters:
        print("".join(sorted(used_characters())))
        return
    for path in write(options.folder, [options.only] if options.only else list(FIGURES)):
        print(path)
    if not options.only:
        for path in remove_stale(options.folder):
            print(f"removed {path}")


if __name__ == "__main__":
    main()
