"""`python -m site_build` builds the book into `site/`; what else can be asked for, `--help` lists.

Builds side by side, drafts and the like are options for its own use.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys

from site_build import settings
from site_build.commands.build import EXPECTED, build_language, build_site


def _arguments(given: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m site_build", description=__doc__)
    parser.add_argument(
        "--draft", action="store_true", help="only warn of broken links and figures"
    )
    parser.add_argument(
        "--edited", action="store_true", help="make only pages anew that have changed"
    )
    parser.add_argument(
        "--package-only", action="store_true", help="make only anew what depends on the package"
    )
    commands = parser.add_subparsers(dest="command")
    language = commands.add_parser("language", help="build one language into its staging folder")
    language.add_argument("language", choices=settings.LANGUAGES)
    serve = commands.add_parser("serve", help="build, show and rebuild on every change")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8000)
    commands.add_parser("offline", help="pack the built site into zips that open without a host")
    commands.add_parser("pdf", help="print the built site as one PDF for each language")
    chapter = commands.add_parser("chapter", help="begin a chapter: its page in each language")
    chapter.add_argument("name")
    commands.add_parser("fonts", help="remake the Korean fonts; needs npm")
    return parser.parse_args(given)


def _run(arguments: argparse.Namespace) -> int:
    """Import what only one command needs when it is asked for: a browser, a server, fonts."""
    if arguments.command is None:
        return build_site(draft=arguments.draft, package_only=arguments.package_only)
    if arguments.command == "language":
        build_language(arguments.language, draft=arguments.draft, edited=arguments.edited)
    elif arguments.command == "serve":
        from site_build.commands.serve import serve

        serve(arguments.host, arguments.port)
    elif arguments.command == "offline":
        from site_build.commands.offline.zips import make_zips

        make_zips()
    elif arguments.command == "pdf":
        from site_build.commands.printing.books import make_pdfs

        make_pdfs()
    elif arguments.command == "chapter":
        from site_build.commands.chapter import begin_chapter

        begin_chapter(arguments.name)
    elif arguments.command == "fonts":
        from site_build.commands.korean_fonts import make_fonts

        make_fonts()
    return 0


def main(given: list[str] | None = None) -> int:
    """Do what the command line asks; an expected failure is one line, without a traceback."""
    arguments = _arguments(given)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(message)s")
    os.chdir(settings.ROOT)
    try:
        os.environ.update(settings.environment())
        return _run(arguments)
    except EXPECTED as error:
        print(f"site_build: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
