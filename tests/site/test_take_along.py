"""The footer links to the whole book as a file where there is one; the workflow puts it there."""

from __future__ import annotations

from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader

from site_build import settings
from tests.site.built import ADDRESS, ROOT


def footer(**extra: Any) -> str:
    """Return the end of a page, under these settings."""
    templates = Environment(loader=FileSystemLoader(ROOT / "overrides"), autoescape=True)
    config = {"extra": {"address": ADDRESS, **extra}}
    return templates.get_template("partials/copyright.html").render(config=config)


@pytest.mark.parametrize("language", settings.LANGUAGES)
def test_the_whole_book_is_linked_to_where_it_is_published(language: str) -> None:
    book = f'href="{ADDRESS}{settings.take_along(language)}'
    published = footer(language=language, take_along=True)
    assert f'{book}.pdf"' in published
    assert f'{book}.zip"' in published
    assert book not in footer(language=language, take_along=False)


def test_the_workflow_puts_it_there() -> None:
    workflow = (ROOT / ".github" / "workflows" / "publish.yml").read_text("utf-8")
    made = workflow.index("make offline pdf")
    linked = workflow.index('XORBOOK_TAKE_ALONG: "true"')
    copied = workflow.index("cp dist/xorbook-*.zip dist/xorbook-*.pdf site/")
    assert made < linked < copied < workflow.index("upload-pages-artifact")
