"""Copy every Python block of a page by its button, paste it into a terminal, get what is shown."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.terminal import Terminal, install_wheel, run_script
from tests.browser.test_site import ADDRESSES, UNFOLD, opened
from tests.site.built import ROOT

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Block:
    """A block as a reader copies it, and the output it is shown with."""

    copied: str
    output: str

    @property
    def fails(self) -> bool:
        return "Traceback (most recent call last)" in self.output


@pytest.fixture(scope="session")
def python(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An interpreter with the wheel that lies beside the pages."""
    (wheel,) = site.glob("*.whl")
    return install_wheel(wheel, ROOT / "requirements.lock", tmp_path_factory.mktemp("reader"))


def copied_blocks(browser: Browser, url: str) -> list[Block]:
    """Press the copy button of every Python block of a page, folded ones too."""
    blocks = []
    options = {"permissions": ["clipboard-read", "clipboard-write"]}
    with opened(browser, url, **options) as page:
        page.evaluate(UNFOLD)
        for block in page.query_selector_all(".language-pycon, .language-python:not(.doc-signature)"):
            code = block.query_selector("code")
            button = block.query_selector("button[data-md-type=copy]")
            assert code is not None
            assert button is not None
            page.evaluate("navigator.clipboard.writeText('')")
            button.click()
            page.wait_for_function("async () => await navigator.clipboard.readText() !== ''")
            outputs = code.query_selector_all(".output")
            blocks.append(
                Block(
                    page.evaluate("navigator.clipboard.readText()"),
                    "".join(output.text_content() or "" for output in outputs),
                )
            )
    return blocks


@ADDRESSES
def test_every_block_pasted_prints_what_the_page_shows(
    browser: Browser, address: str, path: str, python: Path, tmp_path: Path
) -> None:
    if path.endswith("try-the-weights/"):
        pytest.skip("the notebook's cells show their output beside them: test_notebook runs them")
    blocks = copied_blocks(browser, address + path)
    terminal = Terminal(python)
    try:
        for block in blocks:
            assert block.copied.strip()
            assert terminal.paste(block.copied).rstrip() == block.output.rstrip(), block.copied
    finally:
        terminal.close()
    script = "\n".join(block.copied for block in blocks if not block.fails)
    done = run_script(python, script, tmp_path)
    assert done.returncode == 0, done.stderr
