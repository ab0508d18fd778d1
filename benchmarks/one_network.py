"""One 2-2-1 network at a time."""

import math
from warnings import catch_warnings, simplefilter

import numpy as np

import xorbook as xb
from benchmarks.peers import LEARNING_RATE, SIZES, Floats, Peer, Training
from xorbook.parameters import layer_views

X, T = xb.xor()


def with_xorbook(theta: Floats, steps: int) -> Training:
    net = _network(theta)

    def training() -> Floats:
        optimizer = xb.Adam(LEARNING_RATE)
        xb.train(net, X, T, loss=xb.binary_cross_entropy, optimizer=optimizer, steps=steps)
        return net.theta

    return training


def by_differences(theta: Floats, steps: int) -> Training:
    """Gradient descent, not Adam: it is the lecture's class."""
    net = _network(theta)

    def training() -> Floats:
        xb.train_numerically(net, X, T, steps=steps)
        return net.theta

    return training


def _network(theta: Floats) -> xb.Network:
    return xb.Network(layer_views(theta, SIZES), [xb.sigmoid, xb.sigmoid])


def with_torch(theta: Floats, steps: int) -> Training:
    """The listing of the XOR visualisation slides: eager, float32."""
    import torch
    from torch import nn

    torch.set_num_threads(1)
    x, y = torch.tensor(X, dtype=torch.float32), torch.tensor(T, dtype=torch.float32)
    model = nn.Sequential(nn.Linear(2, 2), nn.Sigmoid(), nn.Linear(2, 1), nn.Sigmoid())
    with torch.no_grad():
        for layer, (W, b) in zip((model[0], model[2]), layer_views(theta, SIZES), strict=True):
            layer.weight.copy_(torch.from_numpy(W.T))
            layer.bias.copy_(torch.from_numpy(b))
    criterion = nn.BCELoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=LEARNING_RATE)

    def training() -> Floats:
        for _ in range(steps):
            prediction = model(x)
            loss = criterion(prediction, y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        parts = [part.detach().numpy().T.ravel() for part in model.parameters()]
        return np.concatenate(parts).astype(np.float64)

    return training


def with_sklearn(theta: Floats, steps: int) -> Training:
    """`fit` with as many epochs of one batch, starting warm; its ε is not corrected as Adam's."""
    from sklearn.neural_network import MLPClassifier

    labels = T.ravel().astype(int)
    model = MLPClassifier(
        (2,),
        activation="logistic",
        solver="adam",
        alpha=0.0,
        batch_size=4,
        learning_rate_init=LEARNING_RATE,
        max_iter=steps,
        n_iter_no_change=steps + 1,
        shuffle=False,
        warm_start=True,
    )
    model.partial_fit(X, labels, classes=[0, 1])
    layers = [(W.copy(), b.copy()) for W, b in layer_views(theta, SIZES)]
    model.coefs_, model.intercepts_ = [W for W, _ in layers], [b for _, b in layers]

    def training() -> Floats:
        with catch_warnings():
            simplefilter("ignore")  # that it has not converged is meant
            model.fit(X, labels)
        pairs = zip(model.coefs_, model.intercepts_, strict=True)
        return np.concatenate([part.ravel() for pair in pairs for part in pair])

    return training


def with_micrograd(theta: Floats, steps: int) -> Training:
    """Its `Value`, with the exponential and the logarithm that it lacks added in its own way."""
    from micrograd.engine import Value

    def function(x: Value, data: float, slope: float) -> Value:
        out = Value(data, (x,))

        def backward() -> None:
            x.grad += slope * out.grad

        out._backward = backward
        return out

    def sigmoid(z: Value) -> Value:
        power = math.exp(-z.data)
        return 1 / (1 + function(z, power, -power))

    def log(x: Value) -> Value:
        return function(x, math.log(x.data), 1 / x.data)

    def loss_of(p: list[Value]) -> Value:
        total = 0.0
        for (x1, x2), (t,) in zip(X.tolist(), T.tolist(), strict=True):
            h1 = sigmoid(x1 * p[0] + x2 * p[2] + p[4])
            h2 = sigmoid(x1 * p[1] + x2 * p[3] + p[5])
            y = sigmoid(h1 * p[6] + h2 * p[7] + p[8])
            total = total - log(y if t else 1 - y)
        return total / 4

    values = [Value(number) for number in theta.tolist()]
    update = _adam(len(values))

    def training() -> Floats:
        for _ in range(steps):
            for value in values:
                value.grad = 0
            loss_of(values).backward()
            moved = update([value.data for value in values], [value.grad for value in values])
            for value, number in zip(values, moved, strict=True):
                value.data = number
        return np.array([value.data for value in values])

    return training


def with_plain_floats(theta: Floats, steps: int) -> Training:
    """No library: the formulas, in numbers."""
    rows = [(x1, x2, t) for (x1, x2), (t,) in zip(X.tolist(), T.tolist(), strict=True)]

    def gradient(p: list[float]) -> list[float]:
        w11, w12, w21, w22, b1, b2, v1, v2, c = p
        g11 = g12 = g21 = g22 = gb1 = gb2 = gv1 = gv2 = gc = 0.0
        for x1, x2, t in rows:
            h1 = 1 / (1 + math.exp(-(x1 * w11 + x2 * w21 + b1)))
            h2 = 1 / (1 + math.exp(-(x1 * w12 + x2 * w22 + b2)))
            d = (1 / (1 + math.exp(-(h1 * v1 + h2 * v2 + c))) - t) / 4
            gv1, gv2, gc = gv1 + h1 * d, gv2 + h2 * d, gc + d
            d1, d2 = d * v1 * h1 * (1 - h1), d * v2 * h2 * (1 - h2)
            g11, g12, gb1 = g11 + x1 * d1, g12 + x1 * d2, gb1 + d1
            g21, g22, gb2 = g21 + x2 * d1, g22 + x2 * d2, gb2 + d2
        return [g11, g12, g21, g22, gb1, gb2, gv1, gv2, gc]

    def training() -> Floats:
        p, update = theta.tolist(), _adam(len(theta))
        for _ in range(steps):
            p = update(p, gradient(p))
        return np.array(p)

    return training


def _adam(count: int):
    m, v, t = [0.0] * count, [0.0] * count, 0

    def update(p: list[float], gradient: list[float]) -> list[float]:
        nonlocal t
        t += 1
        rate, root = LEARNING_RATE / (1 - 0.9**t), math.sqrt(1 - 0.999**t)
        for i, g in enumerate(gradient):
            m[i] += 0.1 * (g - m[i])
            v[i] += 0.001 * (g * g - v[i])
        return [
            q - rate * mi / (math.sqrt(vi) / root + 1e-8) for q, mi, vi in zip(p, m, v, strict=True)
        ]

    return update


PEERS = (
    Peer("xorbook", "xorbook", 300, with_xorbook),
    Peer("PyTorch, eager, float32", "torch", 60, with_torch, within=1e-4),
    Peer("scikit-learn, MLPClassifier.fit", "sklearn", 100, with_sklearn, within=1e-4),
    Peer("micrograd, with exp and log added", "micrograd", 10, with_micrograd),
    Peer("xorbook, train_numerically", "xorbook", 20, by_differences, within=None),
    Peer("plain Python floats", "math", 500, with_plain_floats),
)
