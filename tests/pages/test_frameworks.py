"""Sessions that need a framework: without it, every number that they print is claimed."""

import numpy as np
import pytest

import xorbook as xb
from site_build.fences import FRAMEWORKS
from tests.pages.book import page_names, read_page
from tests.pages.claims import read_claims
from tests.pages.examples import document_of, parse_page_with_frameworks
from tests.pages.exempt import outputs, visible
from tests.pages.markup import Page
from tests.pages.mutations import changed, failure, kind, numerals, seen
from tests.pages.numbers import find_numbers
from xorbook import studies

PAGE = """---
title: T
description: D
prerequisites: []
---
# T { #t }

```pycon
>>> x = 0.25
```

```pycon torch
>>> import nothing_of_this_name as torch
>>> for _ in range(2):
...     print(torch.tensor(x))
...
0.25
0.25
```

<!-- claims
0.25 0.25 : [x, x]
-->
"""
PAGES = [
    read_page(language, name)
    for name in page_names()
    for language in ("ko", "en")
    if any(fence.kind in FRAMEWORKS for fence in read_page(language, name).fences)
]


def printed(page: Page) -> list[int]:
    fences = [fence for fence in page.fences if fence.kind in FRAMEWORKS]
    spans = [span for fence in fences for span in outputs(page, fence)]
    return [at for start, end in spans for at in range(start, end)]


def test_what_a_framework_prints_is_checked_where_it_is_not_installed():
    page = Page(PAGE)
    assert failure(page) is None
    shown = [at for at in numerals(PAGE) if at in printed(page)]
    assert len(shown) == len("025025")
    for at in shown:
        assert kind(page, at) == "framework output"
        alone = changed(page, at, "7")
        assert "the page shows" in failure(alone)
        claimed = PAGE.index("0.25 0.25") + (at - shown[0] if at < shown[3] else at - shown[3] + 5)
        assert failure(changed(alone, claimed, "7")) is not None


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_every_framework_has_a_kind(name):
    page = Page(PAGE.replace("pycon torch", name))
    assert failure(page) is None
    assert [n.text for n in find_numbers(visible(page))] == ["0.25", "0.25"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("0.25 0.25 : [x, x]", '0.25 0.25 : "given: somebody"', "a claim has to compute it"),
        ("0.25 0.25 : [x, x]", '0.25 0.25 : "set: p q"', "a claim has to compute it"),
        ("0.25 0.25 : [x, x]", "0.25 0.25 : [torch.tensor(x), x]", "NameError"),
        ("0.25 0.25 : [x, x]", "0.25 0.25 : [0.25, 0.25]", "computes nothing"),
        ("0.25 0.25 : [x, x]", "0.25 : x", "0.25 is not claimed"),
        ("print(torch.tensor(x))", "print(torch.tensor(x)", "does not parse"),
        ("tensor(x))\n...", "tensor(x))  # of 2\n...", "digit in a code comment"),
        ("pycon torch", "pycon theano", "known are pycon, pycon torch"),
    ],
)
def test_what_a_session_of_a_framework_must_keep(old, new, message):
    assert PAGE.count(old) == 1
    assert message in failure(Page(PAGE.replace(old, new)))


def test_with_frameworks_the_session_is_run():
    examples = list(document_of(Page(PAGE), parse_page_with_frameworks))
    examples[0].evaluate()
    with pytest.raises(Exception, match="nothing_of_this_name"):
        examples[1].evaluate()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_number_that_a_framework_prints_on_a_page_is_claimed(page):
    """Each digit is the test's own reading, and so is what is printed."""
    places = set(printed(page))
    claimed = {
        at
        for _, claims in read_claims(page).claims
        for claim in claims
        if claim.computes
        for number in claim.numbers
        for at in range(number.start, number.end)
    }
    digits = {at for at in seen(page) if at in places}
    assert digits
    assert digits <= claimed


def far_from_an_edge(values: np.ndarray, decimals: int = 4, least: float = 2e-5) -> bool:
    """Whether no value could be rounded otherwise if it were a little different."""
    places = np.asarray(values) * 10**decimals
    return bool((abs(places % 1 - 0.5) > least * 10**decimals).all())


@pytest.mark.parametrize("seed", [97, 94, 7])
def test_what_a_run_in_float32_ends_with_reads_the_same_in_float64(seed):
    net, (X, t) = studies.load_seeded_starts("slides, PyTorch")[seed], xb.xor()
    bce = xb.binary_cross_entropy
    run = xb.train(net, X, t, loss=bce, optimizer=xb.Adam(0.01), steps=2000)
    assert far_from_an_edge([*net(X).ravel(), run.loss[-1]])


@pytest.mark.parametrize(("seed", "shown"), [(42, 5), (31, 1), (93, 1), (777, 0)])
def test_what_a_run_of_keras_ends_with_reads_the_same_in_float64(seed, shown):
    """Of one seed the page shows the predictions as well, of two the loss, of 777 what is right."""
    net, (X, t) = studies.load_seeded_starts("slides, Keras")[seed], xb.xor()
    plan = {"loss": xb.binary_cross_entropy, "optimizer": xb.KerasAdam(0.01), "steps": 1000}
    run = xb.train(net, X, t, **plan)
    ends = [run.loss[-1], *net(X).ravel()]
    assert far_from_an_edge(ends[:shown])
    assert (abs(net(X) - 0.5) > 1e-3).all()  # how many inputs are right


def test_the_deep_network_of_the_notes_solves_xor_from_the_seed_of_keras():
    setting = studies.TABLES["listings"]["notes, deep Keras"]
    net, (X, t) = studies.load_seeded_starts("notes, deep Keras")[777], xb.xor()
    run = xb.train(net, X, t, loss=setting.loss, optimizer=setting.optimizer, steps=setting.steps)
    assert run.solved
    assert run.loss[-1] < 1e-3


def test_the_start_shown_reads_the_same_if_keras_rounds_it_otherwise():
    start = studies.load_seeded_starts("slides, Keras")[777]
    assert far_from_an_edge(start.W[1], least=1e-6)


@pytest.mark.parametrize("name", ["notes, three units", "notes, matrices", "notes, deep"])
def test_how_the_listings_of_the_notes_end_reads_the_same_in_float64(name):
    setting, net = studies.TABLES["listings"][name], studies.load_seeded_starts(name)[777]
    X, t = xb.xor()
    run = xb.train(
        net, X, t, loss=setting.loss, optimizer=setting.optimizer, steps=setting.steps,
        record_every=setting.steps - 1,
    )  # fmt: skip
    # The page shows the last loss, and in one program the one before the last step.
    assert far_from_an_edge(run.loss[-2:])
    assert far_from_an_edge(net(X), decimals=2)
    assert not far_from_an_edge(net(X))  # which is why the page shows two decimals of outputs
    assert far_from_an_edge(net(X), decimals=3) == (name != "notes, deep")


def test_the_losses_shown_in_float32_read_the_same_in_float64():
    X, t = xb.xor()
    bce = xb.binary_cross_entropy
    run = xb.train(xb.worked_example(), X, t, loss=bce, optimizer=xb.Adam(0.01), steps=2000)
    assert far_from_an_edge(run.loss[[500, 2000]])
    assert not far_from_an_edge(run.loss[[1000]])  # which is why the page leaves it out
