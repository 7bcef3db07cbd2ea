// What a run asks of the machine, estimated from its spec: operations and disk. More rather than less,
// as if it went on to its last step.

import { ELEMENT_BYTES } from '../../math/kernels.ts';
import { PASSES, sequenceOperations } from '../operations.ts';
import { channelsOf, countStateVectors, gatesOf, longestSequence } from '../schema/memory.ts';
import type { Spec } from '../schema/spec.ts';

/** What a run asks for. */
export interface RunDemand {
  /** Floating-point operations of one update. */
  readonly updateOperations: number;
  /** Those of all updates and evaluations. */
  readonly operations: number;
  /** Updates at most. */
  readonly steps: number;
  /** Bytes its files take at most. */
  readonly diskBytes: number;
}

/** spec.json, result.json, provenance.json and the ends of metrics.jsonl. */
const FIXED_BYTES = 8192;
/** A line of metrics.jsonl without its policies. */
const LINE_BYTES = 240;
const POLICY_BYTES = 60;
/** A number of dL/dh_t, which is written out at every evaluation. */
const NUMBER_BYTES = 24;
/** What a checkpoint holds beside its tensors. */
const CHECKPOINT_STATE_BYTES = 16_384;
/** Biases, gains, peepholes and first states, in rows of H. */
const ROWS_BESIDE_WEIGHTS = 5;

function parameterCount(spec: Spec): number {
  const { inputSize, outputSize } = channelsOf(spec.task);
  let inputs = inputSize;
  let count = 0;
  for (const { type, hiddenSize, bidirectional } of spec.model.layers) {
    const directions = bidirectional ? 2 : 1;
    const rows = gatesOf(type) * (inputs + hiddenSize) + ROWS_BESIDE_WEIGHTS * gatesOf(type);
    count += directions * hiddenSize * rows;
    inputs = directions * hiddenSize;
  }
  return count + outputSize * (inputs + 1);
}

function checkpointBytes(spec: Spec): number {
  const vectors = 1 + countStateVectors(spec.training);
  return CHECKPOINT_STATE_BYTES + vectors * parameterCount(spec) * ELEMENT_BYTES[spec.precision];
}

function diskBytes(spec: Spec, evaluations: number): number {
  const { training, metrics, checkpoint, model, task } = spec;
  const made =
    checkpoint.seconds === undefined
      ? Math.ceil(training.steps / (checkpoint.every ?? 1))
      : Number.POSITIVE_INFINITY;
  // Beside those kept there are the best and, before the oldest goes, a new one.
  const kept = Math.min(checkpoint.keep, made) + 2;
  const lines = Math.ceil(training.steps / metrics.every) + evaluations;
  const traces = evaluations * model.layers.length * longestSequence(task) * NUMBER_BYTES;
  const line = LINE_BYTES + training.policy.length * POLICY_BYTES;
  return FIXED_BYTES + lines * line + traces + kept * checkpointBytes(spec);
}

/**
 * Estimates what a run asks for.
 * @param spec - a text is taken to have 256 different characters
 */
export function runDemand(spec: Spec): RunDemand {
  const { training, evaluation } = spec;
  const { steps } = training;
  const evaluations = Math.floor(steps / evaluation.every) + 2;
  const updateOperations = sequenceOperations(spec, training.batchSize, PASSES.gradient);
  const evaluated = evaluation.size * (evaluation.lengths?.length ?? 1);
  const ofOne = sequenceOperations(spec, evaluated, PASSES.forward);
  return {
    updateOperations,
    operations: steps * updateOperations + evaluations * ofOne,
    steps,
    diskBytes: diskBytes(spec, evaluations),
  };
}
