"""Rules a page must keep that need no code to be run. Each yields (offset, message)."""

import ast
import html
import re
from collections.abc import Callable, Iterator
from doctest import DocTestParser

from site_build.fences import CODE, EXECUTED, FRAMEWORKS, NAMES, SCRIPTS, SESSIONS
from tests.pages.claims import is_computed, marked, read_claims
from tests.pages.exempt import outputs
from tests.pages.korean import forbidden_forms, particles_fit
from tests.pages.markup import CODE as INLINE_CODE
from tests.pages.markup import Page, blank_all, ends
from tests.pages.numbers import find_numbers, find_numerals

Problem = tuple[int, str]
Rule = Callable[[Page], Iterator[Problem]]

ANCHOR = re.compile(r"#(?P<id>[a-z0-9-]+)")
EXERCISE_TITLE = re.compile(r"(?:연습|Exercise) (?P<number>[0-9]+)(?![0-9])")
EXERCISE_REFERENCE = re.compile(r"(?:연습|[Ee]xercises?) (?P<number>[0-9]+)(?![0-9])")
COMPOUND = (
    ast.For,
    ast.While,
    ast.If,
    ast.With,
    ast.Try,
    ast.FunctionDef,
    ast.ClassDef,
    ast.Match,
)


def fences_are_known(page: Page) -> Iterator[Problem]:
    """Every fence says what it is, and a session holds a session."""
    for fence in page.fences:
        if fence.kind not in NAMES:
            known = ", ".join(NAMES)
            yield fence.start, f"fence {fence.kind or 'without a language'!r}, known are {known}"
        elif fence.kind in SESSIONS and ">>>" not in fence.text:
            yield fence.start, f"{fence.kind} fence without >>>"
        elif fence.kind in SCRIPTS and ">>>" in fence.text:
            yield fence.start, f"{fence.kind} fence with a prompt: a session is {SESSIONS[0]}"


def sessions_are_exact(page: Page) -> Iterator[Problem]:
    """Nothing in a session escapes the comparison."""
    for fence in page.fences:
        if fence.kind not in SESSIONS:
            continue
        for found in re.finditer(
            r"# *doctest:|<BLANKLINE>|np\.float64\(|(?<=\S)\.\.\.|\.\.\.(?=\S)", fence.text
        ):
            yield fence.start, f"a session may not contain {found[0]!r}"
        after_blank = re.search(r"\n[ \t]*\n(?!>>>|\s*$)", fence.text)
        if after_blank or not fence.text.lstrip("\n").startswith(">>>"):
            yield fence.start, "output after a blank line is compared with nothing"
        for found in re.finditer(
            r"Traceback \(most recent call last\):\n(?!    \.\.\.\n\S)", fence.text
        ):
            yield (
                fence.start + found.start() * 0,
                "a traceback shows its stack as one line, '    ...'",
            )


def sessions_can_be_pasted(page: Page) -> Iterator[Problem]:
    """A compound statement ends in a bare `...` and holds no blank line."""
    for fence in page.fences:
        if fence.kind in SESSIONS:
            for example in DocTestParser().get_examples(fence.text):
                try:
                    tree = ast.parse(example.source)
                except SyntaxError as error:
                    yield fence.start, f"does not parse: {error}"
                    continue
                compound = any(isinstance(node, COMPOUND) for node in tree.body)
                after = fence.text.splitlines()[example.lineno + example.source.count("\n") :]
                if compound and (not after or after[0].strip() != "..."):
                    yield fence.start, f"needs a bare ... after {example.source.splitlines()[0]!r}"
                if "\n\n" in example.source.rstrip("\n"):
                    yield fence.start, f"blank line inside {example.source.splitlines()[0]!r}"


def a_session_shows_one_value(page: Page) -> Iterator[Problem]:
    """What is not printed is shown at the end alone, and so is an error.

    From Python 3.13 on the interpreter takes a paste as a whole and shows its last value only.
    """
    for fence in page.fences:
        if fence.kind in SESSIONS:
            for source in unprinted(fence.text):
                yield fence.start, f"print({source.rstrip()}): it is not the last of its session"


def unprinted(session: str) -> Iterator[str]:
    """The statements of a session that show a value or raise, and are not its last."""
    for example in DocTestParser().get_examples(session)[:-1]:
        try:
            statement = ast.parse(example.source).body[-1]
        except SyntaxError:  # told by `sessions_can_be_pasted`
            continue
        value = statement.value if isinstance(statement, ast.Expr) else None
        prints = isinstance(value, ast.Call) and getattr(value.func, "id", "") == "print"
        if example.exc_msg or (value and example.want and not prints):
            yield example.source


def code_comments_hold_no_digits(page: Page) -> Iterator[Problem]:
    """A comment in code is shown but never run."""
    for fence in page.fences:
        if fence.kind in CODE:
            for line in fence.text.splitlines():
                comment = re.search(r"(?:^|\s)#(?P<text>.*)$", line)
                if comment and find_numerals(comment["text"]):
                    yield fence.start, f"digit in a code comment: {line.strip()!r}"


NAME_WITH_DIGITS = re.compile(r"[A-Za-z_]+[0-9]\w*", re.ASCII)


def names_stand_in_the_code(page: Page) -> Iterator[Problem]:
    """What the text calls `W1` is called so in a session of the page: another digit is wrong.

    Tables, and the page on notation, say what others call it.
    """
    code = "\n".join(fence.text for fence in page.fences)
    if not code or page.name.endswith("notation.md"):
        return
    hidden = (*page.fences, *page.tables, *page.comments)
    for span in INLINE_CODE.finditer(page.text):
        if any(h.start <= span.start() < h.end for h in hidden):
            continue
        for name in NAME_WITH_DIGITS.finditer(span["body"]):
            if name[0] not in code:
                yield span.start(), f"no code of the page has the name {name[0]}"


def headings_have_anchors(page: Page) -> Iterator[Problem]:
    """One title; every heading with an anchor of its own, the same in both languages."""
    seen: set[str] = set()
    for heading in page.headings:
        match = ANCHOR.search(heading.kind.partition(" ")[2])
        if match is None:
            yield heading.start, f"heading without {{ #anchor }}: {heading.text!r}"
        elif match["id"] in seen:
            yield heading.start, f"anchor #{match['id']} stands twice"
        else:
            seen.add(match["id"])
    titles = [h for h in page.headings if h.kind.startswith("# ")]
    if len(titles) != 1:
        yield 0, f"a page has one # title, this one has {len(titles)}"


def exercises_count_up(page: Page) -> Iterator[Problem]:
    """Exercises are numbered 1, 2, 3, … and a reference to one finds it."""
    count = 0
    for heading in page.headings:
        title = EXERCISE_TITLE.match(heading.text)
        anchor = re.search(r"#exercise-(?P<number>[0-9]+)", heading.kind)
        if title or anchor:
            count += 1
            if not (title and anchor and title["number"] == anchor["number"] == str(count)):
                yield heading.start, f"exercise {count} is headed {heading.text!r} {heading.kind}"
    for reference in EXERCISE_REFERENCE.finditer(page.prose):
        if not 1 <= int(reference["number"]) <= count:
            yield reference.start(), f"there is no exercise {reference['number']}"


def a_block_has_the_line_of_its_title_to_itself(page: Page) -> Iterator[Problem]:
    """Or else it is no block, and its marks and its solution stand open in the page."""
    for line in re.finditer(r"^[ \t]*(\?\?\?|!!!).*$", page.prose, re.MULTILINE):
        if not re.fullmatch(r'[ \t]*(\?\?\?|!!!) [a-z]+( "[^"]+")?[ \t]*', line[0]):
            yield line.start(1), f'expected {line[1]} KIND "TITLE" and nothing after it'


def images_are_figures_with_alt_text(page: Page) -> Iterator[Problem]:
    """Every image is a figure of the book or a stored picture, described and captioned."""
    for image in page.images:
        if not image.text.strip():
            yield image.start, f"no alt text for {image.kind}"
        if not re.fullmatch(r"figures/[a-z0-9-]+\.svg|pictures/[a-z0-9-]+\.webp", image.kind):
            yield (
                image.start,
                f"an image is figures/NAME.svg or pictures/NAME.webp, not {image.kind}",
            )
        if not re.match(r"[^\n]*\n\s*\n[ \t]*/// figure-caption", page.text[image.end :]):
            yield image.start, f"no caption after {image.kind}"
    captioned = {page.text.find("/// figure-caption", image.end) for image in page.images}
    for caption in re.finditer(r"^[ \t]*(/// figure-caption)", page.prose, re.MULTILINE):
        if caption.start(1) not in captioned:
            yield caption.start(1), "a caption of no figure"


def figures_to_work_with_have_two_captions(page: Page) -> Iterator[Problem]:
    """One is the page's own, for paper; the other, marked as live, is of what comes to life."""
    for image in page.images:
        after, _, rest = page.text[image.end :].partition("\n")
        caption = re.match(r"\s*/// figure-caption\n(.*?)\n[ \t]*///\n", rest, re.DOTALL)
        paragraphs = re.split(r"\n\s*\n", caption[1]) if caption else []
        live = [k for k, text in enumerate(paragraphs) if re.search(r"\n\s*\{ \.live \}$", text)]
        if live != ([1] if "interactive=" in after else []):
            yield (
                image.start,
                f"{image.kind}: a figure to work with, and no other, has a second caption, "
                "with { .live } below it",
            )


def claims_match(page: Page) -> Iterator[Problem]:
    """Numbers and claims, one to one and in order."""
    yield from read_claims(page).problems


def claims_compute(page: Page) -> Iterator[Problem]:
    """Comments are claims or names; a claim computes its numbers or names their origin."""
    for comment in page.comments:
        if comment.kind not in ("claims", "names"):
            yield comment.start, f"a comment is claims or names, not {comment.kind!r}"
    for at, formula, kind, _ in marked(page):
        if not kind:
            yield at, f"${formula}$: expected 'unchecked: ' or 'defined: ', and the reason"
    for at, claim in read_claims(page).all():
        try:
            if claim.computes and not is_computed(claim.expression):
                yield (
                    at,
                    f"{claim.expression} computes nothing; a number that the text sets is "
                    "'set: name', one that it cites 'given: where it comes from'",
                )
        except SyntaxError:
            yield at, f"not an expression: {claim.expression!r}"


def frameworks_print_what_is_computed(page: Page) -> Iterator[Problem]:
    """What a framework prints is computed by the page: without it, nothing else checks it."""
    printed = {
        at
        for fence in page.fences
        if fence.kind in FRAMEWORKS
        for span in outputs(page, fence)
        for at in range(*span)
    }
    for _, claim in read_claims(page).all():
        for number in claim.numbers:
            if number.start in printed and not claim.computes:
                yield number.start, f"{number.text} is printed: a claim has to compute it"


def front_matter_is_complete(page: Page) -> Iterator[Problem]:
    """Title, description and prerequisites; no digit, because nothing could claim it."""
    matter = page.text[: page.front_matter]
    for key in ("title", "description", "prerequisites"):
        if not re.search(rf"^{key}:", matter, re.MULTILINE):
            yield 0, f"front matter has no {key}"
    for line in matter.splitlines():
        if find_numerals(line):
            yield 0, f"digit in the front matter: {line!r}"


def nothing_is_left_to_write(page: Page) -> Iterator[Problem]:
    """What a new chapter begins with in ⟦ ⟧ is for the writer, not for the reader."""
    for found in re.finditer(r"⟦[^⟧\n]*⟧?", page.text):
        yield found.start(), f"still to be written: {found[0]}"


def no_digit_hides(page: Page) -> Iterator[Problem]:
    """What the number grammar would not see, or would read otherwise than a reader does."""
    text = _readable(page)
    for found in re.finditer(r"[0-9],[0-9]{3}(?![0-9])", page.prose):
        yield found.start(), f"thousands take a thin space, not a comma: {found[0]!r}"
    for found in re.finditer(r"(?<![\w)\]}])[‐‑‒–—﹣－⁻](?=[0-9.])", text):
        yield found.start(), f"a minus is − or -, not {found[0]!r}"
    in_numbers = {at for n in find_numbers(text) for at in range(n.start, n.end)}
    for at in find_numerals(text):
        if not text[at].isascii() and at not in in_numbers:
            yield at, f"a number is written in the digits 0-9, not as {text[at]!r}"
    for found in re.finditer(r"&(?:#[0-9xX][0-9A-Fa-f]*|[A-Za-z][0-9A-Za-z]*);", text):
        if found[0].startswith("&#") or find_numerals(html.unescape(found[0])):
            yield found.start(), f"{found[0]!r} hides what it shows: write the character itself"
    for formula in page.formulas:
        for found in re.finditer(r"(?:[_^]|\\[td]?frac ?)[0-9]{2,}", formula.text):
            yield formula.start + found.start(), f"{found[0]!r} needs braces"


def _readable(page: Page) -> str:
    """The page without claims and without code that is run: its output is compared."""
    run = [fence for fence in page.fences if fence.kind in (*EXECUTED, *FRAMEWORKS)]
    text = blank_all(page.text, map(ends, (*page.comments, *run)))
    for fence in page.fences:
        if fence.kind in FRAMEWORKS:
            for start, end in outputs(page, fence):
                text = text[:start] + page.text[start:end] + text[end:]
    return text


RULES: tuple[Rule, ...] = (
    fences_are_known,
    sessions_are_exact,
    sessions_can_be_pasted,
    a_session_shows_one_value,
    code_comments_hold_no_digits,
    names_stand_in_the_code,
    headings_have_anchors,
    exercises_count_up,
    a_block_has_the_line_of_its_title_to_itself,
    images_are_figures_with_alt_text,
    figures_to_work_with_have_two_captions,
    claims_match,
    claims_compute,
    frameworks_print_what_is_computed,
    front_matter_is_complete,
    nothing_is_left_to_write,
    no_digit_hides,
    forbidden_forms,
    particles_fit,
)


def violations(page: Page) -> list[str]:
    """Every broken rule of a page, as `file:line: message`, in order of appearance.

    Where something is not closed, only that: the rest of the page would be read as what it is not.
    """
    if page.unclosed:
        at, message = page.unclosed
        return [f"{page.where(at)}: {message}"]
    found = [problem for rule in RULES for problem in rule(page)]
    return [f"{page.where(at)}: {message}" for at, message in sorted(found)]


def breaks_a_rule(page: Page) -> bool:
    """Whether any rule is broken. That of claims is asked first: most changes break it."""
    return bool(page.unclosed) or any(any(rule(page)) for rule in (claims_match, *RULES))
