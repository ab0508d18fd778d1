"""From one perceptron to a hand-worked backpropagation of XOR, in NumPy.

>>> import xorbook as xb
>>> print(xb.AND(1, 1), xb.NAND(1, 1), xb.XOR(1, 0))
1 0 1
>>> xb.worked_example().forward([1, 0]).output
array([0.93315612])
"""

from xorbook.activations import Activation, identity, relu, sigmoid, softmax, step, tanh
from xorbook.chain import chain_factors, chain_paths
from xorbook.differentiation import GradientCheck, check_gradient, numerical_gradient
from xorbook.ensemble import Ensemble
from xorbook.gates import AND, NAND, OR, XOR, truth_table, xor
from xorbook.history import EnsembleHistory, History, Moment
from xorbook.initializers import Glorot, He, Initializer, Normal, PyTorchLinear, Uniform
from xorbook.losses import (
    BinaryCrossEntropy,
    CategoricalCrossEntropy,
    Loss,
    binary_cross_entropy,
    categorical_cross_entropy,
    half_squared_error,
    mean_absolute_error,
    mean_absolute_percentage_error,
    mean_squared_error,
    mean_squared_logarithmic_error,
)
from xorbook.network import Network
from xorbook.numerical_training import train_numerically
from xorbook.optimizers import SGD, Adam, KerasAdam, Momentum, Optimizer, RMSProp
from xorbook.parameters import Layered, Parameters
from xorbook.perceptron import Perceptron
from xorbook.plateau import Plateau
from xorbook.rosenblatt import PerceptronFit, fit_perceptron
from xorbook.trace import Trace
from xorbook.training import train
from xorbook.twins import from_keras, from_torch, to_keras, to_torch
from xorbook.worked_example import worked_example

__version__ = "0.1.0"

__all__ = [
    "AND",
    "NAND",
    "OR",
    "SGD",
    "XOR",
    "Activation",
    "Adam",
    "BinaryCrossEntropy",
    "CategoricalCrossEntropy",
    "Ensemble",
    "EnsembleHistory",
    "Glorot",
    "GradientCheck",
    "He",
    "History",
    "Initializer",
    "KerasAdam",
    "Layered",
    "Loss",
    "Moment",
    "Momentum",
    "Network",
    "Normal",
    "Optimizer",
    "Parameters",
    "Perceptron",
    "PerceptronFit",
    "Plateau",
    "PyTorchLinear",
    "RMSProp",
    "Trace",
    "Uniform",
    "binary_cross_entropy",
    "categorical_cross_entropy",
    "chain_factors",
    "chain_paths",
    "check_gradient",
    "fit_perceptron",
    "from_keras",
    "from_torch",
    "half_squared_error",
    "identity",
    "mean_absolute_error",
    "mean_absolute_percentage_error",
    "mean_squared_error",
    "mean_squared_logarithmic_error",
    "numerical_gradient",
    "relu",
    "sigmoid",
    "softmax",
    "step",
    "tanh",
    "to_keras",
    "to_torch",
    "train",
    "train_numerically",
    "truth_table",
    "worked_example",
    "xor",
]
