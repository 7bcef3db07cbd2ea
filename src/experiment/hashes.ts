// Hashes of what a run computed: every step's loss and gradient norm, and the final tensors. NaN is
// canonical and bytes are little-endian, so that equal results have equal hashes everywhere.
import { createHash } from 'node:crypto';
import type { Arena } from '../math/arena.ts';
import type { TensorVector } from '../math/layout.ts';

/** Steps hashed at a time; a call per step would cost more than the hashing. */
const STEPS_AT_A_TIME = 512;

/** Running hash over the steps of a run. */
export interface TrajectoryHash {
  /** Takes the next step's loss and gradient norm in. */
  add(loss: number, gradientNorm: number): void;
  /** SHA-256 over all steps, 64 hex digits; ends the hash. */
  digest(): string;
}

/** Starts the running hash: 16 bytes a step, loss and gradient norm as f64. */
export function createTrajectoryHash(): TrajectoryHash {
  const hash = createHash('sha256');
  const bytes = new Uint8Array(STEPS_AT_A_TIME * 16);
  const view = new DataView(bytes.buffer);
  let length = 0;
  return {
    add(loss, gradientNorm) {
      setCanonical(view, length, loss);
      setCanonical(view, length + 8, gradientNorm);
      length += 16;
      if (length < bytes.length) return;
      hash.update(bytes);
      length = 0;
    },
    digest: () => hash.update(bytes.subarray(0, length)).digest('hex'),
  };
}

/** SHA-256 over names, shapes and elements (without padding) of the tensors of vectors, in order. */
export function hashVectors(arena: Arena, vectors: readonly TensorVector[]): string {
  const hash = createHash('sha256');
  const single = arena.precision === 'f32';
  for (const { tensors } of vectors) {
    for (const tensor of tensors) {
      const values = arena.read(tensor);
      const width = single ? 4 : 8;
      const bytes = new Uint8Array(values.length * width);
      const view = new DataView(bytes.buffer);
      values.forEach((value, i) => {
        if (single) setCanonicalSingle(view, i * width, value);
        else setCanonical(view, i * width, value);
      });
      hash.update(`${tensor.name}[${tensor.shape.join(',')}]${arena.precision}\n`).update(bytes);
    }
  }
  return hash.digest('hex');
}

const CANONICAL_NAN_HIGH = 0x7ff80000;
const CANONICAL_NAN_SINGLE = 0x7fc00000;

function setCanonical(view: DataView, at: number, value: number): void {
  if (Number.isNaN(value)) {
    view.setUint32(at, 0, true);
    view.setUint32(at + 4, CANONICAL_NAN_HIGH, true);
  } else {
    view.setFloat64(at, value, true);
  }
}

function setCanonicalSingle(view: DataView, at: number, value: number): void {
  if (Number.isNaN(value)) view.setUint32(at, CANONICAL_NAN_SINGLE, true);
  else view.setFloat32(at, value, true);
}
