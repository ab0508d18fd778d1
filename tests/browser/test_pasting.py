"""Copy every Python block of a page by its button, paste it into a terminal, get what is shown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from site_build.fences import EXECUTED
from tests.browser.terminal import Terminal, install_wheel
from tests.browser.test_site import NAMES, UNFOLD, asked
from tests.pages.book import read_page
from tests.site.built import LANGUAGES, NOTEBOOKS

pytestmark = pytest.mark.browser


# A reader of these has PyTorch, Keras or Matplotlib, which this reader's interpreter does not.
NEEDS_MORE = re.compile(r"\b(?:to|from)_(?:torch|keras)\b|\.plot\(")


@dataclass(frozen=True)
class Block:
    """A block as a reader copies it, and the output it is shown with."""

    copied: str
    output: str


@pytest.fixture(scope="session")
def python(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An interpreter with the wheel that lies beside the pages."""
    (wheel,) = site.glob("*.whl")
    return install_wheel(wheel, tmp_path_factory.mktemp("reader"))


# What a button puts on the clipboard is read from the event, since reading the clipboard takes ten
# times as long; test_site uses a mouse and the clipboard. A browser lets a script copy for five
# seconds after a user did something, which each call of `evaluate` counts as. A call takes longer
# than the copying of a block: so one for as many blocks as a slow machine copies in that time.
# What has a title needs a framework, and that this interpreter does not have.
UNTITLED = ":not(.doc-signature):not(:has(> .filename))"
BLOCKS = ", ".join(f".language-{kind}{UNTITLED}" for kind in EXECUTED)
AT_ONCE = 20
COPY = """blocks => blocks.map(block => {
  let copied = null;
  const read = ({target}) => copied = target.value;
  document.addEventListener('copy', read);
  block.querySelector('button[data-md-type=copy]').click();
  document.removeEventListener('copy', read);
  const outputs = [...block.querySelectorAll('code .output')];
  for (let next = block; (next = next.nextElementSibling)?.matches('.notebook-output');)
    outputs.push(next);
  return [copied, outputs.map(output => output.textContent).join('')];
})"""


def copied_blocks(browser: Browser, url: str) -> list[Block]:
    """Press the copy button of every Python block of a page, folded ones too."""
    with asked(browser, url, permissions=["clipboard-write"]) as page:
        page.evaluate(UNFOLD)
        there = page.query_selector_all(BLOCKS)
        calls = [there[k : k + AT_ONCE] for k in range(0, len(there), AT_ONCE)]
        blocks = [Block(*block) for call in calls for block in page.evaluate(COPY, call)]
    return [block for block in blocks if not NEEDS_MORE.search(block.copied)]


def languages_to_paste(name: str) -> list[str]:
    """Return both languages where their code differs, else one of them, in turn."""
    both = [*LANGUAGES]
    if name not in NOTEBOOKS:  # whose code test_book compares
        korean, english = (
            [fence.text for fence in read_page(language, f"{name}.md").fences] for language in both
        )
        if korean != english:
            return both
    return [both[NAMES.index(name) % 2]]


@pytest.mark.parametrize("name", NAMES)
def test_every_block_pasted_prints_what_the_page_shows(
    browser: Browser, address: str, name: str, python: Path
) -> None:
    """What both languages copy and show alike is pasted once."""
    page = "" if name == "index" else f"{name}/"
    for language in languages_to_paste(name):
        terminal = Terminal(python)
        try:
            for block in copied_blocks(browser, f"{address}{LANGUAGES[language]}{page}"):
                assert block.copied.strip()
                assert terminal.paste(block.copied).rstrip() == block.output.rstrip(), block.copied
        finally:
            terminal.close()
