"""What a forward pass leaves behind."""

from dataclasses import dataclass

from xorbook._validation import Floats
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
    """

    z: Layered[Floats]
    a: Layered[Floats]

    @property
    def output(self) -> Floats:
        """The activations of the last layer, ŷ."""
        return self.a[len(self.z)]
