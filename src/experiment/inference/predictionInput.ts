// A line of JSON as a sequence for a trained network, as the network's task writes sequences.
import { type LinePlace, parseSequenceInput } from '../../tasks/formats/sequenceLine.ts';
import { standardized } from './forecast.ts';
import type { Trained } from './openTrained.ts';
import type { PredictorInput } from './predictor.ts';

/** Longest line that is read, in bytes: 16 MiB. */
export const LARGEST_LINE_BYTES = 2 ** 24;

/**
 * Reads `{"input": ...}`: symbols, rows of numbers, numbers alone for a network of one input, or a text for
 * a network of text. Other keys are left alone, so that lines with targets can be read, too. Rows of a
 * series are in the units of its data.
 * @throws TaskFileError with line and column if it is not JSON or no sequence for this network
 */
export function readPredictionInput(
  { task: { notation }, network }: Trained,
  text: string,
  place: LinePlace,
): PredictorInput {
  const readText = notation?.kind === 'text' ? notation.encode : undefined;
  const { length, inputs } = parseSequenceInput(text, network.input, place, readText);
  if (notation?.kind !== 'series') return { length, values: inputs };
  const { size } = network.input;
  const values = new Float64Array(inputs.length);
  for (let at = 0; at < values.length; at += size) {
    values.set(standardized(inputs.subarray(at, at + size), notation.inputs), at);
  }
  return { length, values };
}
