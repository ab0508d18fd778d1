"""From one perceptron to a hand-worked backpropagation of XOR, in NumPy.

>>> import xorbook as xb
>>> xb.AND(1, 1), xb.NAND(1, 1), xb.XOR(1, 0)
(1, 0, 1)
>>> xb.worked_example().forward([1, 0]).output
array([0.93315612])
"""

from xorbook.activations import Activation, identity, relu, sigmoid, softmax, step, tanh
from xorbook.chain import chain_factors
from xorbook.differentiation import GradientCheck, check_gradient, numerical_gradient
from xorbook.gates import AND, NAND, OR, XOR, truth_table, xor
from xorbook.keras_twin import from_keras, to_keras
from xorbook.losses import Loss, binary_cross_entropy, half_squared_error
from xorbook.network import Network
from xorbook.parameters import Layered, Parameters
from xorbook.perceptron import Perceptron
from xorbook.rosenblatt import PerceptronFit, fit_perceptron
from xorbook.torch_twin import from_torch, to_torch
from xorbook.trace import Trace
from xorbook.worked_example import worked_example

__version__ = "0.1.0"

__all__ = [
    "AND",
    "NAND",
    "OR",
    "XOR",
    "Activation",
    "GradientCheck",
    "Layered",
    "Loss",
    "Network",
    "Parameters",
    "Perceptron",
    "PerceptronFit",
    "Trace",
    "binary_cross_entropy",
    "chain_factors",
    "check_gradient",
    "fit_perceptron",
    "from_keras",
    "from_torch",
    "half_squared_error",
    "identity",
    "numerical_gradient",
    "relu",
    "sigmoid",
    "softmax",
    "step",
    "tanh",
    "to_keras",
    "to_torch",
    "truth_table",
    "worked_example",
    "xor",
]
