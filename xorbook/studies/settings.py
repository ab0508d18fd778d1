"""Which settings the study compares: a base, and tables that change one thing of it at a time."""

from dataclasses import dataclass, fields, is_dataclass, replace

from xorbook._layers import checked_activations
from xorbook._validation import SeedOrGenerator, check_count, check_type
from xorbook.activations import Activation, relu, sigmoid, tanh
from xorbook.ensemble import Ensemble
from xorbook.initializers import Glorot, He, Initializer, Normal, PyTorchLinear, Uniform
from xorbook.losses import Loss, binary_cross_entropy, half_squared_error, mean_squared_error
from xorbook.optimizers import SGD, Adam, KerasAdam, Momentum, Optimizer, RMSProp
from xorbook.parameters import checked_sizes

# Every setting is tried on the first starts that a generator with this seed draws for it, so two
# settings that differ in neither sizes nor initialiser are tried on the same starts.
SEED = 0
STARTS = 1000
# The first of them are counted on their own too: few enough for a test to try again.
SAMPLE = 100

PYTORCH_START, ADAM = PyTorchLinear(), Adam(0.01)


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What is trained on XOR, from where, and how long. The defaults are the study's base.

    Parameters
    ----------
    sizes : tuple of int, default (2,2,1)
        Units per layer: 2 inputs, 1 output.
    activations : tuple of Activation, optional
        One a layer; sigmoid everywhere when left out.
    initializer : Initializer, optional
        `PyTorchLinear()` when left out.
    loss : Loss, optional
        `binary_cross_entropy` when left out.
    optimizer : Optimizer, optional
        `Adam` with a learning rate of a hundredth when left out.
    steps : int, default 2000
        On all four samples at once.

    Examples
    --------
    >>> from xorbook.studies import Setting
    >>> print(*Setting(sizes=(2, 3, 1)).description(), sep="; ")
    2-3-1; sigmoid sigmoid; PyTorchLinear(); binary_cross_entropy; Adam(0.01); 2000
    """

    sizes: tuple[int, ...] = (2, 2, 1)
    activations: tuple[Activation, ...] | None = None
    initializer: Initializer = PYTORCH_START
    loss: Loss = binary_cross_entropy
    optimizer: Optimizer = ADAM
    steps: int = 2000

    def __post_init__(self) -> None:
        sizes = checked_sizes(self.sizes)
        object.__setattr__(self, "sizes", sizes)
        if self.activations is not None:
            object.__setattr__(
                self, "activations", checked_activations(self.activations, len(sizes) - 1)
            )
        check_type(self.initializer, Initializer, "initializer")
        check_type(self.loss, Loss, "loss")
        check_type(self.optimizer, Optimizer, "optimizer")
        check_count(self.steps, "steps", least=0)

    def draw(self, starts: int, rng: SeedOrGenerator) -> Ensemble:
        """Draw the networks that training starts from.

        Parameters
        ----------
        starts : int
        rng : int or numpy.random.Generator
            A seed, or a generator, which draws on from where it stands.

        Returns
        -------
        Ensemble

        Raises
        ------
        TypeError, ValueError
            As for `Ensemble.random`.

        Examples
        --------
        >>> from xorbook.studies import Setting
        >>> Setting(sizes=(2, 3, 1)).draw(100, rng=0)
        Ensemble(2-3-1, sigmoid sigmoid, 100 restarts)
        """
        return Ensemble.random(
            self.sizes,
            restarts=starts,
            rng=rng,
            initializer=self.initializer,
            activations=self.activations,
        )

    def description(self) -> tuple[str, ...]:
        """Return the settings in words: one text a field, in order."""
        activations = self.activations or (sigmoid,) * (len(self.sizes) - 1)
        return (
            "-".join(str(units) for units in self.sizes),
            " ".join(activation.name for activation in activations),
            _short(self.initializer),
            self.loss.name,
            _short(self.optimizer),
            str(self.steps),
        )


def _short(thing: Initializer | Optimizer) -> str:
    """Write an object as one would type it: what is left at its default stays unsaid."""
    if not is_dataclass(thing):
        return repr(thing)
    said = []
    for field in fields(thing):
        value = getattr(thing, field.name)
        if field.name == "learning_rate":
            said.append(f"{value:g}")
        elif value != field.default:
            said.append(f"{field.name}={value!r}")
    return f"{type(thing).__name__}({', '.join(said)})"


BASE = Setting()
DEEP = replace(BASE, sizes=(2, 10, 10, 10, 1), optimizer=SGD(0.1), steps=3000)
GRADUAL = replace(BASE, optimizer=SGD(1.0), steps=10_000)
LECTURE = replace(BASE, sizes=(2, 6, 1), initializer=Uniform(), optimizer=SGD(0.04))
KERAS = replace(BASE, initializer=Glorot(), optimizer=KerasAdam(0.01), steps=1000)


def _relu(initializer: Initializer) -> Setting:
    return replace(DEEP, activations=(relu, relu, relu, sigmoid), initializer=initializer)


def _tanh(initializer: Initializer) -> Setting:
    return replace(DEEP, activations=(tanh, tanh, tanh, sigmoid), initializer=initializer)


def _with_hidden(setting: Setting, layers: int) -> Setting:
    """Return the setting with so many hidden layers, all like its first."""
    (first, *_, last), n = setting.activations or (sigmoid, sigmoid), setting.sizes[1]
    return replace(setting, sizes=(2, *[n] * layers, 1), activations=(*[first] * layers, last))


TABLES: dict[str, dict[str, Setting]] = {
    "width": {f"2-{n}-1": replace(BASE, sizes=(2, n, 1)) for n in (2, 3, 4, 6, 10)},
    # Every optimiser with every learning rate: no single rate would be fair to all four.
    "optimizer": {
        f"{kind.__name__} {rate:g}": replace(BASE, optimizer=kind(rate))
        for kind in (SGD, Momentum, RMSProp, Adam)
        for rate in (0.001, 0.01, 0.1, 1.0)
    },
    "initializer": {
        type(drawer).__name__: replace(BASE, initializer=drawer)
        for drawer in (Uniform(), Normal(), Glorot(), He(), PyTorchLinear())
    },
    "loss": {
        f"{loss.name} {name}": replace(setting, loss=loss)
        for name, setting in (("Adam", BASE), ("SGD", GRADUAL))
        for loss in (binary_cross_entropy, half_squared_error, mean_squared_error)
    },
    "steps": {
        f"{type(setting.optimizer).__name__} {steps}": replace(setting, steps=steps)
        for setting, numbers in (
            (BASE, (500, 1000, 2000, 5000, 10_000, 50_000)),
            (GRADUAL, (500, 1000, 2000, 5000, 10_000)),
        )
        for steps in numbers
    },
    # The listings of the sources, in float64. The lecture's class sums its loss over the four
    # samples, so its learning rate counts four times; here its gradients are exact and all
    # parameters move at once, where it measures differences and moves one array after another.
    "listings": {
        "slides, PyTorch": BASE,
        "slides, Keras": KERAS,
        "notes, three units": replace(
            BASE, initializer=Normal(), optimizer=SGD(0.01), steps=50_000
        ),
        "notes, matrices": replace(BASE, initializer=Normal(), optimizer=SGD(0.1), steps=10_000),
        "notes, deep": replace(DEEP, initializer=Normal()),
        "notes, deep Keras": replace(
            DEEP, initializer=Glorot(), optimizer=KerasAdam(0.001), steps=5000
        ),
        "lecture": replace(LECTURE, steps=10_001),
        "lecture, longer": replace(LECTURE, steps=20_000),
    },
    "depth": {
        "sigmoid Normal": replace(DEEP, initializer=Normal()),
        "sigmoid Glorot": replace(DEEP, initializer=Glorot()),
        "sigmoid PyTorchLinear": DEEP,
        "relu He": _relu(He()),
        "tanh Glorot": _tanh(Glorot()),
        **{
            f"sigmoid {type(drawer).__name__} Adam": replace(
                DEEP, initializer=drawer, optimizer=Adam(0.001), steps=5000
            )
            for drawer in (Normal(), Glorot(), PyTorchLinear())
        },
    },
    # The same with fewer and with more hidden layers of ten units.
    "deeper": {
        f"{name}, {layers} hidden": _with_hidden(setting, layers)
        for name, setting in (
            ("sigmoid Normal", replace(DEEP, initializer=Normal())),
            (
                "sigmoid Glorot Adam",
                replace(DEEP, initializer=Glorot(), optimizer=Adam(0.001), steps=5000),
            ),
            ("tanh Glorot", _tanh(Glorot())),
            ("tanh PyTorchLinear", _tanh(PyTorchLinear())),
            ("relu He", _relu(He())),
            ("relu PyTorchLinear", _relu(PyTorchLinear())),
        )
        for layers in (2, 3, 4, 6, 8)
    },
}

# Where the gradients are measured at the start; nothing is trained.
DEPTHS: dict[str, Setting] = {
    **{
        f"sigmoid {type(drawer).__name__}": replace(DEEP, initializer=drawer)
        for drawer in (Uniform(), Normal(), Glorot(), He(), PyTorchLinear())
    },
    "relu He": _relu(He()),
    "relu PyTorchLinear": _relu(PyTorchLinear()),
    "relu Normal": _relu(Normal()),
    "tanh Glorot": _tanh(Glorot()),
    "tanh PyTorchLinear": _tanh(PyTorchLinear()),
}
