"""Ask whether the links that lead away from the book still lead somewhere: `make links`.

Not a test: it needs the network, and a host that is down for a day is no fault of the book's.
"""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

LISTED = Path(__file__).with_name("external-links.txt")
# Some hosts turn away what does not call itself a browser.
HEADERS = {"User-Agent": "Mozilla/5.0 (link check)"}


def listed() -> list[str]:
    """Return the links in the list."""
    return LISTED.read_text("utf-8").split()


def problem(url: str, seconds: float = 20) -> str | None:
    """Return what is wrong with a link, or nothing."""
    try:
        with urlopen(Request(url, headers=HEADERS), timeout=seconds):
            return None
    except HTTPError as error:
        return f"{error.code} {error.reason}"
    except (URLError, OSError) as error:
        return str(error)


def main() -> int:
    """Print the broken links; return how many there are."""
    with ThreadPoolExecutor(8) as pool:
        answers = dict(zip(listed(), pool.map(problem, listed()), strict=True))
    broken = {url: answer for url, answer in answers.items() if answer}
    for url, answer in broken.items():
        print(f"{url}: {answer}")
    print(f"{len(answers) - len(broken)} of {len(answers)} links lead somewhere")
    return len(broken)


if __name__ == "__main__":
    sys.exit(bool(main()))
