// Text that a trained language model writes, character by character.
import { ConfigurationError } from '../../math/configurationError.ts';
import type { KernelName } from '../../math/kernels.ts';
import { openStream } from '../../math/random.ts';
import type { Notation } from '../../tasks/task.ts';
import type { StoredNetwork } from '../storedNetwork.ts';
import { type DrawOptions, drawSymbol } from './draw.ts';
import { openStepper } from './stepper.ts';

/** How text is known to a network. */
export type TextNotation = Extract<Notation, { readonly kind: 'text' }>;

/** What to write. */
export interface TextRequest extends DrawOptions {
  /** What it goes on from; empty for none. */
  readonly prompt: string;
  /** Characters (or bytes) to draw after it. */
  readonly length: number;
  readonly seed: number;
  readonly kernels: KernelName;
}

/** Where a text without a prompt goes on from, where the alphabet has it. */
const BEGINNING = '\n';

/**
 * Writes text: the prompt first, then what is drawn. Without a prompt it goes on from a line break that
 * is not written, or where the alphabet has none, from its first symbol.
 * @returns bytes of UTF-8, a character at a time; of tasks over bytes a byte at a time
 * @throws ConfigurationError if a character of the prompt is not in the alphabet, or the network cannot
 * run step by step or was not trained to tell probabilities of the next symbol
 */
export function* sampleText(
  stored: StoredNetwork,
  notation: TextNotation,
  { prompt, length, seed, kernels, ...options }: TextRequest,
): Generator<Uint8Array, void> {
  const { task, loss } = stored.spec;
  if ('horizon' in task && task.horizon !== 1) {
    throw new ConfigurationError(
      `expected a network that tells the next character (task.horizon 1), to go on from its own, ` +
        `got one that tells the ${task.horizon}th after it`,
    );
  }
  const { type } = loss;
  if (type !== 'softmaxCrossEntropy') {
    throw new ConfigurationError(
      `expected a network trained with softmaxCrossEntropy to draw symbols, got ${type}`,
    );
  }
  const read = encodePrompt(notation, prompt);
  const stepper = openStepper(stored, kernels);
  const stream = openStream(seed, 'sample');
  for (const symbol of read.slice(0, -1)) stepper.step(symbol);
  let last = read.at(-1) ?? firstSymbol(notation);
  if (read.length > 0) yield notation.decode(read);
  for (let n = 0; n < length; n++) {
    last = drawSymbol(stepper.step(last), options, stream);
    yield notation.decode([last]);
  }
}

function encodePrompt(notation: TextNotation, prompt: string): Int32Array {
  try {
    return notation.encode(prompt);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    throw new ConfigurationError(`--prompt: ${error.message}`);
  }
}

function firstSymbol(notation: TextNotation): number {
  try {
    return notation.encode(BEGINNING)[0] ?? 0;
  } catch (error) {
    if (error instanceof ConfigurationError) return 0;
    throw error;
  }
}
