"""Fixtures of the tests of the site."""

from tests.site.built import site

__all__ = ["site"]
