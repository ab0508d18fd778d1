"""How long `make serve` takes to show what was saved: `python -m tests.site.saving`.

A command and no test: seconds depend on what else the machine does.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from site_build import settings
from tests.site.test_reproducible import checkout

# The server warms up meanwhile: nobody saves a page before they have seen the book.
LOOKING = 6.0
LIMITS = {"page": 3.0, "package": 20.0}


def wait_for(url: str, text: str, seconds: float = 300) -> float:
    """Ask for a page until it holds a text; return how long that took."""
    start = time.monotonic()
    while time.monotonic() < start + seconds:
        try:
            with urlopen(url) as answer:
                if text in answer.read().decode():
                    return time.monotonic() - start
        except URLError:
            pass
        time.sleep(0.05)
    raise TimeoutError(f"{url} does not show {text} after {seconds} s")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def append(file: Path, text: str) -> None:
    file.write_text(file.read_text("utf-8") + text, "utf-8")


def measure(root: Path, url: str) -> dict[str, list[float]]:
    """Save pages and a module of a served checkout; return the seconds until they are shown."""
    seconds: dict[str, list[float]] = {"page": [], "package": []}
    for number, name in enumerate(["backprop", "backprop", "index", "shapes"]):
        append(root / "docs" / "ko" / f"{name}.md", f"\n\nsaved-{number}\n")
        folder = "" if name == "index" else f"{name}/"
        seconds["page"].append(wait_for(url + folder, f"saved-{number}"))
    module = root / "xorbook" / "worked_example.py"
    text = module.read_text("utf-8").replace("Return a new 2-2-1", "saved-module: a new 2-2-1")
    module.write_text(text, "utf-8")
    seconds["package"].append(wait_for(f"{url}reference/", "saved-module"))
    return seconds


def main() -> int:
    """Print the seconds; return whether one is beyond its limit."""
    with tempfile.TemporaryDirectory() as folder:
        root, port = checkout(Path(folder) / "book"), free_port()
        environment = {**os.environ, "SOURCE_DATE_EPOCH": str(settings.source_date_epoch())}
        command = [sys.executable, "-m", "site_build", "serve", "--port", str(port)]
        server = subprocess.Popen(command, cwd=root, env=environment)
        try:
            print(f"first: {wait_for(f'http://127.0.0.1:{port}/', 'book'):.1f} s")
            time.sleep(LOOKING)
            seconds = measure(root, f"http://127.0.0.1:{port}/")
        finally:
            server.terminate()
            server.wait()
    for kind, found in seconds.items():
        print(f"{kind}: " + ", ".join(f"{one:.1f}" for one in found) + " s")
    return any(max(found) > LIMITS[kind] for kind, found in seconds.items())


if __name__ == "__main__":
    sys.exit(main())
