// The interface of the numeric kernels: what each computes, in which order, on which memory. It has
// two implementations with the same bits, `reference` (plain TypeScript) and `simd` (WebAssembly).

/** Floating-point format of parameters, states and gradients. */
export type Precision = 'f32' | 'f64';

/** Bytes of one element. */
export const ELEMENT_BYTES: Readonly<Record<Precision, number>> = { f32: 4, f64: 8 };

/**
 * Padding unit of rows and tensors in bytes: one pair of 128-bit vectors. Elements between the end
 * of a row and the next multiple of it are zero at all times.
 */
export const ROW_ALIGNMENT = 32;

/** Which implementation runs: plain TypeScript, 128-bit SIMD, or SIMD merged to 256 bits by V8. */
export type KernelName = 'reference' | '128' | '256';

/** Byte offset into the arena's memory. */
export type Address = number;

/**
 * Numeric kernels for one precision over one memory. Matrices are row-major with padded rows;
 * addresses, row strides (`…Row`) and lengths are in bytes, counts (`m`, `n`, `k`, `rows`,
 * `columns`) in elements. Nothing is checked here: shapes are checked when a network is planned.
 * All arithmetic is in the kernels' precision unless said otherwise; nothing is fused.
 */
export interface Kernels {
  readonly name: KernelName;
  readonly precision: Precision;

  /**
   * C = A·B, or C += A·B where accumulate is not 0; C is [m, n], A is [m, k], B is [k, n]. Element
   * (i, l) of A lies at a + i·aRow + l·aColumn, so that Aᵀ needs no copy: one
   * of aRow and aColumn is the size of an element, the other a padded row. Each element of C is one
   * sum over k ≥ 1 terms in ascending order that starts from 0 or from C. Padding of C becomes zero.
   */
  matmul(
    c: Address,
    cRow: number,
    a: Address,
    aRow: number,
    aColumn: number,
    b: Address,
    bRow: number,
    m: number,
    n: number,
    k: number,
    accumulate: number,
  ): void;
  /** t [columns, rows] = aᵀ for a [rows, columns]; padding of t is left as it is. */
  transpose(
    t: Address,
    tRow: number,
    a: Address,
    aRow: number,
    rows: number,
    columns: number,
  ): void;
  /** c[n] = source for n < rows: copies one padded row. */
  fillRows(c: Address, cRow: number, source: Address, rows: number): void;
  /** c[n] = table[indices[n]], plus the row bias where its address is not 0; indices are int32. */
  gatherRows(
    c: Address,
    cRow: number,
    table: Address,
    bias: Address,
    indices: Address,
    rows: number,
  ): void;
  /** table[indices[n]] += a[n] in ascending n. */
  scatterAddRows(table: Address, a: Address, aRow: number, indices: Address, rows: number): void;
  /** target += Σ_n a[n] in ascending n. */
  sumRows(target: Address, a: Address, aRow: number, rows: number): void;

  /** a = tanh(a) in place. */
  tanhForward(a: Address, row: number, rows: number, columns: number): void;
  /** a = σ(a) in place. */
  sigmoidForward(a: Address, row: number, rows: number, columns: number): void;
  /** a = max(a, 0) in place; NaN stays NaN. */
  reluForward(a: Address, row: number, rows: number, columns: number): void;
  /** da = dh ∘ (1 − h²) over whole padded rows. */
  tanhBackward(da: Address, dh: Address, h: Address, length: number): void;
  /** da = dh ∘ h ∘ (1 − h) over whole padded rows. */
  sigmoidBackward(da: Address, dh: Address, h: Address, length: number): void;
  /** da = dh where h > 0 and 0 elsewhere, over whole padded rows. */
  reluBackward(da: Address, dh: Address, h: Address, length: number): void;

  /**
   * Returns Σ_n −ln softmax(z_n)[index_n] and writes gradient = scale·(softmax(z) − onehot). The
   * exponentials of a row are summed lane by lane (32 bytes of lanes, folded by halves); the rows'
   * losses are summed in f64.
   */
  softmaxCrossEntropy(
    gradient: Address,
    logits: Address,
    row: number,
    indices: Address,
    rows: number,
    columns: number,
    scale: number,
  ): number;
  /**
   * Returns Σ −y·ln σ(z) − (1 − y)·ln(1 − σ(z)) over rows and columns and writes
   * gradient = scale·(σ(z) − y). Losses are summed in f64, lane by lane, folded by halves.
   */
  sigmoidCrossEntropy(
    gradient: Address,
    logits: Address,
    targets: Address,
    row: number,
    rows: number,
    columns: number,
    scale: number,
  ): number;
  /** Returns Σ (z − y)² and writes gradient = 2·scale·(z − y); summed as in sigmoidCrossEntropy. */
  squaredError(
    gradient: Address,
    outputs: Address,
    targets: Address,
    row: number,
    rows: number,
    columns: number,
    scale: number,
  ): number;

  /** Returns Σ a² in f64, in as many accumulators as 32 bytes hold elements, folded by halves. */
  sumSquares(a: Address, length: number): number;
  /** a *= factor. */
  scale(a: Address, length: number, factor: number): void;
  /** Clamps each element to [−most, most] (NaN stays) and returns how many lay outside. */
  clipValue(a: Address, length: number, most: number): number;
  /** p −= rate·g. */
  sgd(p: Address, g: Address, length: number, rate: number): void;
  /**
   * v = decay·v + g, then p −= rate·v, or p −= rate·(g + decay·v) where nesterov is not 0: the
   * variant of Sutskever et al. (2013) as PyTorch has it, without dampening.
   */
  momentum(
    p: Address,
    g: Address,
    v: Address,
    length: number,
    rate: number,
    decay: number,
    nesterov: number,
  ): void;
  /**
   * m = β₁m + (1−β₁)g, v = β₂v + (1−β₂)g², p −= rate·(m·correction1) / (√(v·correction2) + ε) with
   * correction = 1/(1 − βᵗ): Kingma and Ba (2015), Algorithm 1, epsilon outside the root.
   */
  adam(
    p: Address,
    g: Address,
    m: Address,
    v: Address,
    length: number,
    rate: number,
    beta1: number,
    beta2: number,
    epsilon: number,
    correction1: number,
    correction2: number,
  ): void;
}

/** The operations alone, without what says which implementation they are. */
export type KernelOperations = Omit<Kernels, 'name' | 'precision'>;
