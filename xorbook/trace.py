"""What a forward pass leaves behind."""

from dataclasses import dataclass

from xorbook._validation import Floats, check_type
from xorbook.parameters import Layered


@dataclass(frozen=True)
class Trace:
    """Every value of one forward pass.

    Attributes
    ----------
    z : Layered of ndarray of shape (n_samples, n_units) or (n_units,)
        Pre-activations, `z[1]` for the first layer.
    a : Layered of ndarray of shape (n_samples, n_units) or (n_units,)
        Activations; `a[0]` is the input x.

    Examples
    --------
    >>> from xorbook import worked_example
    >>> trace = worked_example().forward([1, 0])
    >>> trace.a
    [0] array([1., 0.])
    [1] array([0.92414182, 0.5       ])
    [2] array([0.93315612])
    >>> trace.output is trace.a[2]
    True
    """

    z: Layered
    a: Layered

    @property
    def output(self) -> Floats:
        """The activations of the last layer, ŷ."""
        return self.a[len(self.z)]


def check_trace(trace: Trace, sizes: tuple[int, ...]) -> None:
    """Refuse a trace that a network of these sizes cannot have left."""
    check_type(trace, Trace, "trace")
    found = tuple(a.shape[-1] for a in trace.a)
    if found != sizes:
        raise ValueError(f"trace must come from a network of sizes {sizes}, got {found}")
