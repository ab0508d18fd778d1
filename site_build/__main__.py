"""`python -m site_build` builds the book into `site/`; `… serve` also shows it and rebuilds it."""

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
    return parser.parse_args(given)


def main(given: list[str] | None = None) -> int:
    """Do what the command line asks; an expected failure is one line, without a traceback."""
    arguments = _arguments(given)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(message)s")
    os.chdir(settings.ROOT)
    try:
        os.environ.update(settings.environment())
        if arguments.command == "language":
            build_language(arguments.language, draft=arguments.draft, edited=arguments.edited)
        elif arguments.command == "serve":
            from site_build.commands.serve import serve

            serve(arguments.host, arguments.port)
        else:
            build_site(draft=arguments.draft, package_only=arguments.package_only)
    except EXPECTED as error:
        print(f"site_build: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
