"""How much of the gradient reaches the first layers of a deep network."""

import numpy as np

from xorbook._training_loop import Passes, with_ones
from xorbook._validation import Floats, SeedOrGenerator, check_count, check_type
from xorbook.gates import xor
from xorbook.parameters import layer_views
from xorbook.studies.settings import STARTS, Setting
from xorbook.training import checked_data


def gradient_norms(setting: Setting, *, starts: int = STARTS, rng: SeedOrGenerator) -> Floats:
    """Measure how large the gradient of each layer's weights is at random starts.

    Parameters
    ----------
    setting : Setting
        Its sizes, activations, initializer and loss; nothing is trained.
    starts : int, default 1000
    rng : int or numpy.random.Generator
        A seed, or a generator, which draws on from where it stands.

    Returns
    -------
    ndarray of shape (starts, n_layers)
        The norm of ∂L/∂W of each layer, over all four samples of XOR: the root of the sum of the
        squares of its entries.

    Raises
    ------
    TypeError, ValueError
        As for `Ensemble.random` and `Ensemble.train`; if `setting` is no Setting.

    Notes
    -----
    X. Glorot and Y. Bengio, "Understanding the difficulty of training deep feedforward neural
    networks", AISTATS (2010), follow gradients through the layers in this way.

    Examples
    --------
    The first layer of a deep net of sigmoids hardly feels the loss.

    >>> import numpy as np
    >>> from xorbook.studies import Setting, gradient_norms
    >>> deep = Setting(sizes=(2, 10, 10, 10, 1))
    >>> norms = gradient_norms(deep, starts=50, rng=0)
    >>> print(*(f"{norm:.0e}" for norm in np.median(norms, axis=0)))
    1e-04 2e-03 1e-02 1e-01
    """
    check_type(setting, Setting, "setting")
    check_count(starts, "starts")
    many = setting.draw(starts, rng)
    x, target = checked_data(*xor(), many.sizes, setting.loss)
    passes = Passes(many._theta, many.sizes, many.activations, setting.loss)
    samples = with_ones(x)
    passes.backward(samples, passes.forward(samples), target[:, :, np.newaxis])
    slopes = layer_views(passes.gradient, many.sizes)
    return np.stack([np.sqrt((W * W).sum(axis=(0, 1))) for W, _ in slopes], axis=1)
