"""Every number of the problems for the hand, found again with nothing but `math`."""

import math
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from xorbook import practice
from xorbook.practice import page_data
from xorbook.practice.__main__ import main
from xorbook.practice.problem import Problem
from xorbook.practice.sheets import document
from xorbook.practice.words import SLOT, shown

SEEDS = 500
EACH = pytest.mark.parametrize("kind", practice.KINDS)
Numbers = dict[str, float]


# ---- the same numbers by another way -------------------------------------------------------------


def sigma(z: float) -> float:
    return 1 / (1 + math.exp(-z))


def gate(g: Numbers, variant: tuple) -> Numbers:
    points = [(0, 0), (0, 1), (1, 0), (1, 1)]
    sums = {p: p[0] * g["w1"] + p[1] * g["w2"] for p in points}
    on = min(sums[p] for p in points if g["t{}{}".format(*p)])
    off = max(sums[p] for p in points if not g["t{}{}".format(*p)])
    length = math.sqrt(g["w1"] ** 2 + g["w2"] ** 2)
    found = {"z_both": sums[1, 1], "z_on": on, "z_off": off, "b_low": -on, "b_high": -off}
    return found | {"b": -(on + off) / 2, "n_length": length, "n_margin": (on - off) / 2 / length}


def slope(g: Numbers, variant: tuple) -> Numbers:
    z = g["w"] * g["x"] + g["b"]
    a, h = sigma(z), 1e-5
    steep = (sigma(z + h) - sigma(z - h)) / (2 * h)
    return {"z": z, "a": a, "a_slope": steep, "g_w": steep * g["x"], "g_x": steep * g["w"]}


def shapes(g: Numbers, variant: tuple) -> Numbers:
    layers = variant[0]
    found: Numbers = {"n_out_rows": g["n_samples"], "n_out_columns": g[f"n{layers}"], "n_all": 0}
    for k in range(1, layers + 1):
        rows, columns = g[f"n{k - 1}"], g[f"n{k}"]
        found |= {f"n_rows{k}": rows, f"n_columns{k}": columns}
        found[f"n_count{k}"] = (rows + 1) * columns
        found["n_all"] += (rows + 1) * columns
    return found


ONE_LOSS: dict[str, Callable[[float, float], float]] = {
    "half": lambda y, t: (y - t) ** 2 / 2,
    "squared": lambda y, t: (y - t) ** 2,
    "bce": lambda y, t: -math.log(y if t else 1 - y),
}


def loss(g: Numbers, variant: tuple) -> Numbers:
    assert variant[1:] == tuple(g[f"t{n}"] for n in (1, 2, 3))
    found = {f"l{n}": ONE_LOSS[variant[0]](g[f"a{n}"], g[f"t{n}"]) for n in (1, 2, 3)}
    return found | {"l": sum(found.values()) / 3}


def forward(g: Numbers, variant: tuple) -> Numbers:
    z = [g[f"b{j}"] + g["x1"] * g[f"w1{j}"] + g["x2"] * g[f"w2{j}"] for j in (1, 2)]
    a = [sigma(one) for one in z]
    out = g["bo"] + a[0] * g["w1o"] + a[1] * g["w2o"]
    return {"z1": z[0], "z2": z[1], "a1": a[0], "a2": a[1], "zo": out, "ao": sigma(out)}


def deltas(g: Numbers, name: str) -> dict[str, float]:
    h, logit = 1e-5, math.log(g["ao"] / (1 - g["ao"]))
    at = [ONE_LOSS[name](sigma(logit + step), g["t"]) for step in (h, -h)]
    out = (at[0] - at[1]) / (2 * h)
    return {"o": out} | {str(j): out * g[f"w{j}o"] * g[f"a{j}"] * (1 - g[f"a{j}"]) for j in (1, 2)}


def factors(g: Numbers, variant: tuple) -> Numbers:
    name, parameter = variant
    j, h = parameter[-1], 1e-6
    steep = (ONE_LOSS[name](g["ao"] + h, g["t"]) - ONE_LOSS[name](g["ao"] - h, g["t"])) / (2 * h)
    end = 1 if parameter[0] == "b" else g[f"x{parameter[1]}"]
    found = {"a_loss": steep, "a_out": g["ao"] - g["ao"] ** 2, "w_way": g[f"w{j}o"]}
    found |= {"a_hidden": g[f"a{j}"] - g[f"a{j}"] ** 2, "x_end": end}
    return found | {"g": deltas(g, name)[j] * end}


def gradients(g: Numbers, variant: tuple) -> Numbers:
    delta = deltas(g, variant[0])
    found = {f"g_d{unit}": value for unit, value in delta.items()}
    found |= {f"g_b{unit}": value for unit, value in delta.items()}
    found |= {f"g_w{j}o": delta["o"] * g[f"a{j}"] for j in (1, 2)}
    return found | {f"g_w{i}{j}": delta[str(j)] * g[f"x{i}"] for i in (1, 2) for j in (1, 2)}


def update(g: Numbers, variant: tuple) -> Numbers:
    z = g["w"] * g["x"] + g["b"]
    gap = z - g["t"]
    w, b = g["w"] - g["n_rate"] * gap * g["x"], g["b"] - g["n_rate"] * gap
    after = w * g["x"] + b
    found = {"z": z, "l": gap**2 / 2, "g_w": gap * g["x"], "g_b": gap, "w_new": w, "b_new": b}
    assert (after - g["t"]) ** 2 < gap**2
    return found | {"z_new": after, "l_new": (after - g["t"]) ** 2 / 2}


SOLVERS = {f.__name__: f for f in (gate, slope, shapes, loss, forward, factors, gradients, update)}


@pytest.fixture(scope="module")
def drawn() -> dict[str, list[Problem]]:
    return {kind: [practice.problem(kind, s) for s in range(SEEDS)] for kind in practice.KINDS}


@EACH
def test_every_number_agrees(kind: str, drawn: dict[str, list[Problem]]) -> None:
    for one in drawn[kind]:
        values = one.values
        found = SOLVERS[kind](values, one.variant)
        assert set(one.form.names()) <= set(values)
        given = {name for name in values if name not in found}
        shown_first = " ".join([one.form.question, *one.form.given])
        assert given == {slot["name"] for slot in SLOT.finditer(shown_first)}, one
        for name, value in found.items():
            assert math.isclose(values[name], value, rel_tol=1e-8, abs_tol=2e-9), (one, name)


# ---- what a solution says ------------------------------------------------------------------------

PYTHON = {"−": "-", "·": "*", "²": "**2", "½": "0.5", "√": "sqrt", "ln": "log", "σ(": "sigma("}
KNOWN = {"sqrt": math.sqrt, "log": math.log, "sigma": sigma}
ROUNDED = re.compile(r"\d+\.\d{6}(?!\d)")


def value_and_room(side: str) -> tuple[float, float]:
    """Evaluate a side of an equation; how far its rounded numbers may have moved it."""
    for sign, code in PYTHON.items():
        side = side.replace(sign, code)
    value = eval(side, KNOWN)
    room = 0.0
    for number in ROUNDED.finditer(side):
        moved = f"({number[0]}+5e-7)"
        room += abs(eval(side[: number.start()] + moved + side[number.end() :], KNOWN) - value)
    return value, room


def equations(line: str) -> Iterator[tuple[str, str]]:
    """The sides next to each other that hold numbers alone."""
    line = re.sub(r"^.* [>≤←] ", "", line)
    sides = [side for side in line.split(" = ") if not re.search(r"[A-Za-zŷδ∂](?!n?\()", side)]
    yield from pairwise(sides)


@EACH
def test_every_line_of_a_solution_computes(kind: str, drawn: dict[str, list[Problem]]) -> None:
    checked = 0
    for one in drawn[kind][::5]:
        for _, lines in one.steps:
            for line in lines:
                for left, right in equations(line):
                    (first, room), (second, more) = value_and_room(left), value_and_room(right)
                    assert abs(first - second) <= 1.01 * (room + more) + 1e-12, (one, line)
                    checked += 1
    assert checked >= 300


def test_a_wrong_line_would_be_found() -> None:
    for line in ("a = σ(2) = 0.880798", "L = ½ · (0.5 − 3)² = 3.12", "m = √(3² + 4²) = 5.000001"):
        (left, right), *_ = equations(line)
        (first, room), (second, more) = value_and_room(left), value_and_room(right)
        assert abs(first - second) > 1.01 * (room + more) + 1e-12, line


@EACH
def test_answers_are_what_is_asked_for_and_the_rest_gives_none_away(
    kind: str, drawn: dict[str, list[Problem]]
) -> None:
    for one in drawn[kind][:60]:
        assert one.answers
        assert {a.name for a in one.answers}.isdisjoint(
            slot["name"] for text in (one.form.question, *one.form.given, one.form.hint)
            for slot in SLOT.finditer(text)
        )  # fmt: skip
        assert {*re.findall(r"\d+(?:\.\d+)?", one.hint)} <= {"0", "1"}
        for answer in one.answers:
            assert not re.search(r"\d", answer.words)
            if answer.digits is None:
                assert len(shown(answer.value).partition(".")[2]) <= 4
            else:
                assert 4 <= answer.digits <= 8
                # Three digits that count, so that no other number of the problem will do.
                assert abs(answer.value) >= 99 * 10.0**-answer.digits
                assert answer.accepts(round(answer.value, answer.digits))
            assert answer.accepts(answer.value)
            assert not answer.accepts(answer.value + 2.1 * answer.tolerance + 1e-6)
            assert not answer.accepts(-answer.value) or abs(answer.value) < 1e-3


@EACH
def test_no_number_stands_where_roundings_differ(
    kind: str, drawn: dict[str, list[Problem]]
) -> None:
    for one in drawn[kind]:
        for name, value in one.numbers:
            assert abs(abs(value) * 1e6 % 1 - 0.5) > 5e-5, (one, name)
            assert abs(value) < 1000


@EACH
def test_both_languages_say_the_same_of_the_same_numbers(kind: str) -> None:
    for seed in range(12):
        ko, en = (practice.problem(kind, seed, language) for language in ("ko", "en"))
        assert ko.numbers == en.numbers
        assert ko.given == en.given
        assert [lines for _, lines in ko.steps] == [lines for _, lines in en.steps]
        assert [(a.name, a.symbol, a.digits) for a in ko.answers] == [
            (a.name, a.symbol, a.digits) for a in en.answers
        ]
        for text in ("question", "hint"):
            numbers = [re.findall(r"\d+(?:\.\d+)?", getattr(one, text)) for one in (ko, en)]
            assert sorted(numbers[0]) == sorted(numbers[1])
        assert re.search("[가-힣]", ko.question + ko.hint)
        assert not re.search("[가-힣]", str(en) + en.hint + en.solution)


# ---- sheets --------------------------------------------------------------------------------------


def test_no_two_problems_of_a_sheet_or_of_a_class_are_the_same() -> None:
    whole = practice.sheet(["slope"], problems=100, seed=3)
    assert len({one.contents for one in whole}) == 100
    contents = [
        tuple(one.contents for one in practice.sheet(practice.KINDS, 8, seed)) for seed in range(30)
    ]
    assert len(set(contents)) == 30
    assert all(len(set(sheet)) == 8 for sheet in contents)


def test_a_sheet_has_as_many_of_each_kind_and_each_problem_its_own_seed() -> None:
    sheet = practice.sheet(["loss", "gate", "update"], problems=5, seed=1)
    assert [one.kind for one in sheet] == ["loss", "loss", "gate", "gate", "update"]
    assert all(practice.problem(one.kind, one.seed) == one for one in sheet)
    assert sheet == practice.sheet(("loss", "gate", "update"), problems=5, seed=1)
    assert [one.kind for one in practice.sheet(["loss", "gate"], problems=1, seed=1)] == ["loss"]


class Sections(HTMLParser):
    """The texts of the sections, by their classes; it stumbles over what is not closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[tuple[str, str]] = []
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag == "section":
            self.found.append((dict(attributes)["class"] or "", ""))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.found:
            self.found[-1] = (self.found[-1][0], self.found[-1][1] + data)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_printed_sheets_hold_the_problems_and_their_key_comes_last(language: str) -> None:
    kinds = ["gate", "gradients"]
    page = document(kinds, problems=3, sheets=4, seed=7, language=language)
    *sheets, (last, key) = Sections(page).found
    assert [name for name, _ in sheets] == ["sheet"] * 4
    assert last == "key"
    assert f"--kinds gate gradients --problems 3 --sheets 4 --seed 7 --language {language}" in key
    assert not re.search(r"""(?:src|href)=|url\(|@import""", page)
    for number, (_, text) in enumerate(sheets, 7):
        for one in practice.sheet(kinds, 3, number, language):
            assert one.title in text
            assert f"{one.kind} {one.seed}" in key
            assert shown(one.values["w1" if one.kind == "gate" else "w1o"]) in text
            for answer in one.answers:
                places = 0 if answer.digits is None else answer.digits
                value = f"{answer.value:.{places}f}".replace("-", "−")
                assert (value if answer.digits else shown(answer.value)) in key
    whole = Sections(document(kinds, problems=1, seed=7, language=language, solutions=True))
    one = practice.sheet(kinds, 1, 7, language)[0]
    text = whole.found[-1][1]
    assert all(shown(value) in text for name, value in one.numbers if name != "t00")
    assert text.count(" = ") == sum(line.count(" = ") for _, lines in one.steps for line in lines)


def test_the_command_writes_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "sheets.html"
    main([str(file), "--kinds", "loss", "--problems", "2", "--sheets", "3", "--seed", "9"])
    assert file.read_text("utf-8") == document(["loss"], problems=2, sheets=3, seed=9)
    assert capsys.readouterr().out == f"{file}: 3 x 2, seed 9\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--kinds", "xor"], "kinds must be one of gate, slope"),
        (["--problems", "0"], "problems must be at least 1, got 0"),
        (["--problems", "101"], "problems must be at most 100, got 101"),
        (["--sheets", "0"], "sheets must be at least 1, got 0"),
        (["--sheets", "101"], "sheets must be at most 100, got 101"),
        (["--seed", "-1"], "seed must be at least 0, got -1"),
        (["--seed", "x"], "invalid int value: 'x'"),
        (["--language", "de"], "invalid choice: 'de'"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_the_command_refuses_what_makes_no_sense(
    arguments: list[str], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main([str(tmp_path / "sheets.html"), *arguments])
    assert ended.value.code == 2
    assert message in capsys.readouterr().err
    assert not [*tmp_path.iterdir()]


def test_the_command_names_a_folder_that_is_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main([str(tmp_path / "none" / "sheets.html")])
    assert "No such file or directory" in capsys.readouterr().err


# ---- what the page gets --------------------------------------------------------------------------


@EACH
def test_the_page_gets_a_hundred_different_problems_that_are_those_of_their_seeds(
    kind: str, drawn: dict[str, list[Problem]]
) -> None:
    data = page_data.data(kind, "ko")
    assert len(data["rows"]) == page_data.COUNT == 100
    assert data["rows"][0][0] == 0
    contents = set()
    for seed, place, numbers, digits in data["rows"]:
        one = drawn[kind][seed]
        contents.add(one.contents)
        assert dict(zip(data["forms"][place]["names"], numbers, strict=True)).items() <= (
            one.values.items()
        )
        assert digits == [answer.digits for answer in one.answers]
    assert len(contents) == 100
