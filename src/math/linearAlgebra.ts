// Small dense linear algebra in f64 for initializers: orthogonal factors and spectral radius.
// Matrices are arrays of rows·columns numbers, row by row.
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';

/**
 * Orthonormalises the rows of a matrix in place by modified Gram–Schmidt, twice (which is enough
 * for f64, Giraud et al. 2005).
 * @param a [rows, columns] with rows ≤ columns
 * @throws RangeError if the rows are linearly dependent
 */
export function orthonormalizeRows(a: Float64Array, rows: number, columns: number): void {
  for (let i = 0; i < rows; i++) {
    const row = a.subarray(i * columns, (i + 1) * columns);
    for (let pass = 0; pass < 2; pass++) {
      for (let k = 0; k < i; k++) {
        const other = a.subarray(k * columns, (k + 1) * columns);
        const along = dot(row, other);
        for (let j = 0; j < columns; j++) row[j] = row[j]! - along * other[j]!;
      }
    }
    const length = Math.sqrt(dot(row, row));
    if (!(length > 0)) throw new RangeError('orthonormalizeRows: the rows are linearly dependent');
    for (let j = 0; j < columns; j++) row[j] = row[j]! / length;
  }
}

/**
 * Returns the largest modulus of the eigenvalues of a square matrix.
 * @param a [size, size]
 */
export function spectralRadius(a: Float64Array, size: number): number {
  const matrix = Matrix.from1DArray(size, size, Array.from(a));
  const { realEigenvalues, imaginaryEigenvalues } = new EigenvalueDecomposition(matrix);
  let largest = 0;
  for (let i = 0; i < size; i++) {
    const [re, im] = [realEigenvalues[i]!, imaginaryEigenvalues[i]!];
    largest = Math.max(largest, Math.sqrt(re * re + im * im));
  }
  return largest;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j]! * b[j]!;
  return sum;
}
