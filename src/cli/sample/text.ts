// `rnn sample` of a language model: text, written as it is drawn.

import { sampleText } from '../../experiment/inference/sampleText.ts';
import { toJson } from '../../training/json.ts';
import { exitCodes } from '../exitCodes.ts';
import { isOn, readWhole } from '../options.ts';
import type { Output } from '../output.ts';
import { readCount, readSeed, readTemperature } from './drawSettings.ts';
import { type Sampler, sampleHeader } from './sampler.ts';

const USUAL_LENGTH = 500;
const LARGEST_TOP_K = 1_000_000;
/** Characters between two looks at the reader. */
const CHARACTERS_PER_TURN = 64;

/** What steers a terminal; line breaks and tabs are text. */
const STEERING = /[^\P{Cc}\n\t]/gu;

/** Bytes as text, those that are no UTF-8 as U+FFFD. */
const textDecoder = () => new TextDecoder('utf-8', { ignoreBOM: true });

/** What shows pieces in a terminal: as text, in which nothing steers it. */
function shownIn(stdout: Output): { show(piece?: Uint8Array): void } {
  const decoder = textDecoder();
  return {
    show(piece) {
      const text = piece ? decoder.decode(piece, { stream: true }) : `${decoder.decode()}\n`;
      if (text !== '') stdout.write(text.replace(STEERING, '\ufffd'));
    },
  };
}

/**
 * Writes text to a stream until it ends or the reader has gone away: its bytes as they are, but to a
 * terminal as text.
 */
async function write(pieces: Iterable<Uint8Array>, stdout: Output, isTTY: boolean): Promise<void> {
  const terminal = isTTY ? shownIn(stdout) : null;
  let count = 0;
  for (const piece of pieces) {
    if (terminal) terminal.show(piece);
    else stdout.write(piece);
    count += 1;
    if (count % CHARACTERS_PER_TURN !== 0) continue;
    await stdout.flush();
    await new Promise((resolve) => setImmediate(resolve));
    if (stdout.isClosed || stdout.failure !== null) return;
  }
  terminal?.show();
}

/** Samples text: exit 0. */
export const textSampler: Sampler<'text'> = {
  options: ['length', 'temperature', 'topK', 'prompt', 'seed'],
  async run(trained, notation, context) {
    const { options, io, stdout } = context;
    const { network, kernels } = trained;
    const { length, prompt = '', topK } = options;
    const request = {
      prompt: String(prompt),
      length: readCount('--length', length, USUAL_LENGTH),
      seed: readSeed(context, network.spec.seed),
      temperature: readTemperature(context),
      topK: topK === undefined ? null : readWhole('--top-k', topK, 1, LARGEST_TOP_K),
    };
    const pieces = sampleText(network, notation, { ...request, kernels });
    if (isOn(options, 'json')) {
      const text = textDecoder().decode(Buffer.concat([...pieces]));
      stdout.line(toJson({ ...sampleHeader(trained), ...request, text }));
    } else await write(pieces, stdout, io.isTTY);
    return exitCodes.ok;
  },
};
