"""What the book's Korean says: the words of school and field, and particles that fit a formula."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.pages.markup import Page, blank_all, ends, without_code

HANGUL = re.compile(r"[가-힣]")


@dataclass(frozen=True)
class Form:
    """A form that the book does not use, a phrase in which it stands, and what to say instead."""

    pattern: str
    found: str
    instead: str


FORMS = (
    # One term a concept: the terms stand in docs/ko/glossary.md.
    Form("견주", "표와 견주어 보세요", "비교하다: 표와 비교해 보세요"),
    Form("납작", "납작한 배열", "일차원 배열"),
    Form("휘어진 활성화|활성화 함수[가는]? 휘", "휘어진 활성화 함수", "비선형 활성화 함수"),
    Form("몫(?!의 미분법)", "합이 하나인 몫", "비율, 확률 (몫의 미분법은 그대로)"),
    Form("지워지|지워집|지워져|지웁|지우는", "서로 지워집니다", "상쇄되다, 약분되다, 소거되다"),
    Form("붙들어|묶어 두|묶여 있", "나머지를 묶어 두고", "고정하다: 나머지를 고정하고"),
    Form("기울기\\(gradient", "기울기(gradient)를 구합니다", "그레이디언트(gradient), 편미분"),
    Form("아홉 기울기|기울기 아홉", "기울기 아홉 개", "편미분 아홉 개"),
    Form(
        "도함수가 (?:아예 )?없", "한 점에서 도함수가 없습니다", "미분가능하지 않다, 미분계수가 없다"
    ),
    Form(
        "(?:첫|둘째|셋째|넷째|마지막|한|두|열|그) 회(?=[\\s,.가를는에]|부터|까지)|회마다|번째 회",
        "둘째 회에는 고칠 것이 없습니다",
        "에포크: 둘째 에포크에는",
    ),
    Form("(?:갈면|갈아도|갈아 낸|날카롭게)", "날카롭게 갈면 계단이 됩니다", "가파르게 하다"),
    Form("아홉 수", "아홉 수는 모두", "수 아홉 개, 매개변수 아홉 개"),
    Form("[네다] 날(?=[을은이 ])", "네 날을 계산합니다", "나흘, 닷새"),
    Form("웨이트|바이어스|바이오스", "바이어스를 더합니다", "가중치, 편향"),
    Form("체인 룰", "체인 룰을 씁니다", "연쇄 법칙"),
    Form("그[래라]디언트", "그래디언트", "그레이디언트"),
    Form("(?<!하이퍼)파라미터", "파라미터를 셉니다", "매개변수"),
    Form("초매개변수", "초매개변수", "하이퍼파라미터"),
    Form("쉐이프", "배열의 쉐이프", "형상"),
    Form("이항 교차", "이항 교차 엔트로피", "이진 교차 엔트로피"),
    Form("지역 최솟값에 갇", "지역 최솟값에 갇힙니다", "평탄 구간에 머물다"),
    # What sounds translated.
    Form("에 대하여|에 의하여|에 의해", "가중치에 의해 정해집니다", "에 따라"),
    Form("[을를] 통하여|[을를] 통해", "학습을 통해 얻습니다", "학습으로 얻습니다"),
    Form("되어[지진질집]", "계산되어집니다", "되다: 계산됩니다"),
    Form("(?:^|[.?!] )그것[은이]", "그것은 직선입니다", "가리키는 것의 이름"),
    Form("싶어 [하합]|할 말이 없|말이 없습니다", "올리고 싶어 합니다", "올려야 합니다"),
    Form(
        "(?:인수|가중치|신경망|유닛|표본|함수|퍼셉트론|NumPy)[는은이가] [^.]{0,15}모[르릅]",
        "가중치는 입력의 수를 모릅니다",
        "상관이 없다, 들어 있지 않다",
    ),
    Form("이 책이 [가-힣]+(?:했|였|썼)습니다", "수는 이 책이 정했습니다", "이 책에서 정했습니다"),
    Form("에서 왔습니다", "슬라이드에서 왔습니다", "에서 가져왔습니다"),
)

# A Latin letter, a digit or a Greek letter as it is read: whether it ends in a consonant, in ㄹ.
CONSONANT = set("lLmMnN013678′")
RIEUL = set("lL178")
VOWEL = set("abcdefghijkopqstuvwxyzABCDEFGHIJKOPQSTUVWXYZ2459σδηθ")
GREEK = {"sigma": "σ", "delta": "δ", "eta": "η", "theta": "θ"}
PARTICLES = {"은": "는", "이": "가", "을": "를", "과": "와", "으로": "로", "이라": "라"}
AFTER = re.compile(r"(?P<particle>으로|로|이라|라|[은는이가을를과와])(?:서|도|는)?(?=[\s.,?!)…]|$)")
# A number in prose, a pair of them, a Greek letter; in `규칙(1962)을` the particle is that of 규칙.
READ_ALOUD = re.compile(
    r"(?<![A-Za-z_\[(])[0-9](?=[가-힣])|(?<=[0-9 (])[0-9](?=\)[가-힣])|[σδηθ]′?(?=[가-힣])"
)
PAIR = re.compile(r"\((?:[−0-9.]+, )+[−0-9.]*\Z")


def forbidden_forms(page: Page) -> Iterator[tuple[int, str]]:
    """The forms above, wherever a reader sees them."""
    yield from forms_in(_shown(page))


def forms_in(text: str) -> Iterator[tuple[int, str]]:
    """Offsets of the forms in a text, and what to say instead."""
    for form in FORMS:
        for match in re.finditer(form.pattern, text, re.MULTILINE):
            yield match.start(), f"not {match[0]!r} but: {form.instead}"


def particles_fit(page: Page) -> Iterator[tuple[int, str]]:
    """A particle after a formula or a number is the one that its reading asks for.

    Formulas are read from left to right, an index before an exponent: w₁₂⁽¹⁾ ends in 일.
    What has no plain reading (fractions, relations, matrices) is left alone.
    """
    if not HANGUL.search(page.text):
        return
    for formula in page.formulas:
        if formula.kind == "inline":
            yield from _fit(page.text, formula.end + 1, last_read(formula.text))
    prose = blank_all(_shown(page), map(ends, page.formulas))
    for number in READ_ALOUD.finditer(prose):
        bracket = prose[number.end()] == ")"
        if not bracket or PAIR.search(prose, 0, number.start()):
            yield from _fit(prose, number.end() + bracket, number[0][-1])


def last_read(tex: str) -> str:
    """The letter or digit that is read last, or nothing where that is not plain."""
    tex = re.sub(r"\\q[xwbzalg](?![a-z])|\\[,;!]|\\(?:left|right|mathrm|mathsf)(?![a-z])", "", tex)
    if re.search(r"[/&]|\\(?:[td]?frac|begin|underbrace|infty|mathsf)", tex):
        return ""
    if re.search(r"\^\{?2\}?[})\s]*$", tex):
        return "6"  # 제곱 ends in a consonant that is no ㄹ, as 육 does
    if re.search(r"\\hat\{? ?[a-z]\}?[})\s]*$", tex):
        return "6"  # 햇
    tex = re.sub(r"'(?=[})\s]*$)", "′", tex)
    tex = re.sub(r"\\([a-z]+)", lambda m: GREEK.get(m[1], " "), tex)
    tex = re.sub(r"[{}()\[\]\s]+$", "", tex)
    return tex[-1:] if tex[-1:] in CONSONANT | VOWEL else ""


def _fit(text: str, at: int, last: str) -> Iterator[tuple[int, str]]:
    match = AFTER.match(text, at)
    if not match or not last:
        return
    particle = match["particle"]
    pair = next(p for p in PARTICLES.items() if particle in p)
    closed = last in CONSONANT and not (pair[0] == "으로" and last in RIEUL)
    if particle != pair[not closed]:
        yield at, f"after {last!r} stands {pair[not closed]!r}, not {particle!r}"


def _shown(page: Page) -> str:
    """The page as a Korean reader sees it: front matter too, without comments, fences and code."""
    return without_code(page.text[: page.front_matter] + page.prose[page.front_matter :])
