"""The benchmark: its peers compute the same training, its tables say what was measured."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from benchmarks import many_networks, one_network
from benchmarks.measuring import Measured, alternate, step_costs
from benchmarks.peers import Peer, check_agreement, starts
from benchmarks.report import Limit, Table, digits, ratio_of

ROOT = Path(__file__).parents[2]
STEPS = 25
CONTESTS = {"one": (one_network.PEERS, starts(1)[:, 0]), "many": (many_networks.PEERS, starts(7))}


@pytest.mark.parametrize("contest", CONTESTS)
def test_every_peer_that_is_here_computes_the_same_training(contest: str):
    """`make bench` asks the same of all of them before it measures."""
    peers, start = CONTESTS[contest]
    before = start.copy()
    check_agreement(peers, start, STEPS)
    assert (start == before).all()
    assert np.abs(peers[0].prepare(start, STEPS)() - start).max() > 0.1


@pytest.mark.parametrize("contest", CONTESTS)
def test_another_training_is_refused(contest: str):
    peers, start = CONTESTS[contest]
    widest = max(peer.within for peer in peers if peer.within is not None)

    def a_step_more(theta: np.ndarray, steps: int):
        return peers[0].prepare(theta, steps + 1)

    other = Peer("other", "numpy", 1, a_step_more, within=widest)
    with pytest.raises(ValueError, match=r"^other must end within .* of xorbook.*after 25 steps$"):
        check_agreement([peers[0], other], start, STEPS)


def test_rounds_alternate_and_the_first_does_not_count():
    order = []

    def costs(name: str, *seconds: float):
        left = list(seconds)

        def action() -> float:
            order.append(name)
            return left.pop(0)

        return action

    a, b, absent = alternate("ABC", [costs("A", 99, 1, 2), costs("B", 99, 4, 6), None], rounds=2)
    assert "".join(order) == "ABABAB"
    assert (a.seconds, b.seconds, absent.seconds) == ([1, 2], [4, 6], [])


def test_a_ratio_is_the_median_of_the_rounds_and_not_a_ratio_of_medians():
    own, reference = Measured("own", [2.0, 9.0, 40.0]), Measured("reference", [1.0, 3.0, 10.0])
    assert (own.median, own.ratio(reference)) == (9.0, 3.0)
    assert ratio_of([Table("t", "s", 1, [reference, own])], "own", "reference") == 3.0
    assert ratio_of([Table("t", "s", 1, [reference, own])], "absent", "reference") is None


def test_a_table_says_who_is_faster_and_who_is_absent():
    us, other = Measured("us", [1e-6, 2e-6, 3e-6]), Measured("other", [2e-6, 4e-6, 6e-6])
    fast, absent = Measured("fast", [1e-7, 2e-7, 3e-7]), Measured("absent one", [])
    table = Table("net", "µs", 1e6, [us, other, fast, absent])
    assert table.markdown() == (
        "| net | µs | × us |\n|---|--:|--:|\n| us | 2.00 | 1.00 |\n| other | 4.00 | 2.00 |\n"
        "| fast | 0.200 | 0.100 |\n| absent one | absent | absent |\n"
    )
    assert table.verdict() == "Faster than us: fast (× 0.100). Slower: other (× 2.00).\n"
    assert (
        Table("net", "µs", 1e6, [us, absent]).verdict() == "Faster than us: none. Slower: none.\n"
    )


@pytest.mark.parametrize(
    ("limit", "state"),
    [
        (Limit("", 8.0, 8, at_least=True), "met"),
        (Limit("", 7.9, 8, at_least=True), "missed"),
        (Limit("", 1.3, 1.3), "met"),
        (Limit("", 1.31, 1.3), "missed"),
        (Limit("", None, 1.3), "not measured"),
    ],
)
def test_limits_are_met_or_missed(limit: Limit, state: str):
    assert limit.state == state


def test_three_digits():
    assert [digits(value) for value in (1234.5, 100, 12.345, 0.7, 0.01234, None)] == [
        "1234", "100", "12.3", "0.700", "0.0123", "absent",
    ]  # fmt: skip


def test_it_runs_on_what_is_installed(tmp_path: Path):
    """The whole command, as briefly as it can be; NumPy and xorbook are always there."""
    options = ["--rounds", "1", "--import-rounds", "1", "--steps", "2", "--out", str(tmp_path)]
    command = [sys.executable, "-m", "benchmarks", *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "results.md").read_text(encoding="utf-8")
    assert done.stdout.strip() == text.strip()
    data = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    peers = {peer.name: peer for peer in (*one_network.PEERS, *many_networks.PEERS)}
    for table in data["tables"]:
        reference = table["rows"][0]
        for row in table["rows"]:
            if row["name"] in peers:
                assert (row["median"] is None) == peers[row["name"]].absent, row
            if row["median"] is not None:
                # With one round, a median of ratios is a ratio of medians.
                assert row["ratio"] == pytest.approx(row["median"] / reference["median"])
            shown = f"| {row['name']} | {digits(row['median'])} | {digits(row['ratio'])} |"
            assert shown in text
    assert [limit["state"] for limit in data["limits"]].count("not measured") <= 3


def test_the_written_results_are_what_this_version_writes():
    """Names, limits and arithmetic; the times are those of the machine that is named."""
    data = json.loads((ROOT / "benchmarks" / "results.json").read_text(encoding="utf-8"))
    text = (ROOT / "benchmarks" / "results.md").read_text(encoding="utf-8")
    one, many, tenfold, _ = data["tables"]
    assert [row["name"] for row in one["rows"]] == [peer.name for peer in one_network.PEERS]
    names = [row["name"] for row in (*many["rows"], tenfold["rows"][1])]
    assert names == [peer.name for peer in many_networks.PEERS]
    for table in data["tables"]:
        for row in table["rows"]:
            assert f"| {row['name']} | {digits(row['median'])} | {digits(row['ratio'])} |" in text
    for limit in data["limits"]:
        state = limit.pop("state")
        assert Limit(**limit).state == state
        assert Limit(**limit).markdown() in text


def reference_training(theta: np.ndarray, steps: int):
    """Train one network as a first draft in NumPy would: an array per parameter and slope."""
    X, t = np.array([[0, 0], [0, 1], [1, 0], [1, 1.0]]), np.array([[0], [1], [1], [0.0]])
    parameters = [part.copy() for part in (theta[:4].reshape(2, 2), theta[4:6],
                                           theta[6:8].reshape(2, 1), theta[8:])]  # fmt: skip
    m, v = ([np.zeros_like(part) for part in parameters] for _ in range(2))

    def training() -> np.ndarray:
        for k in range(1, steps + 1):
            W1, b1, W2, b2 = parameters
            hidden = 1 / (1 + np.exp(-(X @ W1 + b1)))
            delta = (1 / (1 + np.exp(-(hidden @ W2 + b2))) - t) / 4
            back = (delta @ W2.T) * hidden * (1 - hidden)
            slopes = [X.T @ back, back.sum(axis=0), hidden.T @ delta, delta.sum(axis=0)]
            for i, slope in enumerate(slopes):
                m[i] = 0.9 * m[i] + 0.1 * slope
                v[i] = 0.999 * v[i] + 0.001 * slope**2
                step = m[i] / (1 - 0.9**k) / (np.sqrt(v[i] / (1 - 0.999**k)) + 1e-8)
                parameters[i] = parameters[i] - 0.01 * step
        return np.concatenate([part.ravel() for part in parameters])

    return training


def test_a_step_stays_cheaper_than_a_first_draft_in_numpy():
    """Measured: seven tenths, and six steps. The limits leave room for a busy machine."""
    start, many = starts(1)[:, 0], starts(1000)
    draft = Peer("draft", "numpy", 60, reference_training)
    assert np.allclose(draft.prepare(start, STEPS)(), one_network.PEERS[0].prepare(start, STEPS)())
    own, reference = step_costs([one_network.PEERS[0], draft], start, rounds=9, steps=60)
    assert own.ratio(reference) < 1
    ensemble = step_costs([many_networks.PEERS[0]], many, rounds=5, steps=60)[0]
    assert ensemble.median / own.median < 20
