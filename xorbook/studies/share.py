"""A share found in a sample, and how far it may be from the true one."""

import math
from dataclasses import dataclass

from xorbook._validation import as_float, check_count


@dataclass(frozen=True)
class Share:
    """So many of so many.

    Parameters
    ----------
    hits : int
        At least 0.
    trials : int
        At least 1 and at least `hits`.

    Raises
    ------
    TypeError
        If one is not an integer.
    ValueError
        If one is out of its range.

    Examples
    --------
    >>> from xorbook.studies import Share
    >>> share = Share(599, 1000)
    >>> print(f"{share.value:.1%} ± {share.standard_error:.1%}")
    59.9% ± 1.5%
    """

    hits: int
    trials: int

    def __post_init__(self) -> None:
        check_count(self.hits, "hits", least=0)
        check_count(self.trials, "trials")
        object.__setattr__(self, "hits", int(self.hits))
        object.__setattr__(self, "trials", int(self.trials))
        if self.hits > self.trials:
            raise ValueError(f"hits must be at most trials ({self.trials}), got {self.hits}")

    @property
    def value(self) -> float:
        """The share itself, from 0 to 1."""
        return self.hits / self.trials

    @property
    def standard_error(self) -> float:
        """√(p(1 − p) / n): how far a share of another sample typically lies from this one."""
        return math.sqrt(self.value * (1 - self.value) / self.trials)

    def interval(self, z: float = 1.96) -> tuple[float, float]:
        """Return Wilson's interval, which holds the true share in most samples.

        It is wider than nothing even where none or all were hits.

        Parameters
        ----------
        z : float, default 1.96
            How many standard errors it reaches, above 0; the default holds the true share in 95 of
            100 samples.

        Raises
        ------
        TypeError, ValueError
            If `z` is not a positive finite number.

        Notes
        -----
        E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
        Journal of the American Statistical Association 22 (1927).

        Examples
        --------
        >>> from xorbook.studies import Share
        >>> print("{:.4f} to {:.4f}".format(*Share(1000, 1000).interval()))
        0.9962 to 1.0000
        """
        z = as_float(z, "z")
        if z <= 0:
            raise ValueError(f"z must be positive, got {z}")
        p, n = self.value, self.trials
        middle = p + z * z / (2 * n)
        reach = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        scale = 1 + z * z / n
        return max(0.0, (middle - reach) / scale), min(1.0, (middle + reach) / scale)
