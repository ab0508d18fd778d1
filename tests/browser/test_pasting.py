"""Copy every Python block of a page by its button, paste it into a terminal, get what is shown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.terminal import Terminal, install_wheel, run_script
from tests.browser.test_site import ADDRESSES, UNFOLD, opened
from tests.site.built import ROOT

pytestmark = pytest.mark.browser


# A reader of these has PyTorch or Keras, which this reader's interpreter does not.
NEEDS_A_FRAMEWORK = re.compile(r"\b(?:to|from)_(?:torch|keras)\b")


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


# One call for all blocks: a mouse takes a quarter of a second for each. test_site uses a mouse.
COPY_ALL = """async () => {
  const blocks = [];
  const python = '.language-pycon, .language-python:not(.doc-signature)';
  for (const block of document.querySelectorAll(python)) {
    await navigator.clipboard.writeText('');
    block.querySelector('button[data-md-type=copy]').click();
    let copied = '';
    while (!(copied = await navigator.clipboard.readText()))
      await new Promise(resolve => setTimeout(resolve, 5));
    const outputs = [...block.querySelectorAll('code .output')];
    for (let next = block; (next = next.nextElementSibling)?.matches('.notebook-output');)
      outputs.push(next);
    blocks.push([copied, outputs.map(output => output.textContent).join('')]);
  }
  return blocks;
}"""


def copied_blocks(browser: Browser, url: str) -> list[Block]:
    """Press the copy button of every Python block of a page, folded ones too."""
    options = {"permissions": ["clipboard-read", "clipboard-write"]}
    with opened(browser, url, **options) as page:
        page.evaluate(UNFOLD)
        blocks = [Block(*block) for block in page.evaluate(COPY_ALL)]
    return [block for block in blocks if not NEEDS_A_FRAMEWORK.search(block.copied)]


@ADDRESSES
def test_every_block_pasted_prints_what_the_page_shows(
    browser: Browser, address: str, path: str, python: Path, tmp_path: Path
) -> None:
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
