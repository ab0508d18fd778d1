"""Claims: matched one to one and in order, evaluated where they stand."""

import pytest

from tests.pages.claims import is_computed, read_claims
from tests.pages.markup import Page
from tests.pages.mutations import failure

MATTER = "---\ntitle: T\ndescription: D\nprerequisites: []\n---\n# T { #t }\n\n"
SESSION = "```pycon\n>>> x, rows = 0.924142, [[0, 1], [1, 0.25]]\n```\n\n"
MIRROR = "$1 - \\sigma(\\qz{z}) = \\sigma(-\\qz{z})$"


def page(body):
    return Page(MATTER + SESSION + body)


@pytest.mark.parametrize(
    "body",
    [
        "It is 0.924.\n\n<!-- claims\n0.924 : x\n-->\n",
        "It is 0.924 and 1.\n\n<!-- claims\n0.924 1 : [x, rows[0][1]]\n-->\n",
        "| 0 | 1 |\n|---|---|\n| 1 | 0.25 |\n\n<!-- claims\ntable : rows\n-->\n",
        "$0.924 \\cdot 1$\n\n<!-- claims\nformula : [x, rows[0][1]]\n-->\n",
        '0.75\n\n<!-- claims\n0.75 : "given: the slides"\n-->\n',
        "<!-- names\n0-1-1 : rows[0] + rows[1][:1]\n-->\n\nA 0-1-1 thing, `0-1-1`.\n",
        "It is 0.924.\n\n<!-- claims\n0.924 :\n  sum(\n    [x])\n-->\n",
        '!!! note "At 0.924"\n\n    <!-- claims\n    0.924 : x\n    -->\n',
        'Let it be −2 of 0.5, so −1.\n\n<!-- claims\n-2 0.5 : "set: u v"\n-1 : u * v\n-->\n',
        f"{MIRROR}\n\n<!-- claims\nformula : evaluated\n-->\n",
        f"From 1, {MIRROR}\n\n<!-- claims\n1 1 : [rows[0][1], evaluated]\n-->\n",
        'At 50%.\n\n<!-- claims\n50% : "set: u"\n-->\n\nSo 0.5.\n\n<!-- claims\n0.5 : u\n-->\n',
    ],
)
def test_a_true_claim_passes(body):
    assert failure(page(body)) is None


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("It is 0.925.\n\n<!-- claims\n0.925 : x\n-->\n", "shows 0.925, but x gives 0.924"),
        ("It is 0.924.\n", "0.924 is not claimed"),
        ("It is 0.924.\n\n<!-- claims\n0.925 : x\n-->\n", "the page shows 0.924"),
        ("No number.\n\n<!-- claims\n0.924 : x\n-->\n", "the page shows no number there"),
        ("1 0.924\n\n<!-- claims\n0.924 1 : [x, 1 * x / x]\n-->\n", "the page shows 1 0.924"),
        ("It is 0.924.\n\n<!-- claims\n0.924 : 0.924\n-->\n", "computes nothing"),
        ("1 2\n\n<!-- claims\n1 2 : [rows[0][1], 2]\n-->\n", "computes nothing"),
        ("It is 0.924.\n\n<!-- claims\n0.924 : y\n-->\n", "NameError"),
        ("It is 0.924.\n\n<!-- claims\n0.924 : x x\n-->\n", "not an expression"),
        ("0.5 1\n\n<!-- claims\n0.5 1 : [x]\n-->\n", "2 numbers shown"),
        ("| 0 | 1 |\n|---|---|\n| 1 | 1.25 |\n\n<!-- claims\ntable : rows\n-->\n", "shows 1.25"),
        ("| 0 | 0 |\n|---|---|\n| 1 | 0.25 |\n\n<!-- claims\ntable : rows\n-->\n", "shows 0, but"),
        ("No table.\n\n<!-- claims\ntable : rows\n-->\n", "no table is left"),
        ("1 is $0.25$\n\n<!-- claims\nformula : 0.25\n-->\n", "here, and 1 is not claimed"),
        ('0.75\n\n<!-- claims\n0.75 : "somewhere"\n-->\n', "computes nothing"),
        (
            '0.924 0.924\n\n<!-- claims\n0.924 : x\n0.924 : "given: me"\n-->\n',
            "computes it elsewhere",
        ),
        ("<!-- names\n0-1-1 : rows[0] + rows[1][:1]\n-->\n\nA 0-1-0 thing.\n", "is not claimed"),
        ("<!-- names\n0-1-0 : rows[0] + rows[1][:1]\n-->\n\nA 0-1-0 thing.\n", "shows 0"),
        (
            "<!-- names\n(0, 1) : rows[0]\n(1, 1) : [rows[0][1]] * 2\n-->\n",
            "differ in one character",
        ),
        ("<!-- names\nnothing : x\n-->\n", "a name needs"),
        ('3 4\n\n<!-- claims\n3 : "set: u"\n4 : u + u / u\n-->\n5', "5 is not claimed"),
        ('3 7\n\n<!-- claims\n3 : "set: u"\n7 : u + u\n-->\n', "shows 7, but u + u gives 6"),
        ('3\n\n<!-- claims\n3 : "set: u"\n-->\n', "u is set, but no claim after it uses it"),
        ('3\n\n<!-- claims\n3 : "set: x"\n-->\n', "x is set, but the page has another x"),
        (
            '3 4 7\n\n<!-- claims\n3 : "set: u"\n4 : "set: u"\n7 : u\n-->\n',
            "u is set, but the page has another u",
        ),
        ('3 4\n\n<!-- claims\n3 4 : "set: u"\n-->\n', "2 numbers shown, set are 1"),
        ('3 6\n\n<!-- claims\n3 : "set: in"\n6 : x\n-->\n', "expected names, got 'in'"),
        ("<!-- remark\nhello\n-->\n", "a comment is claims or names"),
        (
            "$\\qa{a}(1 - \\qa{a})$\n\n<!-- claims\nformula : evaluated\n-->\n",
            "but it states nothing",
        ),
        ("$\\eta = 1$\n\n<!-- claims\n1 : evaluated\n-->\n", "not all of it is checked: set"),
        ("$s(v) = 1 + e^v$\n\n<!-- claims\n1 : evaluated\n-->\n", "checked: defined"),
        (
            "$\\qz{z} = 1 - \\qb{b}$\n\n<!-- claims\n"
            '$\\qz{z} = 1 - \\qb{b}$ : "unchecked: a condition"\nformula : evaluated\n-->\n',
            "$\\qz{z} = 1 - \\qb{b}$ is claimed as evaluated, but it is marked as unchecked",
        ),
        ("In 1 step.\n\n<!-- claims\n1 : evaluated\n-->\n", "but stands in no formula"),
        ("<!-- names\n0-1-1 : evaluated\n-->\n\nA 0-1-1 thing.\n", "a name needs"),
        (f"{MIRROR.replace('1', '2')}\n\n<!-- claims\n2 : evaluated\n-->\n", "does not hold"),
        (f"{MIRROR}\n\n<!-- claims\n1 : evaluated + x\n-->\n", "raises TypeError"),
    ],
)
def test_a_false_claim_fails_and_says_where(body, message):
    found = failure(page(body))
    assert found is not None
    assert message in found
    assert "page.md:" in found


def test_a_named_text_inside_a_longer_number_is_not_named():
    ledger = read_claims(page("<!-- names\n1, 0 : [rows[0][1], 0]\n-->\n\n11, 0\n"))
    assert [text for _, text in ledger.problems] == ["11 is not claimed", "0 is not claimed"]


def test_a_literal_computes_nothing():
    assert is_computed("f(2)")
    assert not is_computed("[x, 2]")
    assert not is_computed("1 + 1")


SHOWN = "In 0.924 of 1, 0 or 0.25.\n\n"
CLAIMS = "<!-- claims\n0.924 : x\n1 : rows[1][0]\n0 : rows[0][0]\n0.25 : rows[1][1]\n-->\n"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            ("of 1", "of 2000 and 1"),
            "the page shows 2000, the claim is '1'; "
            "the 2 lines of claims after it may be right, and could not be compared",
        ),
        (
            ("0 or", "or"),
            "the page shows 0.25, the claim is '0'; "
            "the line of claims after it may be right, and could not be compared",
        ),
        (("0.25.", "0.5."), "the page shows 0.5, the claim is '0.25'"),
        (("0.25.", "a half."), "the page shows no number there, the claim is '0.25'"),
        (("0.25.", "0.25 in 2000 steps."), "2000 is not claimed"),
    ],
)
def test_one_wrong_number_is_one_complaint_with_what_follows_counted(change, message):
    assert read_claims(page(SHOWN + CLAIMS)).problems == ()
    changed = page(SHOWN.replace(*change) + CLAIMS)
    assert [text for _, text in read_claims(changed).problems] == [message]


def test_the_block_after_a_mismatch_is_compared_again():
    body = SHOWN.replace("of 1", "of 2000 and 1") + CLAIMS + "\n" + SHOWN + CLAIMS
    ledger = read_claims(page(body))
    assert len(ledger.problems) == 1
    assert [len(claims) for _, claims in ledger.claims] == [1, 4]
    wrong = body + "\n" + SHOWN.replace("0.924", "0.925") + CLAIMS
    assert len(read_claims(page(wrong)).problems) == 2
