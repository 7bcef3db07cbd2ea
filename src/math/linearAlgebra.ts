// Small dense linear algebra in f64 for initializers and surfaces: orthogonal factors, spectral
// radius, symmetric eigenvectors, leading singular vectors. Matrices are arrays of rows·columns
// numbers, row by row. What ml-matrix computes here it computes with + − × ÷ √ alone.
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

/** Eigenvalues of a symmetric matrix in descending order, with their eigenvectors. */
export interface SymmetricEigen {
  /** [size] */
  readonly values: Float64Array;
  /** [size, size], one eigenvector of length 1 a row, its sign arbitrary. */
  readonly vectors: Float64Array;
}

/**
 * Computes eigenvalues and eigenvectors of a symmetric matrix.
 * @param a [size, size], finite; the upper triangle is taken to equal the lower
 * @see Bowdler et al. (1968), The QR and QL algorithms for symmetric matrices (tred2, tql2).
 */
export function symmetricEigen(a: Float64Array, size: number): SymmetricEigen {
  const matrix = Matrix.from1DArray(size, size, Array.from(a));
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(matrix, {
    assumeSymmetric: true,
  });
  const vectors = new Float64Array(size * size);
  // ml-matrix sorts in ascending order and has eigenvectors as columns.
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) vectors[i * size + j] = eigenvectorMatrix.get(j, size - 1 - i);
  }
  return { values: Float64Array.from(realEigenvalues).reverse(), vectors };
}

/**
 * Returns the largest singular value of a matrix: the root of the largest eigenvalue of A·Aᵀ or
 * Aᵀ·A, whichever is smaller.
 * @param a [rows, columns], finite
 */
export function largestSingularValue(a: Float64Array, rows: number, columns: number): number {
  const largest = a.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  if (largest === 0) return 0;
  // Of size 1, since the square of a huge element overflows.
  const scaled = a.map((x) => x / largest);
  const isWide = rows <= columns;
  const [size, length] = isWide ? [rows, columns] : [columns, rows];
  const at = (i: number, j: number): number => scaled[isWide ? i * columns + j : j * columns + i]!;
  const vectors = Array.from({ length: size }, (_, i) =>
    Float64Array.from({ length }, (_unused, j) => at(i, j)),
  );
  const gram = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let k = 0; k <= i; k++) {
      gram[i * size + k] = dot(vectors[i]!, vectors[k]!);
      gram[k * size + i] = gram[i * size + k]!;
    }
  }
  return largest * Math.sqrt(Math.max(0, symmetricEigen(gram, size).values[0]!));
}

/** Leading right singular vectors of a matrix. */
export interface RightSingularVectors {
  /**
   * Squares of the singular values in descending order, as shares of their sum, [rows]; those that
   * are rounding are 0.
   */
  readonly fractions: Float64Array;
  /** The leading vectors [columns], orthonormal: as many as asked for, or as the rank if less. */
  readonly vectors: readonly Float64Array[];
}

/** Squares of singular values below this share of the largest are rounding. */
const LEAST_SQUARE = 1e-12;

/**
 * Computes the leading right singular vectors of a matrix of few long rows from the eigenvectors
 * of A·Aᵀ: A = Σ σ·u·vᵀ, so v = Aᵀ·u/σ. Squaring costs half the digits: a singular value below
 * 1e-6 of the largest cannot be told from 0. Each vector's element of largest modulus (the first
 * of equals) is positive.
 * @param a [rows, columns], finite
 * @param count how many vectors, at least 1
 * @see Sirovich (1987), Turbulence and the dynamics of coherent structures (the method of snapshots).
 */
export function rightSingularVectors(
  a: Float64Array,
  rows: number,
  columns: number,
  count: number,
): RightSingularVectors {
  const largest = a.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  if (largest === 0) return { fractions: new Float64Array(rows), vectors: [] };
  // Scaled, so that no square overflows.
  const scaled = a.map((x) => x / largest);
  const row = (i: number): Float64Array => scaled.subarray(i * columns, (i + 1) * columns);
  const gram = new Float64Array(rows * rows);
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k <= i; k++) {
      const product = dot(row(i), row(k));
      gram[i * rows + k] = product;
      gram[k * rows + i] = product;
    }
  }
  const { values, vectors } = symmetricEigen(gram, rows);
  const sum = values.reduce((total, value) => total + Math.max(value, 0), 0);
  const rank = values.filter((value) => value > LEAST_SQUARE * values[0]!).length;
  const leading = Math.min(count, rank);
  const basis = new Float64Array(leading * columns);
  for (let i = 0; i < leading; i++) {
    for (let k = 0; k < rows; k++) {
      const [u, from] = [vectors[i * rows + k]!, row(k)];
      for (let j = 0; j < columns; j++) {
        basis[i * columns + j] = basis[i * columns + j]! + u * from[j]!;
      }
    }
  }
  orthonormalizeRows(basis, leading, columns);
  return {
    fractions: values.map((value, i) => (i < rank ? value / sum : 0)),
    vectors: Array.from({ length: leading }, (_, i) =>
      withLargestPositive(basis.slice(i * columns, (i + 1) * columns)),
    ),
  };
}

function withLargestPositive(v: Float64Array): Float64Array {
  const largest = v.reduce((most, x) => (Math.abs(x) > Math.abs(most) ? x : most), 0);
  return largest < 0 ? v.map((x) => -x) : v;
}

/**
 * Computes the scalar product Σ_j a_j·b_j in ascending j.
 * @param b as long as a
 */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j]! * b[j]!;
  return sum;
}
