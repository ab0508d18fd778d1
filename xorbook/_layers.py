"""What a network asks of the layers it is built from."""

from collections.abc import Sequence

from numpy.typing import ArrayLike

from xorbook._validation import Floats, as_floats, describe
from xorbook.activations import Activation


def checked_pairs(weights: Sequence[tuple[ArrayLike, ArrayLike]]) -> list[tuple[Floats, Floats]]:
    try:
        pairs = [(as_floats(W, "W"), as_floats(b, "b")) for W, b in weights]
    except TypeError as error:
        raise TypeError(f"weights must be a sequence of (W, b) pairs: {error}") from None
    if not pairs:
        raise ValueError("weights must hold at least one (W, b) pair, got none")
    before = pairs[0][0].shape[0] if pairs[0][0].ndim == 2 else 0
    for layer, (W, b) in enumerate(pairs, start=1):
        if W.ndim != 2 or W.size == 0 or W.shape[0] != before:
            expected = "(n_from, n_to)" if layer == 1 else f"({before}, n_to)"
            raise ValueError(f"W{layer} must have shape {expected}, got {W.shape}")
        if b.shape != (W.shape[1],):
            raise ValueError(f"b{layer} must have shape ({W.shape[1]},), got {b.shape}")
        before = W.shape[1]
    return pairs


def checked_activations(activations: Sequence[Activation], layers: int) -> tuple[Activation, ...]:
    if isinstance(activations, Activation) or not all(
        isinstance(activation, Activation) for activation in activations
    ):
        raise TypeError(
            f"activations must be a sequence of Activation, got {describe(activations)}"
        )
    if len(activations) != layers:
        raise ValueError(f"activations must hold one per layer ({layers}), got {len(activations)}")
    return tuple(activations)
