"""What the book's Korean avoids is found, and particles are read as one reads them aloud."""

import ast
import re
from pathlib import Path

import pytest

from tests.pages.book import ROOT
from tests.pages.korean import FORMS, HANGUL, Form, forms_in, last_read, particles_fit
from tests.pages.markup import Page

LABELS = [*ROOT.glob("xorbook/figures/*.py"), *ROOT.glob("site_build/**/*.py")]
TEMPLATES = [
    *ROOT.glob("overrides/**/*.html"),
    *ROOT.glob("mkdocs*.yml"),
    ROOT / "docs/contents.yml",
]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.found)
def test_a_form_is_found_where_it_stands_and_not_in_what_to_say(form: Form):
    assert [at for at, _ in forms_in(f"{form.found}.") if at < len(form.found)]
    assert not re.search(form.pattern, form.instead.split(": ")[-1].split(" (")[0])


@pytest.mark.parametrize(
    "kept",
    [
        "몫의 미분법을 씁니다",
        "곡선이 휘기 때문입니다",
        "하이퍼파라미터를 정합니다",
        "한 회사의 자료",
        "매개변수를 벡터로 묶습니다",
        "함수는 모든 점에서 미분가능합니다",
    ],
)
def test_what_only_looks_like_a_form_is_left_alone(kept: str):
    assert not list(forms_in(kept))


@pytest.mark.parametrize(
    "path", [*LABELS, *TEMPLATES], ids=lambda path: str(path.relative_to(ROOT))
)
def test_labels_of_figures_and_templates_hold_none(path: Path):
    text = path.read_text("utf-8")
    strings = [text]
    if path.suffix == ".py":
        nodes = ast.walk(ast.parse(text))
        strings = [
            n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)
        ]
    assert not [message for s in strings if HANGUL.search(s) for _, message in forms_in(s)]


@pytest.mark.parametrize(
    ("tex", "last"),
    [
        (r"\qx{x_1}", "1"),
        (r"\qw{w_{21}^{(2)}}", "2"),
        (r"\qw{w_{12}^{(1)}}", "1"),
        (r"\qw{w_{ij}^{(l)}}", "l"),
        (r"k\,\qg{\sigma'(k\qz{z})}", "z"),
        (r"\qg{\sigma'}", "′"),
        (r"\qa{\hat y}", "6"),
        (r"\tfrac{1}{2}(\qa{\hat y} - t)^2", ""),
        (r"w_1^2", "6"),
        (r"e^{-2.5}", "5"),
        (r"\qb{\theta}", "θ"),
        (r"1/h", ""),
        (r"\qg{\partial L / \partial w}", ""),
        (r"\begin{bmatrix} 1 \end{bmatrix}", ""),
        (r"\ge", ""),
    ],
)
def test_what_is_read_last(tex: str, last: str):
    assert last_read(tex) == last


@pytest.mark.parametrize(
    "sentence",
    [
        r"$\qx{x_1}$은 입력이고 $\qx{x_2}$는 구름입니다.",
        r"$\qw{w_{21}^{(2)}}$를 $\qw{w_{12}^{(1)}}$로 바꿉니다.",
        r"예측 $\qa{\hat y}$이 0.5를 넘고 δ는 σ′을 지납니다.",
        r"편향을 −1로, 가중치를 3으로 둡니다.",
        r"(0, 1)과 (1, 2)를 더하고 규칙(1962)을 씁니다.",
        r"최댓값은 0.5이고, 가중치가 2이면 켜집니다.",
        r"`W2`은 코드이므로 읽는 법을 따지지 않습니다.",
    ],
)
def test_particles_that_fit_are_left_alone(sentence: str):
    assert not list(particles_fit(Page(sentence)))


@pytest.mark.parametrize(
    ("sentence", "message"),
    [
        (r"$\qx{x_1}$는 입력입니다.", "'은', not '는'"),
        (r"$\qw{w_{21}^{(2)}}$을 봅니다.", "'를', not '을'"),
        (r"예측 $\qa{\hat y}$가 큽니다.", "'이', not '가'"),
        ("가중치를 3로 둡니다.", "'으로', not '로'"),
        ("가중치를 1으로 둡니다.", "'로', not '으로'"),
        ("0.5을 넘습니다.", "'를', not '을'"),
        ("(0, 1)와 같습니다.", "'과', not '와'"),
        ("σ′를 곱합니다.", "'을', not '를'"),
    ],
)
def test_a_particle_that_does_not_fit_is_reported(sentence: str, message: str):
    assert [text for _, text in particles_fit(Page(sentence)) if message in text]
