// Cells as their equations are written, in f64, one unit at a time: what ONNX models of cells that
// PyTorch lacks are held to. Gates as our parameters have them.

type Matrix = readonly (readonly number[])[];

/** Parameters of one direction of a layer. */
export interface NaiveParameters {
  /** [I, G·H] and [H, G·H] */
  readonly Wxh: Matrix;
  readonly Whh: Matrix;
  /** [G·H] */
  readonly bh: readonly number[];
  /** [3, H], pi, pf and po */
  readonly peepholes?: Matrix;
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const zeros = (count: number) => new Array<number>(count).fill(0);

function product(v: readonly number[], W: Matrix, column: number): number {
  return v.reduce((sum, value, i) => sum + value * (W[i]?.[column] ?? 0), 0);
}

/**
 * LSTM with peepholes (Gers, Schraudolph, Schmidhuber 2002): i and f see c_{t−1}, o sees c_t.
 * @param xs [T, I]
 * @returns h_1 … h_T
 */
export function naiveLstm(xs: Matrix, { Wxh, Whh, bh, peepholes = [] }: NaiveParameters): Matrix {
  const H = Whh.length;
  const [pi = zeros(H), pf = zeros(H), po = zeros(H)] = peepholes;
  let [h, c] = [zeros(H), zeros(H)];
  return xs.map((x) => {
    const a = (gate: number, j: number) =>
      product(x, Wxh, gate * H + j) + product(h, Whh, gate * H + j) + (bh[gate * H + j] ?? 0);
    const next = c.map(
      (before, j) =>
        sigmoid(a(1, j) + (pf[j] ?? 0) * before) * before +
        sigmoid(a(0, j) + (pi[j] ?? 0) * before) * Math.tanh(a(2, j)),
    );
    h = next.map((now, j) => sigmoid(a(3, j) + (po[j] ?? 0) * now) * Math.tanh(now));
    c = next;
    return h;
  });
}

/**
 * GRU whose reset gate acts before the product (Cho et al. 2014): n = tanh(x·Wn + (r∘h)·Un + bn),
 * h' = (1 − z)∘n + z∘h.
 * @param xs [T, I]
 * @returns h_1 … h_T
 */
export function naiveGru(xs: Matrix, { Wxh, Whh, bh }: NaiveParameters): Matrix {
  const H = Whh.length;
  let h = zeros(H);
  return xs.map((x) => {
    const before = h;
    const a = (gate: number, j: number, state: readonly number[]) =>
      product(x, Wxh, gate * H + j) + product(state, Whh, gate * H + j) + (bh[gate * H + j] ?? 0);
    const reset = before.map((value, j) => sigmoid(a(0, j, before)) * value);
    h = before.map((value, j) => {
      const z = sigmoid(a(1, j, before));
      return (1 - z) * Math.tanh(a(2, j, reset)) + z * value;
    });
    return h;
  });
}
