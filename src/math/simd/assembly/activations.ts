// Activations in place over padded rows, and their backward passes from the output.
import { sigmoidRows, tanhRows } from './elementaryRows';

/** a = tanh(a) in the first `columns` of each row. */
@inline
export function tanhForward<T>(a: usize, row: usize, rows: i32, columns: i32): void {
  tanhRows<T>(a, row, rows, columns);
}

/** a = max(a, 0), NaN kept. */
export function reluForward<T>(a: usize, row: usize, rows: i32, columns: i32): void {
  const zero = v128.splat<T>(0);
  for (let end = a + row * <usize>rows; a < end; a += 32) {
    const x0 = v128.max<T>(v128.load(a), zero), x1 = v128.max<T>(v128.load(a, 16), zero);
    v128.store(a, x0);
    v128.store(a, x1, 16);
  }
}

/** a = σ(a) in the first `columns` of each row: padding stays zero although σ(0) = ½. */
@inline
export function sigmoidForward<T>(a: usize, row: usize, rows: i32, columns: i32): void {
  sigmoidRows<T>(a, row, rows, columns);
}

/** da = dh ∘ (1 − h²). */
export function tanhBackward<T>(da: usize, dh: usize, h: usize, length: usize): void {
  const one = v128.splat<T>(1);
  for (let o: usize = 0; o < length; o += 32) {
    const h0 = v128.load(h + o), h1 = v128.load(h + o, 16);
    const x0 = v128.mul<T>(v128.load(dh + o), v128.sub<T>(one, v128.mul<T>(h0, h0)));
    const x1 = v128.mul<T>(v128.load(dh + o, 16), v128.sub<T>(one, v128.mul<T>(h1, h1)));
    v128.store(da + o, x0);
    v128.store(da + o, x1, 16);
  }
}

/** da = dh ∘ h·(1 − h). */
export function sigmoidBackward<T>(da: usize, dh: usize, h: usize, length: usize): void {
  const one = v128.splat<T>(1);
  for (let o: usize = 0; o < length; o += 32) {
    const h0 = v128.load(h + o), h1 = v128.load(h + o, 16);
    const x0 = v128.mul<T>(v128.load(dh + o), v128.mul<T>(h0, v128.sub<T>(one, h0)));
    const x1 = v128.mul<T>(v128.load(dh + o, 16), v128.mul<T>(h1, v128.sub<T>(one, h1)));
    v128.store(da + o, x0);
    v128.store(da + o, x1, 16);
  }
}

/** da = dh where h > 0, else 0 (the subgradient at 0 is 0). */
export function reluBackward<T>(da: usize, dh: usize, h: usize, length: usize): void {
  const zero = v128.splat<T>(0);
  for (let o: usize = 0; o < length; o += 32) {
    const x0 = v128.and(v128.load(dh + o), v128.gt<T>(v128.load(h + o), zero));
    const x1 = v128.and(v128.load(dh + o, 16), v128.gt<T>(v128.load(h + o, 16), zero));
    v128.store(da + o, x0);
    v128.store(da + o, x1, 16);
  }
}
