"""What makes a figure dark: its colours become variables that follow the reader's scheme."""

import re

from xorbook.figures.style import PALETTE

_TOKEN_OF = {light: token for token, (light, _) in PALETTE.items()}


def themed(svg: str) -> str:
    """Return Matplotlib's SVG with its colours as variables that follow the reader's scheme."""
    used: set[str] = set()

    def variable(match: re.Match[str]) -> str:
        token = _TOKEN_OF.get(match[1])
        if token is None:
            raise ValueError(f"expected a colour of style.PALETTE, got {match[1]}")
        used.add(token)
        return f": var(--{token})"

    body = re.sub(r": (#[0-9a-fA-F]{6})\b", variable, svg[svg.index("<svg") :])
    body = re.sub(r' d="[^"]*"', _rounded, body)
    old_style = re.compile(r"<style[^>]*>[^<]*</style>")
    return old_style.sub(f"<style>{_style_sheet(used)}</style>", body, count=1)


def _style_sheet(tokens: set[str]) -> str:
    light, dark = (
        "".join(
            f"--{token}:{values[scheme]};" for token, values in PALETTE.items() if token in tokens
        )
        for scheme in (0, 1)
    )
    return (
        "*{stroke-linejoin:round;stroke-linecap:butt}"
        f":root{{{light}}}@media (prefers-color-scheme:dark){{:root{{{dark}}}}}"
    )


def _rounded(path: re.Match[str]) -> str:
    # A hundredth of a point is finer than any screen, and halves the file.
    return re.sub(
        r"-?\d+\.\d{3,}", lambda match: f"{float(match[0]):z.2f}".rstrip("0").rstrip("."), path[0]
    )
