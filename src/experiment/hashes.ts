// Hashes of what a run computed: every step's loss and gradient norm, and the final tensors. NaN is
// canonical and bytes are little-endian, so that equal results have equal hashes everywhere.
import { createHash } from 'node:crypto';
import type { Arena } from '../math/arena.ts';
import type { TensorVector } from '../math/layout.ts';
import { bytesOfNumbers, setDouble } from '../math/littleEndian.ts';
import { tensorsOf } from '../model/weights/parameters.ts';
import type { WeightTensor } from '../model/weights/safetensors.ts';

/** Steps hashed at a time; a call per step would cost more than the hashing. */
const STEPS_AT_A_TIME = 512;
/** Loss and gradient norm as f64. */
const STEP_BYTES = 16;

/** Where a running hash stands, to go on from: plain data. */
export interface TrajectoryState {
  /** Hash over the whole blocks so far, 64 hex digits; empty before the first. */
  readonly chain: string;
  /** Bytes of the steps since, in base64. */
  readonly pending: string;
}

/** Whether a text can be the `pending` of a state: whole steps, fewer than fill a block. */
export function isPending(text: string): boolean {
  const { length } = Buffer.from(text, 'base64');
  return length % STEP_BYTES === 0 && length < STEPS_AT_A_TIME * STEP_BYTES;
}

/** Running hash over the steps of a run. */
export interface TrajectoryHash {
  /** Takes the next step's loss and gradient norm in. */
  add(loss: number, gradientNorm: number): void;
  /** SHA-256 over all steps, 64 hex digits. */
  digest(): string;
  /** Where it stands. */
  state(): TrajectoryState;
}

/**
 * Starts the running hash: 16 bytes a step, loss and gradient norm as f64. Blocks of 512 steps are
 * chained, each hash being over the one before and the block, since a hash under way cannot be saved.
 * @param from where to go on; the beginning without it
 */
export function createTrajectoryHash(from?: TrajectoryState): TrajectoryHash {
  const bytes = new Uint8Array(STEPS_AT_A_TIME * 16);
  const view = new DataView(bytes.buffer);
  const pending = Buffer.from(from?.pending ?? '', 'base64').subarray(0, bytes.length - 16);
  let chain = from?.chain ?? '';
  let length = pending.length;
  bytes.set(pending);
  const chained = (): string =>
    createHash('sha256')
      .update(Buffer.from(chain, 'hex'))
      .update(bytes.subarray(0, length))
      .digest('hex');
  return {
    add(loss, gradientNorm) {
      setDouble(view, length, loss);
      setDouble(view, length + 8, gradientNorm);
      length += 16;
      if (length < bytes.length) return;
      chain = chained();
      length = 0;
    },
    digest: chained,
    state: () => ({ chain, pending: Buffer.from(bytes.subarray(0, length)).toString('base64') }),
  };
}

/** SHA-256 over names, shapes and elements (without padding) of the tensors of vectors, in order. */
export function hashVectors(arena: Arena, vectors: readonly TensorVector[]): string {
  return hashTensors(tensorsIn(arena, vectors));
}

function* tensorsIn(arena: Arena, vectors: readonly TensorVector[]): Generator<WeightTensor> {
  for (const vector of vectors) yield* tensorsOf(vector, arena.view(vector));
}

/** SHA-256 over names, shapes and elements of tensors, in order: that of the vector they are from. */
export function hashTensors(tensors: Iterable<WeightTensor>): string {
  const hash = createHash('sha256');
  for (const { name, shape, precision, values } of tensors) {
    hash.update(`${name}[${shape.join(',')}]${precision}\n`).update(bytesOfNumbers(values));
  }
  return hash.digest('hex');
}
