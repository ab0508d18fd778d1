"""`make tensorboard-shots`: the pictures of TensorBoard that the chapter on TensorFlow shows.

The log is that of the chapter: a run of `xorbook`, written by tensorboardX. TensorBoard serves it
on this machine, and Chromium takes the pictures, which lie beside the pages of both languages.
"""

import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import URLError
from urllib.request import urlopen

import numpy as np
from PIL import Image
from playwright.sync_api import Browser, FloatRect, Page

import xorbook as xb
from tests.browser.chromium import chromium
from xorbook import studies

DOCS = Path(__file__).resolve().parents[2] / "docs"
LANGUAGES = ("ko", "en")
MOMENTS = range(0, 3001, 75)
BINS = 30
# What is cut out of the page, in CSS pixels; a picture has two pixels for each of them.
SHOTS = {
    "scalars": FloatRect(x=284, y=180, width=366, height=240),
    "histograms": FloatRect(x=284, y=180, width=366, height=214),
}


def course() -> xb.History:
    """Train the deep network of the notes as the chapter does."""
    net = studies.load_seeded_starts("notes, deep")[777]
    return xb.train(
        net,
        *xb.xor(),
        loss=xb.binary_cross_entropy,
        optimizer=xb.SGD(0.1),
        steps=MOMENTS[-1],
        parameters_at=MOMENTS,
    )


def write_log(run: xb.History, folder: Path) -> None:
    """Write the loss and the weights of each layer, moment by moment, for TensorBoard."""
    from tensorboardX import SummaryWriter

    with SummaryWriter(str(folder)) as writer:
        for step in MOMENTS:
            writer.add_scalar("loss", run.loss[step], step)
            for layer, weights in run.parameters[step].W.items():
                writer.add_histogram(f"W{layer}", weights, step, bins=BINS)


@contextmanager
def tensorboard(folder: Path) -> Iterator[str]:
    """Serve a log on this machine alone; gives the address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "tensorboard.main", "--logdir", str(folder)]
    options = ["--host", "127.0.0.1", "--port", str(port), "--load_fast", "false"]
    server = subprocess.Popen(
        [*command, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        address = f"http://127.0.0.1:{port}/"
        wait_for(address, server)
        yield address
    finally:
        server.terminate()
        server.wait()


def wait_for(address: str, server: subprocess.Popen[bytes], tries: int = 240) -> None:
    """Wait until a server answers.

    Raises
    ------
    RuntimeError
        When it has ended, or does not answer in a minute or two.
    """
    from time import sleep

    for _ in range(tries):
        if server.poll() is not None:
            raise RuntimeError(f"TensorBoard ended with {server.returncode}")
        try:
            urlopen(address, timeout=5).close()
            return
        except (URLError, TimeoutError):
            sleep(0.5)
    raise RuntimeError(f"TensorBoard does not answer at {address}")


def drawn(page: Page, clip: FloatRect, tries: int = 60) -> bytes:
    """Return a picture as soon as a chart stands in it and no longer changes.

    Raises
    ------
    RuntimeError
        When none does after a minute.
    """
    last = b""
    for _ in range(tries):
        page.wait_for_timeout(1000)
        png = page.screenshot(clip=clip)
        pixels = np.asarray(Image.open(BytesIO(png)).convert("RGB")).astype(int)
        coloured = (pixels[..., 0] - pixels[..., 2] > 100).sum()  # a run's colour is orange
        if png == last and coloured > 1000:
            return png
        last = png
    raise RuntimeError("TensorBoard draws no chart")


def shot(browser: Browser, address: str, name: str) -> bytes:
    """Open a page of TensorBoard, cut the picture out of it, and pack it."""
    page = browser.new_page(viewport={"width": 1000, "height": 640}, device_scale_factor=2)
    page.route(re.compile(rf"^(?!{re.escape(address)})"), lambda route: route.abort())
    page.goto(f"{address}#{name}", wait_until="networkidle")
    png = drawn(page, SHOTS[name])
    page.close()
    packed = BytesIO()
    Image.open(BytesIO(png)).convert("RGB").save(packed, "WEBP", quality=60, method=6)
    return packed.getvalue()


def main() -> None:
    """Take both pictures, and lay them beside the pages."""
    with TemporaryDirectory() as folder, chromium() as browser:
        write_log(course(), Path(folder, "xor"))
        with tensorboard(Path(folder)) as address:
            for name in SHOTS:
                packed = shot(browser, address, name)
                for language in LANGUAGES:
                    file = DOCS / language / "pictures" / f"tensorboard-{name}.webp"
                    file.parent.mkdir(exist_ok=True)
                    file.write_bytes(packed)
                    print(file, len(packed))


if __name__ == "__main__":
    main()
