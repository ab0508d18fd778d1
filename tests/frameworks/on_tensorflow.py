"""`python -m tests.frameworks.on_tensorflow`: what Keras computes with TensorFlow as its backend.

Keras reads its backend once, so this is a process of its own; what it found is printed as JSON.
"""

import json
import os
from typing import Any

import numpy as np

import xorbook as xb
from xorbook import studies

# The settings of Adam that are compared, by the names of Keras.
ADAMS: tuple[dict[str, float], ...] = (
    {"learning_rate": 0.001},
    {"learning_rate": 0.1, "beta_1": 0.8, "beta_2": 0.9, "epsilon": 0.01},
    {"learning_rate": 0.01, "beta_1": 0.0, "beta_2": 0.99999},
)
UPDATES = 100
RATES, STEPS = (0.01, 0.1), 400
SIZES = (2, 10, 10, 10, 1)
# The runs of the listings in float32 whose ends the page shows.
SHOWN = {
    "slides, Keras": (42, 31, 93, 777),
    "notes, deep Keras": (777,),
}
SAMPLES = xb.xor()


def random_gradients() -> np.ndarray:
    """Draw gradients of many sizes, one row an update."""
    rng = np.random.default_rng(0)
    return rng.normal(size=(UPDATES, 8)) * 10.0 ** np.arange(-6, 2)


def networks() -> tuple[xb.Network, ...]:
    return xb.worked_example(), xb.Network.random(SIZES, rng=0, initializer=xb.Glorot())


def _moved(keras: Any, settings: dict[str, float]) -> list[float]:
    """Move parameters from zero along the gradients, in float64."""
    variable = keras.Variable(np.zeros(8), dtype="float64")
    optimizer = keras.optimizers.Adam(**settings)
    for gradient in random_gradients():
        optimizer.apply([keras.ops.convert_to_tensor(gradient)], [variable])
    return variable.numpy().tolist()


def _losses(keras: Any, net: xb.Network, rate: float) -> list[float]:
    model = xb.to_keras(net)
    model.compile(optimizer=keras.optimizers.Adam(rate), loss="binary_crossentropy")
    return [float(model.train_on_batch(*SAMPLES)) for _ in range(STEPS)]


def _ends(keras: Any, listing: str, seed: int) -> list[float]:
    """Run a listing from a seed of Keras: the four predictions and the loss."""
    setting = studies.TABLES["listings"][listing]
    inputs, *widths = setting.sizes
    keras.utils.set_random_seed(seed)
    layers = [keras.layers.Dense(width, activation="sigmoid") for width in widths]
    model = keras.Sequential([keras.Input((inputs,)), *layers])
    rule = keras.optimizers.Adam(setting.optimizer.learning_rate)
    model.compile(optimizer=rule, loss="binary_crossentropy")
    for _ in range(setting.steps):
        model.train_on_batch(*SAMPLES)
    ends = [*model.predict(SAMPLES[0], verbose=0).ravel(), model.evaluate(*SAMPLES, verbose=0)]
    return [float(value) for value in ends]


def main() -> None:
    os.environ["KERAS_BACKEND"] = "tensorflow"
    import keras

    keras.config.set_floatx("float64")
    found: dict[str, Any] = {
        "moved": [_moved(keras, settings) for settings in ADAMS],
        "losses": [[_losses(keras, net, rate) for rate in RATES] for net in networks()],
    }
    # The policy of layers was made of floatx at its first use, and stays.
    keras.config.set_floatx("float32")
    keras.config.set_dtype_policy("float32")
    found["ends"] = {
        listing: {str(seed): _ends(keras, listing, seed) for seed in seeds}
        for listing, seeds in SHOWN.items()
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
