"""`python -m tests.pages [NAME …]`: print every broken rule, and the pages that fail when run."""

import re
import sys

from site_build.contents import Contents
from tests.pages.book import LANGUAGES, problems, read_page
from tests.pages.contents import contents_problems
from tests.pages.languages import differences
from tests.pages.rules import violations


def main(names: list[str]) -> int:
    """Check the named pages, or the whole book."""
    if names:
        found = []
        for name in names:
            pages = [read_page(language, f"{name}.md") for language in LANGUAGES]
            found += [v for page in pages for v in violations(page)]
            found += differences(*pages)
            known = contents_problems(Contents())
            found += [problem for problem in known if re.search(rf"\b{name}\b", problem)]
    else:
        found = list(problems())
    print("\n".join(found) or "no rule is broken")
    return 1 if found else 0


sys.exit(main(sys.argv[1:]))
