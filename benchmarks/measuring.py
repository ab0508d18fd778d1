"""Alternated rounds: A, B, C, A, B, C, …, so that what slows the machine slows all alike."""

from collections.abc import Callable, Sequence
from statistics import median
from time import process_time
from typing import NamedTuple

from benchmarks.peers import Floats, Peer


class Measured(NamedTuple):
    """What a peer took, round by round, in seconds of processor time; none when it is absent."""

    name: str
    seconds: list[float]

    @property
    def median(self) -> float:
        return median(self.seconds)

    def ratio(self, reference: "Measured") -> float:
        """Return how many times the reference this is: the median over the rounds."""
        pairs = zip(self.seconds, reference.seconds, strict=True)
        return median(own / other for own, other in pairs)


def alternate(
    names: Sequence[str], actions: Sequence[Callable[[], float] | None], rounds: int
) -> list[Measured]:
    """Measure every action once a round, after one round that does not count."""
    measured = [Measured(name, []) for name in names]
    for number in range(rounds + 1):
        for result, action in zip(measured, actions, strict=True):
            if action is not None:
                seconds = action()
                if number:
                    result.seconds.append(seconds)
    return measured


def step_costs(
    peers: Sequence[Peer], start: Floats, rounds: int, steps: int | None = None
) -> list[Measured]:
    """Measure seconds a step; each peer makes its own number of steps a round, or `steps`."""

    def action(peer: Peer) -> Callable[[], float] | None:
        if peer.absent:
            return None
        count = peer.steps if steps is None else steps

        def measure() -> float:
            training = peer.prepare(start, count)
            begun = process_time()
            training()
            return (process_time() - begun) / count

        return measure

    return alternate([peer.name for peer in peers], [action(peer) for peer in peers], rounds)
