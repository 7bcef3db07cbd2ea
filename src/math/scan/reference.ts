// The recurrence point by point in plain TypeScript: slow, readable, the oracle.
import { elementary32, elementary64 } from '../elementary/index.ts';
import type { Precision } from '../kernels.ts';
import { newScanGradient, type Recurrence, type ScanActivation, type Scanner } from './scan.ts';

/** Arithmetic of one precision. */
interface Arithmetic {
  /** Rounds the exact result of one operation. */
  readonly round: (x: number) => number;
  readonly activate: (z: number) => number;
  /** f'(z) from h = f(z). */
  readonly slope: (h: number) => number;
}

function arithmeticOf(precision: Precision, activation: ScanActivation): Arithmetic {
  const round = precision === 'f32' ? Math.fround : (x: number) => x;
  const { sigmoid, tanh } = precision === 'f32' ? elementary32 : elementary64;
  const functions: Readonly<Record<ScanActivation, Omit<Arithmetic, 'round'>>> = {
    sigmoid: { activate: sigmoid, slope: (h) => round(h * round(1 - h)) },
    tanh: { activate: tanh, slope: (h) => round(1 - round(h * h)) },
    relu: { activate: (z) => Math.max(z, 0), slope: (h) => (h > 0 ? 1 : 0) },
    linear: { activate: (z) => z, slope: () => 1 },
  };
  return { round, ...functions[activation] };
}

/** Makes the reference scanner. */
export function createReferenceScanner(precision: Precision, recurrence: Recurrence): Scanner {
  const { round, activate, slope } = arithmeticOf(precision, recurrence.activation);
  const start = round(recurrence.start);
  const target = round(recurrence.target);

  const point = (w: number, u: number): readonly [cost: number, dw: number, du: number] => {
    let [h, s, r] = [start, 0, 0];
    for (let t = recurrence.steps; t > 0; t--) {
      const before = h;
      h = activate(round(round(w * before) + u));
      const derivative = slope(h);
      s = round(derivative * round(before + round(w * s)));
      r = round(derivative * round(1 + round(w * r)));
    }
    const e = round(h - target);
    const twice = round(e + e);
    return [round(e * e), round(twice * s), round(twice * r)];
  };
  const at = (w: Float64Array, u: Float64Array, i: number) => point(round(w[i]!), round(u[i]!));
  return {
    kernels: 'reference',
    precision,
    cost(w, u, into = new Float64Array(w.length)) {
      for (let i = 0; i < w.length; i++) [into[i]] = at(w, u, i);
      return into;
    },
    gradient(w, u, into = newScanGradient(w.length)) {
      for (let i = 0; i < w.length; i++) [into.cost[i], into.dw[i], into.du[i]] = at(w, u, i);
      return into;
    },
  };
}
