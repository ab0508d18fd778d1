"""Twins of a network in PyTorch and Keras, with the same weights, and back.

`base` holds what they share, `torch` and `keras` what each framework does in its own way. A
framework is imported inside the functions: whoever does not call them does not need it.
"""

from xorbook.twins.keras import from_keras, to_keras
from xorbook.twins.torch import from_torch, to_torch

__all__ = ["from_keras", "from_torch", "to_keras", "to_torch"]
