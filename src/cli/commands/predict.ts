// `rnn predict`: what a trained network says about sequences of the user's own, line by line.

import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { DataError, whyUnreadable } from '../../experiment/dataFile.ts';
import { keptSteps, predictionText } from '../../experiment/inference/prediction.ts';
import {
  LARGEST_LINE_BYTES,
  readPredictionInput,
} from '../../experiment/inference/predictionInput.ts';
import { openPredictor, type PredictorInput } from '../../experiment/inference/predictor.ts';
import type { LinePlace } from '../../tasks/formats/sequenceLine.ts';
import { TaskFileError } from '../../tasks/taskFileError.ts';
import type { CommandContext, RunCommand } from '../command.ts';
import { exitCodes } from '../exitCodes.ts';
import { readWhole } from '../options.ts';
import { type Line, readLines } from '../readLines.ts';
import { openTrainedRun } from '../trainedRun.ts';

/** Stands for standard input. */
const STDIN = '-';
const LARGEST_BATCH = 10_000;
/** Numbers, in and out, that may wait for a batch to fill. */
const MOST_WAITING = 1_000_000;
/** Outputs of one sequence: 256 MiB of them. */
const MOST_OUTPUTS = 2 ** 25;
/** Characters after which what is written has to have arrived. */
const MOST_UNDER_WAY = 2 ** 20;

/** The sequences, and what errors call them. */
function openInput(file: string, { io }: CommandContext) {
  return file === STDIN
    ? { label: 'standard input', stream: io.stdin as AsyncIterable<Uint8Array | string> }
    : { label: file, stream: openFile(file, resolve(io.cwd, file)) };
}

async function* openFile(file: string, path: string): AsyncGenerator<Uint8Array, void> {
  try {
    yield* createReadStream(path) as AsyncIterable<Uint8Array>;
  } catch (error) {
    const reason = whyUnreadable(error);
    if (reason === null) throw error;
    throw new DataError(`cannot read ${file}: ${reason}`);
  }
}

function checkLength(length: number, outputSize: number, { path, line }: LinePlace): void {
  const most = Math.floor(MOST_OUTPUTS / outputSize);
  if (length <= most) return;
  const message = `expected at most ${most} steps of ${outputSize} outputs each, got ${length}`;
  throw new TaskFileError(path, message, { line, column: 1 });
}

/** Predicts until the lines end or the reader goes away: exit 0. */
export const run: RunCommand = async (context) => {
  const { options, stdout } = context;
  const batchSize = readWhole('--batch', options.batch, 1, LARGEST_BATCH);
  const trained = await openTrainedRun(context);
  const { label, stream } = openInput(context.arguments[1] ?? STDIN, context);
  const kept = keptSteps(trained);
  const predictor = openPredictor(trained.network, batchSize, kept, trained.kernels);
  const { outputSize } = predictor;
  const isGone = () => stdout.isClosed || stdout.failure !== null;
  let waiting: PredictorInput[] = [];
  let waitingCount = 0;
  /** The first of the empty lines just read; at the end of the file they are fine. */
  let empty: Line | null = null;

  const answer = async (): Promise<void> => {
    const found = predictor.predict(waiting);
    waiting = [];
    waitingCount = 0;
    let underWay = 0;
    for (const outputs of found) {
      for (const piece of predictionText(trained, outputs)) {
        stdout.write(piece);
        underWay += piece.length;
        if (underWay < MOST_UNDER_WAY) continue;
        await stdout.flush();
        if (isGone()) return;
        underWay = 0;
      }
      stdout.line();
    }
    await stdout.flush();
  };

  try {
    for await (const line of readLines(stream, label, LARGEST_LINE_BYTES)) {
      if (line.text.trim() === '') {
        empty ??= line;
        continue;
      }
      const { text, number } = empty ?? line;
      const place = { path: label, line: number };
      const input = readPredictionInput(trained, text, place);
      if (kept === 'everyStep') checkLength(input.length, outputSize, place);
      waiting.push(input);
      waitingCount += input.values.length + (kept === 'everyStep' ? input.length * outputSize : 0);
      if (waiting.length === batchSize || waitingCount > MOST_WAITING) await answer();
      if (isGone()) return exitCodes.ok;
    }
  } catch (error) {
    // What came before a bad line is answered all the same.
    await answer();
    throw error;
  }
  await answer();
  return exitCodes.ok;
};
