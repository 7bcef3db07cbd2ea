// Draws from what a network's outputs say: one symbol of several, or each key by itself. The same draws
// on every machine.
import { ConfigurationError } from '../../math/configurationError.ts';
import type { RandomStream } from '../../math/random.ts';
import { largestOf, sigmoids, softmax } from './probabilities.ts';

/** How boldly to draw. */
export interface DrawOptions {
  /** Outputs are divided by it: below 1 the likely becomes likelier, 0 takes the likeliest. */
  readonly temperature: number;
  /** Only the k likeliest are drawn from; null for all. */
  readonly topK: number | null;
}

/**
 * Draws symbol j with probability exp(y_j / temperature) / Σ_k exp(y_k / temperature), k among the topK
 * largest outputs, of equal ones the first. Takes one draw of the stream; none at temperature 0.
 * @param outputs y, [O]
 * @throws ConfigurationError if an output is not finite
 */
export function drawSymbol(
  outputs: ArrayLike<number>,
  { temperature, topK }: DrawOptions,
  stream: RandomStream,
): number {
  checkFinite(outputs);
  if (temperature === 0) return largestOf(outputs);
  const kept = likeliest(outputs, topK);
  const most = outputs[largestOf(outputs)] ?? 0;
  // Taken off first: the quotient of a large output and a low temperature may not be finite.
  const shares = softmax(kept.map((symbol) => ((outputs[symbol] ?? 0) - most) / temperature));
  const point = stream.uniform();
  let sum = 0;
  for (const [index, share] of shares.entries()) {
    sum += share;
    if (point < sum) return kept[index] ?? 0;
  }
  // Rounding may leave the sum a little below 1.
  return kept[shares.findLastIndex((share) => share > 0)] ?? 0;
}

/**
 * Draws each key by itself: on with probability σ(y_j / temperature). Takes one draw of the stream for
 * each; none at temperature 0, where keys are on whose output is positive.
 * @param outputs y, [O]
 * @returns 1 or 0 for each, [O]
 * @throws ConfigurationError if an output is not finite
 */
export function drawKeys(
  outputs: ArrayLike<number>,
  { temperature }: Pick<DrawOptions, 'temperature'>,
  stream: RandomStream,
): number[] {
  checkFinite(outputs);
  if (temperature === 0) return Array.from(outputs, (output) => (output > 0 ? 1 : 0));
  const shares = sigmoids(Array.from(outputs, (output) => output / temperature));
  return shares.map((share) => (stream.uniform() < share ? 1 : 0));
}

/** The symbols to draw from, ascending. */
function likeliest(outputs: ArrayLike<number>, topK: number | null): number[] {
  const symbols = Array.from({ length: outputs.length }, (_, symbol) => symbol);
  if (topK === null || topK >= symbols.length) return symbols;
  return symbols
    .sort((a, b) => (outputs[b] ?? 0) - (outputs[a] ?? 0) || a - b)
    .slice(0, topK)
    .sort((a, b) => a - b);
}

function checkFinite(outputs: ArrayLike<number>): void {
  for (let j = 0; j < outputs.length; j++) {
    if (!Number.isFinite(outputs[j])) {
      throw new ConfigurationError(
        `expected finite outputs to draw from, got ${outputs[j]}: the training has diverged`,
      );
    }
  }
}
