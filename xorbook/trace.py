"""What a forward pass leaves behind."""

from dataclasses import dataclass

from xorbook._validation import Floats, check_type, same_shape
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

    Raises
    ------
    TypeError
        If one is no Layered.
    ValueError
        If they do not count the same layers, or a z has another shape than its a.

    Examples
    --------
    >>> from xorbook import worked_example
    >>> trace = worked_example().forward([1, 0])
    >>> print(trace.a)
    [0] array([1., 0.])
    [1] array([0.92414182, 0.5       ])
    [2] array([0.93315612])
    >>> trace.output is trace.a[2]
    True
    """

    z: Layered
    a: Layered

    def __post_init__(self) -> None:
        check_type(self.z, Layered, "z")
        check_type(self.a, Layered, "a")
        if [*self.z] != [*range(1, len(self.a))] or [*self.a] != [*range(len(self.z) + 1)]:
            raise ValueError(
                "z must be counted from 1 and a from 0 to the same last layer, "
                f"got layers {[*self.z]} and {[*self.a]}"
            )
        for layer, z in self.z.items():
            same_shape(z, self.a[layer], f"z[{layer}] and a[{layer}]")

    @property
    def output(self) -> Floats:
        """The activations of the last layer, ŷ."""
        return self.a[len(self.z)]


def check_trace(trace: Trace, sizes: tuple[int, ...]) -> None:
    """Refuse a trace that a network of these sizes cannot have left."""
    check_type(trace, Trace, "trace")
    found = tuple(a.shape[-1] for a in trace.a.values())
    if found != sizes:
        raise ValueError(f"trace must come from a network of sizes {sizes}, got {found}")
