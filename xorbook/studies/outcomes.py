"""Training from many random starts, and counting where it ends."""

from dataclasses import dataclass
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from xorbook._validation import Floats, SeedOrGenerator, check_count, check_type
from xorbook.gates import xor
from xorbook.losses import Loss
from xorbook.studies.plateau import plateaus, standing_on
from xorbook.studies.settings import STARTS, Setting
from xorbook.studies.share import Share


@dataclass(frozen=True)
class Outcome:
    """Where the starts of one setting ended: every start is counted once.

    Attributes
    ----------
    starts : int
    solved : int
        Those with every prediction nearer than one half to its target after the last step.
    plateaus : dict of str to int
        Of the others, those whose last loss is within a twentieth of a plateau's, by its name.
    elsewhere : int
        Those that are neither: still on their way, swinging, or no longer finite.

    Examples
    --------
    >>> from xorbook import studies
    >>> outcome = studies.load("width")["2-2-1"]
    >>> outcome.starts == outcome.solved + sum(outcome.plateaus.values()) + outcome.elsewhere
    True
    """

    starts: int
    solved: int
    plateaus: dict[str, int]
    elsewhere: int

    @property
    def share(self) -> Share:
        """The share of starts that solve XOR."""
        return Share(self.solved, self.starts)


class Ends(NamedTuple):
    """The state of every start after the last step: both of shape (starts,)."""

    solved: NDArray[np.bool_]
    loss: Floats

    def first(self, starts: int) -> Self:
        """Keep that many."""
        return self._replace(solved=self.solved[:starts], loss=self.loss[:starts])


def try_starts(setting: Setting, *, starts: int = STARTS, rng: SeedOrGenerator) -> Outcome:
    """Train networks on XOR from random starts and count where they end.

    Parameters
    ----------
    setting : Setting
    starts : int, default 1000
    rng : int or numpy.random.Generator
        A seed, or a generator, which draws on from where it stands. It is for the starts; training
        itself is not random.

    Returns
    -------
    Outcome

    Raises
    ------
    TypeError, ValueError
        As for `Ensemble.random`, `Ensemble.train` and `plateaus`; if `setting` is no Setting.

    Examples
    --------
    >>> from xorbook.studies import Setting, try_starts
    >>> outcome = try_starts(Setting(steps=1000), starts=50, rng=0)
    >>> outcome.share.trials
    50
    """
    check_type(setting, Setting, "setting")
    check_count(starts, "starts")
    plateaus(setting.loss)  # refuses a loss before anything is trained
    return count(train_starts(setting, starts, rng), setting.loss)


def train_starts(setting: Setting, starts: int, rng: SeedOrGenerator) -> Ends:
    """Train, and keep what is counted."""
    many = setting.draw(starts, rng)
    histories = many.train(
        *xor(),
        loss=setting.loss,
        optimizer=setting.optimizer,
        steps=setting.steps,
        record_every=max(setting.steps, 1),
    )
    return Ends(histories.solved, histories.loss[:, -1])


def count(ends: Ends, loss: Loss) -> Outcome:
    """Count the starts that solved XOR and, of the others, those on each plateau."""
    left = ends.loss[~ends.solved]
    on = {name: int(stands.sum()) for name, stands in standing_on(left, loss).items()}
    solved = int(ends.solved.sum())
    return Outcome(len(ends.solved), solved, on, len(left) - sum(on.values()))
