"""Ask Lighthouse about pages of the built `site/`, loaded as by a phone: `make lighthouse`.

The median of several runs counts, since the performance of one depends on what else the machine
does. Lighthouse comes from the npm registry; nothing else needs it.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from typing import Any

from site_build.commands.printing.browser import ARGUMENTS, executable
from tests.browser.look import SITE
from tests.site.built import NOTEBOOKS

PACKAGE = "lighthouse@13.5.0"
PAGES = [
    prefix + page
    for page in ("", "backprop/", "activations/", "practice/", f"{NOTEBOOKS[0]}/")
    for prefix in ("", "en/")
]
AT_LEAST = {"performance": 97, "accessibility": 100, "best-practices": 100, "seo": 100}
PACKED = {".html", ".css", ".js", ".svg", ".json", ".xml"}


class _Packing(SimpleHTTPRequestHandler):
    """Serve files as a good host does: connections are kept, text is packed."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        file = Path(self.translate_path(self.path))
        file = file / "index.html" if file.is_dir() else file
        if file.suffix not in PACKED or not file.is_file():
            super().do_GET()
            return
        body = gzip.compress(file.read_bytes())
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(file)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def packed(folder: Path) -> Iterator[str]:
    """Serve a folder on a free port; gives its address, which ends in a slash."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Packing, directory=folder)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def report(url: str) -> dict[str, Any]:
    """Run Lighthouse once."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "report.json")
        flags = " ".join(["--headless=new", *ARGUMENTS])
        command = ["npx", "--yes", PACKAGE, url, "--quiet", "--output=json"]
        command += [f"--output-path={file}", f"--chrome-flags={flags}"]
        environment = {**os.environ, "CHROME_PATH": executable() or ""}
        subprocess.run(command, env=environment, check=True, stderr=subprocess.DEVNULL)
        found: dict[str, Any] = json.loads(file.read_text("utf-8"))
        return found


def scores(found: dict[str, Any]) -> dict[str, float]:
    """Return the score of each category, out of a hundred."""
    return {name: 100 * (found["categories"][name]["score"] or 0) for name in AT_LEAST}


def failed(found: dict[str, Any]) -> set[str]:
    """Name the audits that cost a category points, and what they complain of."""
    wrong = set()
    for name in AT_LEAST:
        for reference in found["categories"][name]["auditRefs"]:
            audit = found["audits"][reference["id"]]
            if reference["weight"] and (audit["score"] or 0) < 0.9:
                shown = audit.get("displayValue") or audit["title"]
                if audit["scoreDisplayMode"] not in ("notApplicable", "manual", "informative"):
                    wrong.add(f"{reference['id']}: {shown}")
    return wrong


def measure(url: str, runs: int) -> tuple[dict[str, float], set[str]]:
    """Return the medians of several runs, and what failed in any of them."""
    reports = [report(url) for _ in range(runs)]
    each = [scores(one) for one in reports]
    return {name: median(one[name] for one in each) for name in AT_LEAST}, set().union(
        *(failed(one) for one in reports)
    )


def main() -> int:
    """Print the scores of each page; return whether one is too low."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("pages", nargs="*", default=PAGES, metavar="PAGE")
    options = parser.parse_args()
    low = False
    with packed(SITE) as root:
        for page in options.pages:
            found, wrong = measure(root + page, options.runs)
            shown = "  ".join(f"{name} {score:.0f}" for name, score in found.items())
            print(f"{shown}  /{page}", *sorted(wrong), sep="\n    ", flush=True)
            low = low or any(found[name] < least for name, least in AT_LEAST.items())
    return low


if __name__ == "__main__":
    sys.exit(main())
