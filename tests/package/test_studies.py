"""The study of random starts: what is stored, what makes it, and what it must agree with."""

import math
import sys
from dataclasses import replace

import numpy as np
import pytest

import xorbook as xb
from xorbook import studies
from xorbook.studies import __main__ as command
from xorbook.studies import results
from xorbook.studies.outcomes import Ends, count
from xorbook.studies.settings import BASE, SAMPLE

# Percent of 1000 other starts that solve XOR, drawn and trained by an independent computation.
ELSEWHERE = [
    ("width", "2-2-1", 60),
    ("width", "2-3-1", 89),
    ("width", "2-4-1", 97),
    ("width", "2-6-1", 99.7),
    ("width", "2-10-1", 99.9),
    ("steps", "Adam 50000", 60),
    ("steps", "SGD 10000", 86),
    ("listings", "slides, PyTorch", 59.5),
    ("listings", "slides, Keras", 57.3),
    ("listings", "notes, three units", 53.9),
    ("listings", "notes, matrices", 66.1),
    ("listings", "lecture", 90.7),
    ("listings", "lecture, longer", 100),
    ("depth", "sigmoid Normal", 97.9),
    ("depth", "sigmoid Glorot", 0.2),
    ("depth", "sigmoid PyTorchLinear", 0),
    ("depth", "relu He", 99.8),
    ("depth", "tanh Glorot", 100),
]
SETTINGS = [
    (table, name, setting)
    for table, settings in studies.TABLES.items()
    for name, setting in settings.items()
]


def seeded() -> np.random.Generator:
    return np.random.default_rng(studies.SEED)


def stored(table: str, name: str, starts: int) -> studies.Outcome:
    (line,) = (
        line
        for line in results.read(results.STARTS_FILE)
        if (line["table"], line["setting"], line["starts"]) == (table, name, str(starts))
    )
    return results.outcome_of(line)


@pytest.mark.parametrize(("table", "name", "percent"), ELSEWHERE)
def test_the_share_agrees_with_another_computation_within_four_points(table, name, percent):
    share = studies.load(table)[name].share
    assert share.trials == studies.STARTS
    assert abs(100 * share.value - percent) <= 4


def test_more_steps_help_gradient_descent_and_not_adam():
    steps = {name: outcome.share for name, outcome in studies.load("steps").items()}
    sampling = 2 * steps["Adam 2000"].standard_error
    assert steps["Adam 50000"].value - steps["Adam 2000"].value < sampling
    assert steps["SGD 10000"].value - steps["SGD 2000"].value > sampling


def test_gradients_fade_towards_the_first_layer_of_sigmoids():
    _, median, _ = studies.load_gradient_norms()["sigmoid PyTorchLinear"]
    np.testing.assert_allclose(median, [1e-4, 1.6e-3, 1.2e-2, 9e-2], rtol=0.15)


def test_every_setting_of_the_tables_is_stored_as_it_stands_there():
    lines = results.read(results.STARTS_FILE)
    expected = [
        [table, name, *setting.description(), str(studies.SEED), str(starts)]
        for table, name, setting in SETTINGS
        for starts in (SAMPLE, studies.STARTS)
    ]
    assert [list(line.values())[:10] for line in lines] == expected
    for line in lines:
        outcome = results.outcome_of(line)
        assert outcome.starts == outcome.solved + sum(outcome.plateaus.values()) + outcome.elsewhere


def test_every_deep_net_has_a_line_a_layer():
    lines = results.read(results.NORMS_FILE)
    expected = [
        [name, *setting.description()[:4], str(studies.SEED), str(studies.STARTS), str(layer)]
        for name, setting in studies.DEPTHS.items()
        for layer in range(1, len(setting.sizes))
    ]
    assert [list(line.values())[:8] for line in lines] == expected


@pytest.mark.parametrize(
    ("table", "name"),
    [("width", "2-3-1"), ("loss", "half_squared_error Adam"), ("listings", "slides, Keras")],
)
def test_the_first_starts_of_a_setting_come_out_as_stored(table: str, name: str):
    setting = studies.TABLES[table][name]
    outcome = studies.try_starts(setting, starts=SAMPLE, rng=seeded())
    assert outcome == stored(table, name, SAMPLE)
    other = studies.try_starts(setting, starts=SAMPLE, rng=np.random.default_rng(1))
    assert outcome != other


@pytest.mark.parametrize("name", studies.DEPTHS)
def test_the_norms_of_a_deep_net_come_out_as_stored(name: str):
    norms = studies.gradient_norms(studies.DEPTHS[name], rng=seeded())
    quartiles = np.quantile(norms, (0.25, 0.5, 0.75), axis=0)
    np.testing.assert_allclose(studies.load_gradient_norms()[name], quartiles, rtol=1e-4)


def test_the_norm_of_a_layer_is_that_of_its_measured_gradient():
    deep = studies.DEPTHS["tanh Glorot"]
    norms = studies.gradient_norms(deep, starts=2, rng=seeded())
    nets = xb.Ensemble.random(
        deep.sizes,
        restarts=2,
        rng=seeded(),
        initializer=deep.initializer,
        activations=deep.activations,
    )
    for net, of_layers in zip(nets, norms, strict=True):
        measured = xb.Parameters(deep.sizes, xb.numerical_gradient(loss_at(net, deep), net.theta))
        for layer, norm in enumerate(of_layers, start=1):
            assert norm == pytest.approx(np.linalg.norm(measured.W[layer]), rel=1e-6)


def loss_at(net: xb.Network, setting: studies.Setting):
    def loss(theta):
        moved = net.copy()
        moved.theta[:] = theta
        return moved.loss(*xb.xor(), loss=setting.loss)

    return loss


def entropy(p: float) -> float:
    return -p * math.log(p) - (1 - p) * math.log(1 - p)


@pytest.mark.parametrize(
    ("loss", "values"),
    [
        (xb.binary_cross_entropy, [math.log(2), 3 / 4 * entropy(1 / 3), math.log(2) / 2]),
        (xb.BinaryCrossEntropy(clip=0.1), [math.log(2), 3 / 4 * entropy(1 / 3), math.log(2) / 2]),
        (xb.mean_squared_error, [1 / 4, 1 / 6, 1 / 8]),
        (xb.half_squared_error, [1 / 8, 1 / 12, 1 / 16]),
    ],
)
def test_plateaus_are_the_closed_forms(loss, values):
    assert list(studies.plateaus(loss).values()) == pytest.approx(values, rel=1e-14)


def test_every_start_is_counted_once_where_it_ended():
    ends = Ends(
        solved=np.array([True, False, False, False, False, False, True]),
        loss=np.array([0.01, 0.6932, 0.35, 0.34, 0.6, math.nan, 0.6932]),
    )
    on = {"four alike": 1, "three alike": 0, "two alike": 2}
    assert count(ends, xb.binary_cross_entropy) == studies.Outcome(7, 2, on, 2)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch):
    """Let the command make a study of a second; return how to call it."""
    tables = {"one": {"a": replace(BASE, steps=300), "b": replace(BASE, steps=1)}}
    for module in (command, results):
        monkeypatch.setattr(module, "TABLES", tables)
        monkeypatch.setattr(module, "STARTS", 20, raising=False)
    monkeypatch.setattr(command, "SAMPLE", 5)
    monkeypatch.setattr(command, "DEPTHS", {"net": BASE})

    def call(*arguments: object) -> None:
        monkeypatch.setattr(sys, "argv", ["studies", *map(str, arguments)])
        command.main()

    return call


def test_the_command_makes_the_same_files_again(small, tmp_path, capsys):
    small(tmp_path / "first")
    small(tmp_path / "second")
    for name in (results.STARTS_FILE, results.NORMS_FILE):
        assert (tmp_path / "first" / name).read_bytes() == (tmp_path / "second" / name).read_bytes()
    starts = [line["starts"] for line in results.parse(text(tmp_path / "first"))]
    assert starts == ["5", "20", "5", "20"]
    assert capsys.readouterr().out.count("solved") == 4


def text(folder) -> str:
    return (folder / results.STARTS_FILE).read_text(encoding="utf-8")


def test_a_resumed_command_tries_only_what_is_missing(small, tmp_path):
    small(tmp_path)
    whole = text(tmp_path)
    header, *lines = whole.splitlines(keepends=True)
    marked = lines[0].replace(",0,5,", ",0,4,")
    assert marked != lines[0]
    (tmp_path / results.STARTS_FILE).write_text(header + marked + lines[1], encoding="utf-8")
    small(tmp_path, "--resume")
    assert text(tmp_path) == header + marked + "".join(lines[1:])
    small(tmp_path)
    assert text(tmp_path) == whole


def test_a_setting_that_changed_is_not_resumed(small, tmp_path, monkeypatch):
    small(tmp_path)
    changed = {"one": {"a": replace(BASE, steps=2)}}
    for module in (command, results):
        monkeypatch.setattr(module, "TABLES", changed)
    small(tmp_path, "--resume")
    assert [line["steps"] for line in results.parse(text(tmp_path))] == ["2", "2"]


def test_wilson_holds_the_true_share_as_often_as_it_says():
    """Summed over every sample that 20 trials of a known chance can give."""
    for chance in (0.05, 0.5, 0.9):
        held = sum(
            math.comb(20, hits) * chance**hits * (1 - chance) ** (20 - hits)
            for hits in range(21)
            if (bounds := studies.Share(hits, 20).interval())[0] <= chance <= bounds[1]
        )
        assert 0.92 < held < 1


@pytest.mark.parametrize(
    "share", [studies.Share(0, 50), studies.Share(7, 50), studies.Share(50, 50)]
)
def test_wilson_ends_where_the_share_is_z_standard_errors_away(share):
    """Wilson's own definition, with the standard error at the end of the interval."""
    for end in share.interval(z=2.0):
        error = math.sqrt(end * (1 - end) / share.trials)
        assert abs(share.value - end) == pytest.approx(2 * error, abs=1e-12)


def test_the_standard_error_is_the_spread_of_shares():
    hits = np.random.default_rng(0).binomial(1000, 0.6, size=4000)
    assert studies.Share(600, 1000).standard_error == pytest.approx(np.std(hits / 1000), rel=0.05)


REFUSED = [
    (lambda: studies.load("depths"), "ValueError: table must be one of width, optimizer, "),
    (lambda: studies.load(None), "ValueError: table must be one of "),
    (
        lambda: studies.load_seeded_starts("width"),
        "ValueError: listing must be one of 'slides, PyTorch', 'slides, Keras', ",
    ),
    (lambda: studies.load_seeded_starts(None), "ValueError: listing must be one of "),
    (lambda: studies.try_starts("2-2-1", rng=seeded()), "TypeError: setting must be a Setting, "),
    (
        lambda: studies.try_starts(BASE, rng="0"),
        "TypeError: rng must be a seed or a Generator, got '0'",
    ),
    (lambda: studies.try_starts(BASE, starts=0, rng=seeded()), "ValueError: starts must be "),
    (
        lambda: studies.try_starts(replace(BASE, sizes=(2, 2, 2)), rng=seeded()),
        "ValueError: target must have shape (4, 2), got (4, 1)",
    ),
    (
        lambda: studies.try_starts(replace(BASE, loss=xb.mean_absolute_error), rng=seeded()),
        "ValueError: loss must be a squared error or binary_cross_entropy, ",
    ),
    (lambda: studies.gradient_norms(None, rng=seeded()), "TypeError: setting must be a Setting, "),
    (lambda: studies.gradient_norms(BASE, starts=0.5, rng=seeded()), "TypeError: starts must "),
    (lambda: studies.plateaus("mse"), "TypeError: loss must be a Loss, got 'mse'"),
    (lambda: studies.plateaus(xb.mean_absolute_error), "ValueError: loss must be a squared error"),
    (lambda: studies.Share(-1, 3), "ValueError: hits must be at least 0, got -1"),
    (lambda: studies.Share(1, 0), "ValueError: trials must be at least 1, got 0"),
    (lambda: studies.Share(4, 3), "ValueError: hits must be at most trials (3), got 4"),
    (lambda: studies.Share(0.5, 3), "TypeError: hits must be an integer, got 0.5"),
    (lambda: studies.Share(1, 3).interval(0), "ValueError: z must be positive, got 0"),
    (lambda: studies.Share(1, 3).interval("2"), "TypeError: z must be real numbers, got '2'"),
]


@pytest.mark.parametrize(("call", "error"), REFUSED)
def test_refused(call, error: str):
    with pytest.raises((TypeError, ValueError)) as caught:
        call()
    assert f"{type(caught.value).__name__}: {caught.value}".startswith(error)
