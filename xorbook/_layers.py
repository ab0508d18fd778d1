"""What a network asks of the layers it is built from."""

from __future__ import annotations

from collections.abc import Sequence

from numpy.typing import ArrayLike

from xorbook._validation import Floats, as_floats, as_tuple, describe
from xorbook.activations import Activation


def checked_pairs(weights: Sequence[tuple[ArrayLike, ArrayLike]]) -> list[tuple[Floats, Floats]]:
    pairs: list[tuple[Floats, Floats]] = []
    for layer, pair in enumerate(as_tuple(weights, "weights", "(W, b) pairs"), start=1):
        before = str(pairs[-1][0].shape[1]) if pairs else "n_from"
        pairs.append(_checked_pair(pair, layer, before))
    if not pairs:
        raise ValueError("weights must hold at least one (W, b) pair, got none")
    return pairs


def _checked_pair(
    pair: tuple[ArrayLike, ArrayLike], layer: int, before: str
) -> tuple[Floats, Floats]:
    members = as_tuple(pair, f"layer {layer} of weights", "W and b")
    if len(members) != 2:
        raise ValueError(f"layer {layer} of weights must be a pair (W, b), got {describe(pair)}")
    W, b = as_floats(members[0], f"W{layer}"), as_floats(members[1], f"b{layer}")
    if W.ndim != 2 or W.size == 0 or before not in ("n_from", str(W.shape[0])):
        raise ValueError(f"W{layer} must have shape ({before}, n_to), got {W.shape}")
    if b.shape != (W.shape[1],):
        raise ValueError(f"b{layer} must have shape ({W.shape[1]},), got {b.shape}")
    return W, b


def checked_activations(activations: Sequence[Activation], layers: int) -> tuple[Activation, ...]:
    kept = as_tuple(activations, "activations", "Activation")
    if not all(isinstance(activation, Activation) for activation in kept):
        raise TypeError(
            f"activations must be a sequence of Activation, got {describe(activations)}"
        )
    if len(kept) != layers:
        raise ValueError(f"activations must hold one per layer ({layers}), got {len(kept)}")
    return kept
