"""Many changes of one page, tried in one run of its code, which may take seconds."""

from doctest import OutputChecker

from sybil import Document, Example

from tests.pages.claims import read_claims
from tests.pages.examples import STRICT, false_claims, parse_page
from tests.pages.markup import Page
from tests.pages.mutations import failure
from tests.pages.rules import breaks_a_rule


def unnoticed(page: Page, mutants: dict[int, Page]) -> list[int]:
    """Of changes that move nothing, by where they are, return those that the page passes with.

    Up to there a changed page does what the page does. So it is tried at the session it is in, or
    at the next claims, in the page's own run; if nothing objects, it is run as a whole.
    """
    waiting = {at: mutant for at, mutant in mutants.items() if not breaks_a_rule(mutant)}
    doubtful = {}
    document = Document(page.text, page.name)
    for region in parse_page(document):
        document.add(region)
    claims = {comment.start for comment, _ in read_claims(page).claims}
    for example in document:
        if not waiting:
            break
        for at in [at for at in waiting if at < example.end]:
            if example.start in claims or example.start <= at:
                mutant = waiting.pop(at)
                if not _objects(mutant, example):
                    doubtful[at] = mutant
        example.evaluate()
    return sorted(at for at, mutant in (doubtful | waiting).items() if failure(mutant) is None)


def _objects(mutant: Page, example: Example) -> bool:
    """Whether the output of a session, or claims, are false as the changed page has them."""
    (region,) = (
        region
        for region in parse_page(Document(mutant.text, mutant.name))
        if region.start == example.start
    )
    own, theirs = example.parsed, region.parsed
    if isinstance(own, tuple):
        return any(false_claims(mutant, theirs[1], {**example.namespace}))
    if isinstance(own, str) or own.source != theirs.source:
        return False
    if own.exc_msg is not None:
        return bool(own.exc_msg != theirs.exc_msg)
    return not OutputChecker().check_output(theirs.want, own.want, STRICT)
