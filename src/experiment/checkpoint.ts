// A checkpoint as bytes: the parameters after a step by full tensor name, whose they are, what training
// goes on from, and a hash over all of it.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { NUMERICS_VERSION } from '../math/numerics.ts';
import {
  decodeSafetensors,
  safetensorsParts,
  type WeightTensor,
} from '../model/weights/safetensors.ts';
import { isWeight } from '../model/weights/trainingTensors.ts';
import { WeightsFileError } from '../model/weights/weightsFileError.ts';
import { decodeRunState, encodeRunState, type RunState } from './storedState.ts';

/** Version of the file format. */
export const CHECKPOINT_SCHEMA_VERSION = 2;

/** What a checkpoint file holds. */
export interface StoredCheckpoint {
  /** The run it is of, 64 hex digits. */
  readonly runId: string;
  /** Updates done. */
  readonly step: number;
  /** The parameters, in the network's order. */
  readonly tensors: readonly WeightTensor[];
  /** What training goes on from; null in files of format 1, which had parameters only. */
  readonly training: StoredTraining | null;
}

/** What training goes on from beside the parameters. */
export interface StoredTraining {
  readonly state: RunState;
  /** Optimizer states, averages, carried states …; see checkpointVectors.ts. */
  readonly tensors: readonly WeightTensor[];
}

/** The format that had parameters only. */
const PARAMETERS_ONLY = 1;

/** Stands where the hash will stand while it is computed. */
const UNSEALED = '0'.repeat(64);
const SEAL_KEY = '"sha256":"';

/**
 * Encodes a checkpoint; equal ones have equal bytes.
 * @returns a safetensors file whose `sha256` is that of the file with zeros for its 64 digits
 */
export function encodeCheckpoint(checkpoint: StoredCheckpoint): Uint8Array {
  const parts = unsealedParts(checkpoint);
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  setSeal(parts[0], hash.digest());
  return new Uint8Array(Buffer.concat(parts));
}

/** Bytes hashed at a time, which takes a few ms. */
const PIECE_BYTES = 2 ** 22;

/**
 * Encodes a checkpoint to the same bytes while the event loop takes its turns. Another thread would hash
 * it no cheaper: handing it the bytes takes as long.
 * @returns the file in parts, of which all but the first are the tensors' own memory
 */
export async function checkpointParts(
  checkpoint: StoredCheckpoint,
): Promise<readonly Uint8Array[]> {
  const parts = unsealedParts(checkpoint);
  const hash = createHash('sha256');
  for (const part of parts) {
    for (let at = 0; at < part.length; at += PIECE_BYTES) {
      const piece = part.subarray(at, at + PIECE_BYTES);
      hash.update(piece);
      if (piece.length === PIECE_BYTES) await new Promise((resolve) => setImmediate(resolve));
    }
  }
  setSeal(parts[0], hash.digest());
  return parts;
}

function unsealedParts({ runId, step, tensors, training }: StoredCheckpoint) {
  return safetensorsParts([...tensors, ...(training?.tensors ?? [])], {
    schema: String(training ? CHECKPOINT_SCHEMA_VERSION : PARAMETERS_ONLY),
    numerics: String(NUMERICS_VERSION),
    runId,
    step: String(step),
    ...(training ? { state: encodeRunState(training.state) } : {}),
    sha256: UNSEALED,
  });
}

function setSeal(header: Uint8Array, digest: Buffer): void {
  header.set(Buffer.from(digest.toString('hex')), placeOfSeal(header, UNSEALED));
}

const wholeNumber = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);
const metadataSchema = z.object({
  schema: wholeNumber,
  runId: z.string(),
  step: wholeNumber,
  state: z.string().exactOptional(),
});

/**
 * Decodes a checkpoint and checks it to the last byte.
 * @throws WeightsFileError if it is damaged or of a newer format
 */
export function decodeCheckpoint(bytes: Uint8Array): StoredCheckpoint {
  const { tensors, metadata } = decodeSafetensors(bytes);
  checkSeal(bytes, metadata.sha256 ?? '');
  const words = metadataSchema.safeParse(metadata);
  if (!words.success) throw new WeightsFileError('a word of its metadata is missing or wrong');
  const { schema, runId, step, state } = words.data;
  if (schema > CHECKPOINT_SCHEMA_VERSION) {
    throw new WeightsFileError(
      `it has format ${schema}, this program reads ${CHECKPOINT_SCHEMA_VERSION}`,
    );
  }
  const all = [...tensors.values()];
  return { runId, step, tensors: all.filter(isWeight), training: trainingOf(state, step, all) };
}

function trainingOf(
  text: string | undefined,
  step: number,
  tensors: readonly WeightTensor[],
): StoredTraining | null {
  if (text === undefined) return null;
  const state = decodeRunState(text);
  if (state?.train.progress.step !== step)
    throw new WeightsFileError('the state in its metadata is wrong');
  return { state, tensors: tensors.filter((tensor) => !isWeight(tensor)) };
}

/** Throws unless the hash is that of everything else. */
function checkSeal(bytes: Uint8Array, seal: string): void {
  const at = placeOfSeal(bytes, seal);
  const found = createHash('sha256')
    .update(bytes.subarray(0, at))
    .update(UNSEALED)
    .update(bytes.subarray(at + UNSEALED.length))
    .digest('hex');
  if (at < 0 || found !== seal) throw new WeightsFileError('its hash differs');
}

/** Index of the hash's first digit, or -1. */
function placeOfSeal(bytes: Uint8Array, seal: string): number {
  const at = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf(SEAL_KEY + seal);
  return at < 0 ? at : at + SEAL_KEY.length;
}
