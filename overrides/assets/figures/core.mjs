// The numbers of every interactive figure: networks, losses, optimisers and NumPy's seeded generator. It knows nothing of a
// page, and computes in the order of the package `xorbook`, whose numbers it has to give.

// Rows are samples. A network is {sizes, layers: [{W, b}], activations}; W[i][j] leads from unit i to unit j.

const sigmoid = (z) => 1 / (1 + Math.exp(-z));

export const activations = {
  identity: { value: (z) => z, slope: () => 1 },
  sigmoid: {
    value: sigmoid,
    // σ(1 − σ) would lose every digit of 1 − σ for large z.
    slope: (z) => Math.exp(-Math.abs(z)) / (1 + Math.exp(-Math.abs(z))) ** 2,
    slopeHere: (z, a) => (1 - a) * a,
  },
  tanh: {
    value: Math.tanh,
    slope: (z) => 4 * (Math.exp(-Math.abs(z)) / (1 + Math.exp(-2 * Math.abs(z)))) ** 2,
    slopeHere: (z, a) => 1 - a * a,
  },
  relu: { value: (z) => Math.max(z, 0), slope: (z) => (z > 0 ? 1 : 0) },
  step: { value: (z) => (z > 0 ? 1 : 0), slope: (z) => (z === 0 ? NaN : 0) },
};

const sum = (values) => values.reduce((total, value) => total + value, 0);
const entries = (Y) => Y.length * Y[0].length;
const mapped = (Y, T, f) => Y.map((row, n) => row.map((y, j) => f(y, T[n][j])));
const total = (Y, T, f) => sum(mapped(Y, T, f).flat());
// An event that cannot happen costs nothing: 0 · log 0 = 0, and 0 / 0 = 0.
const xlogy = (x, y) => (x === 0 ? 0 : x * Math.log(y));
const ratio = (x, y) => (x === 0 ? 0 : x / y);

const squared = (y, t) => (y - t) * (y - t);

// BCE from z: ln(1 + e^z) − tz, without a detour over probabilities that round to 0 or 1.
const entropyOfSum = (z, t) => Math.max(z, 0) - z * t + Math.log1p(Math.exp(-Math.abs(z)));

// `value` and `slope` take predictions and targets of all samples; a mean's 1/n is in both. `ofSum` is what one sample costs
// at a single sigmoid unit, by its z: pictures of a loss take thousands.
// XOR, and the book's network for it: `xorbook.xor()`, `xorbook.worked_example()`.
export const X = [[0, 0], [0, 1], [1, 0], [1, 1]];
export const T = [[0], [1], [1], [0]];
export const BOOK = [-0.5, 2, 0.5, -3, 3, -2, 1.5, 2.5, 0];

export const losses = {
  half_squared_error: {
    value: (Y, T) => total(Y, T, squared) / (2 * Y.length),
    slope: (Y, T) => mapped(Y, T, (y, t) => (y - t) / Y.length),
    ofSum: (z, t) => squared(sigmoid(z), t) / 2,
  },
  mean_squared_error: {
    value: (Y, T) => total(Y, T, squared) / entries(Y),
    slope: (Y, T) => mapped(Y, T, (y, t) => (2 * (y - t)) / entries(Y)),
    ofSum: (z, t) => squared(sigmoid(z), t),
  },
  binary_cross_entropy: {
    value: (Y, T) => -total(Y, T, (y, t) => xlogy(t, y) + xlogy(1 - t, 1 - y)) / Y.length,
    slope: (Y, T) => mapped(Y, T, (y, t) => (ratio(1 - t, 1 - y) - ratio(t, y)) / Y.length),
    madeFor: "sigmoid",
    valueOfSum: (Z, T) => total(Z, T, entropyOfSum) / Z.length,
    ofSum: entropyOfSum,
    // 1 − ŷ is σ(−z), with all its digits where ŷ is nearly 1.
    slopeOfSum: (Z, T) => mapped(Z, T, (z, t) => (ratio(1 - t, sigmoid(-z)) - ratio(t, sigmoid(z))) / Z.length),
  },
};

export function network(sizes, theta, names) {
  let at = 0;
  const take = (count) => theta.slice(at, (at += count));
  const layers = sizes.slice(1).map((units, l) => ({
    W: Array.from({ length: sizes[l] }, () => take(units)),
    b: take(units),
  }));
  if (at !== theta.length) throw new RangeError(`expected ${at} parameters, got ${theta.length}`);
  return { sizes, layers, activations: names ?? layers.map(() => "sigmoid") };
}

// The names of `net.parameters.names`, in the order of theta.
export function parameterNames(sizes) {
  return sizes.slice(1).flatMap((units, l) => {
    const each = Array.from({ length: units }, (_, j) => j);
    const rows = Array.from({ length: sizes[l] }, (_, i) => i);
    const weights = rows.flatMap((i) => each.map((j) => `W${l + 1}[${i},${j}]`));
    return [...weights, ...each.map((j) => `b${l + 1}[${j}]`)];
  });
}

// Every z and every a, of all samples: `a[0]` is the input, `z[1]` the first layer's, `z[0]` nothing.
export function forward(net, X) {
  const z = [null];
  const a = [X];
  net.layers.forEach(({ W, b }, l) => {
    const f = activations[net.activations[l]];
    z.push(a[l].map((row) => b.map((bias, j) => sum(row.map((x, i) => x * W[i][j])) + bias)));
    a.push(z[l + 1].map((row) => row.map(f.value)));
  });
  return { z, a, output: a.at(-1) };
}

export function lossOf(net, trace, T, loss) {
  const { value, valueOfSum, madeFor } = losses[loss];
  return net.activations.at(-1) === madeFor ? valueOfSum(trace.z.at(-1), T) : value(trace.output, T);
}

// δ = ∂L/∂z of every layer, `deltas[1]` being the first layer's.
export function deltas(net, trace, T, loss) {
  const last = net.layers.length;
  const found = [];
  for (let l = last; l > 0; l -= 1) {
    const name = net.activations[l - 1];
    const slope = activations[name].slopeHere ?? activations[name].slope;
    const fused = l === last && name === losses[loss].madeFor;
    const arriving = l === last ? losses[loss].slope(trace.output, T) : pulledBack(net.layers[l].W, found[l + 1]);
    found[l] = fused
      ? mapped(trace.output, T, (y, t) => (y - t) / T.length)
      : arriving.map((row, n) => row.map((g, j) => g * slope(trace.z[l][n][j], trace.a[l][n][j])));
  }
  return found;
}

const pulledBack = (W, delta) => delta.map((row) => W.map((weights) => sum(weights.map((w, j) => row[j] * w))));

// ∂L/∂θ, in the order of theta.
export function gradients(net, trace, T, loss) {
  const delta = deltas(net, trace, T, loss);
  return net.layers.flatMap(({ W, b }, l) => {
    const along = (f) => sum(delta[l + 1].map((row, n) => f(row, n)));
    const weights = W.flatMap((row, i) => row.map((_, j) => along((d, n) => trace.a[l][n][i] * d[j])));
    return [...weights, ...b.map((_, j) => along((d) => d[j]))];
  });
}

// The factors of one gradient on each path, for one sample: those of `xorbook.chain_paths`, from ∂L/∂ŷ on, as [name, value].
export function chainPaths(net, trace, T, loss, parameter) {
  const [layer, ...place] = parameter.match(/\d+/g).map(Number);
  const unit = place.at(-1);
  const end = parameter[0] === "b" ? 1 : trace.a[layer - 1][0][place[0]];
  const last = net.layers.length;
  const slope = (l, j) => activations[net.activations[l - 1]].slope(trace.z[l][0][j]);
  const toLoss = losses[loss].slope(trace.output, T)[0];
  const walk = (l, j) => {
    const here = [`da${l}[${j}]/dz${l}[${j}]`, slope(l, j)];
    if (l === layer) return j === unit ? [[here, [`dz${l}[${j}]/d${parameter}`, end]]] : [];
    return net.layers[l - 1].W.flatMap((weights, i) =>
      walk(l - 1, i).map((rest) => [here, [`dz${l}[${j}]/da${l - 1}[${i}]`, weights[j]], ...rest]),
    );
  };
  return toLoss.flatMap((g, j) => walk(last, j).map((path) => [[`dL/da${last}[${j}]`, g], ...path]));
}

// Each begins with an empty memory and returns the function that moves theta in place.
export const optimizers = {
  sgd: ({ rate }) => (theta, g) => g.forEach((slope, k) => (theta[k] -= rate * slope)),
  momentum({ rate, momentum = 0.9 }) {
    const v = [];
    return (theta, g) =>
      g.forEach((slope, k) => {
        v[k] = momentum * (v[k] ?? 0) + slope;
        theta[k] -= rate * v[k];
      });
  },
  adam({ rate, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 }) {
    const m = [];
    const v = [];
    let t = 0;
    return (theta, g) => {
      t += 1;
      const root = Math.sqrt(1 - beta2 ** t);
      g.forEach((slope, k) => {
        m[k] = beta1 * (m[k] ?? 0) + (1 - beta1) * slope;
        v[k] = beta2 * (v[k] ?? 0) + (1 - beta2) * slope * slope;
        theta[k] -= ((rate / (1 - beta1 ** t)) * m[k]) / (Math.sqrt(v[k]) / root + epsilon);
      });
    };
  },
};

// NumPy's SeedSequence: a seed spread over eight words of 32 bits.
function seedWords(seed) {
  const entropy = [];
  for (let rest = BigInt(seed); rest > 0n || entropy.length === 0; rest >>= 32n) entropy.push(Number(rest & 0xffffffffn));
  let constant = 0x43b0d7e5;
  const hashed = (value) => {
    value ^= constant;
    constant = Math.imul(constant, 0x931e8875);
    value = Math.imul(value, constant);
    return value ^ (value >>> 16);
  };
  const mixed = (x, y) => {
    const value = Math.imul(0xca01f9dd, x) - Math.imul(0x4973f715, y);
    return value ^ (value >>> 16);
  };
  const pool = [0, 1, 2, 3].map((k) => hashed(entropy[k] ?? 0));
  for (let from = 0; from < 4; from += 1)
    for (let to = 0; to < 4; to += 1) if (from !== to) pool[to] = mixed(pool[to], hashed(pool[from]));
  for (const word of entropy.slice(4)) for (let to = 0; to < 4; to += 1) pool[to] = mixed(pool[to], hashed(word));
  constant = 0x8b51f9dd;
  return Array.from({ length: 8 }, (_, k) => {
    let value = pool[k % 4] ^ constant;
    constant = Math.imul(constant, 0x58f38ded);
    value = Math.imul(value, constant);
    return BigInt((value ^ (value >>> 16)) >>> 0);
  });
}

// `numpy.random.default_rng(seed)`, PCG64, as far as `random` and `uniform` go.
export function generator(seed) {
  const wide = (x) => BigInt.asUintN(128, x);
  const words = seedWords(seed);
  const [high, low, start, stream] = [0, 2, 4, 6].map((k) => words[k] | (words[k + 1] << 32n));
  const increment = wide((((start << 64n) | stream) << 1n) | 1n);
  let state = 0n;
  const next = () => {
    state = wide(state * 0x2360ed051fc65da44385df649fccf645n + increment);
    const bits = BigInt.asUintN(64, (state >> 64n) ^ state);
    const turn = state >> 122n;
    return BigInt.asUintN(64, (bits >> turn) | (bits << (64n - turn)));
  };
  next();
  state = wide(state + ((high << 64n) | low));
  next();
  const random = () => Number(next() >> 11n) / 2 ** 53;
  return { random, uniform: (from, to) => from + (to - from) * random() };
}
