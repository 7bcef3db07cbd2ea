// What a surface of a network costs, before anything is computed: operations and memory. Estimates
// from sizes alone; nothing is measured.
import { losses } from '../../../losses/index.ts';
import { ConfigurationError } from '../../../math/configurationError.ts';
import { ELEMENT_BYTES } from '../../../math/kernels.ts';
import { alignUp } from '../../../math/layout.ts';
import { PASSES, sequenceOperations } from '../../operations.ts';
import { channelsOf, formatBytes, longestSequence } from '../../schema/memory.ts';
import type { Spec } from '../../schema/spec.ts';

/** A symbol or a class. */
const INDEX_BYTES = 4;
/** Most memory the batches of one evaluator may take: 256 MiB. */
const BATCHES_LIMIT_BYTES = 2 ** 28;

/**
 * Estimates the floating-point operations of one point: loss and gradient over all batches.
 * @param spec the experiment of the surface; a text is taken to have 256 different characters
 * @returns a rough number, for the longest sequences
 */
export function networkOperations(spec: Spec): number {
  return sequenceOperations(spec, Math.max(spec.evaluation.size, 1), PASSES.gradient);
}

/**
 * Estimates the memory of the batches an evaluator keeps beside its network, in bytes.
 * @param spec the experiment of the surface; a text is taken to have 256 different characters
 */
export function batchesBytes(spec: Spec): number {
  const { inputSize, hasSymbols, outputSize, everyStep } = channelsOf(spec.task);
  const { batchSize } = spec.training;
  const elementBytes = ELEMENT_BYTES[spec.precision];
  // Batches are kept as large as planned, the last one too.
  const sequences = Math.ceil(spec.evaluation.size / batchSize) * batchSize;
  const rows = longestSequence(spec.task) * sequences;
  const outputRows = everyStep ? rows : sequences;
  const inputBytes = hasSymbols ? INDEX_BYTES : alignUp(inputSize * elementBytes);
  const holdsValues = losses[spec.loss.type].targetKind === 'value';
  const valueBytes = holdsValues ? alignUp(outputSize * elementBytes) : 0;
  return rows * inputBytes + outputRows * (INDEX_BYTES + valueBytes);
}

/**
 * Checks that an evaluator's batches fit, every worker having one.
 * @param spec the experiment of the surface
 * @throws ConfigurationError naming what they need and the limit
 */
export function checkBatches(spec: Spec): void {
  const bytes = batchesBytes(spec);
  if (bytes <= BATCHES_LIMIT_BYTES) return;
  throw new ConfigurationError(
    `surface: ${spec.evaluation.size} sequences need about ${formatBytes(bytes)}, limit ` +
      `${formatBytes(BATCHES_LIMIT_BYTES)}: lower --sequences`,
  );
}
