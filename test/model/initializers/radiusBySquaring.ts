// The spectral radius once more, without eigenvalues.

/** Spectral radius by the growth of a repeatedly squared matrix: ‖A^(2^k)‖^(1/2^k) → ρ(A). */
export function radiusBySquaring(values: Float64Array, size: number): number {
  let power = values;
  let logNorm = 0; // of the scale taken out, for the k-th power
  let exponent = 1;
  for (let k = 0; k < 40; k++) {
    const scale = Math.sqrt(power.reduce((sum, value) => sum + value * value, 0));
    logNorm += Math.log(scale) / exponent;
    power = square(
      power.map((value) => value / scale),
      size,
    );
    exponent *= 2;
  }
  return Math.exp(logNorm);
}

function square(a: Float64Array, size: number): Float64Array {
  const product = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < size; k++) {
      const factor = a[i * size + k]!;
      for (let j = 0; j < size; j++) product[i * size + j]! += factor * a[k * size + j]!;
    }
  }
  return product;
}
