// Double precision Horner evaluation, one multiplication and one addition (two roundings) per step.

/** Evaluates Σ coefficients[i]·z^i from the highest down. */
export function polynomial(z: number, coefficients: readonly number[]): number {
  let value = coefficients[coefficients.length - 1]!;
  for (let i = coefficients.length - 2; i >= 0; i--) value = value * z + coefficients[i]!;
  return value;
}
