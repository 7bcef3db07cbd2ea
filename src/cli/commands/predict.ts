// `rnn predict`: what a trained network says about sequences of the user's own, line by line.

import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { describePrediction, keptSteps } from '../../experiment/inference/prediction.ts';
import {
  LARGEST_LINE_BYTES,
  readPredictionInput,
} from '../../experiment/inference/predictionInput.ts';
import { openPredictor, type PredictorInput } from '../../experiment/inference/predictor.ts';
import { toJson } from '../../training/json.ts';
import type { CommandContext, RunCommand } from '../command.ts';
import { CliError, exitCodes } from '../exitCodes.ts';
import { readWhole } from '../options.ts';
import { readLines } from '../readLines.ts';
import { openTrainedRun } from '../trainedRun.ts';

/** Stands for standard input. */
const STDIN = '-';
const LARGEST_BATCH = 10_000;
/** Numbers that may wait for a batch to fill. */
const MOST_WAITING = 1_000_000;

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
    const reason = error instanceof Error ? error.message : String(error);
    throw new CliError(exitCodes.inputOutput, `cannot read ${file}: ${reason}`);
  }
}

/** Predicts until the lines end or the reader goes away: exit 0. */
export const run: RunCommand = async (context) => {
  const { options, stdout } = context;
  const batchSize = readWhole('--batch', options.batch, 1, LARGEST_BATCH);
  const trained = await openTrainedRun(context);
  const { label, stream } = openInput(context.arguments[1] ?? STDIN, context);
  const predictor = openPredictor(trained.network, batchSize, keptSteps(trained), trained.kernels);
  let waiting: PredictorInput[] = [];
  let waitingCount = 0;

  const answer = async (): Promise<void> => {
    const rows = predictor.predict(waiting);
    waiting = [];
    waitingCount = 0;
    for (const one of rows) stdout.line(toJson(describePrediction(trained, one)));
    await stdout.flush();
  };

  try {
    for await (const line of readLines(stream, label, LARGEST_LINE_BYTES)) {
      const input = readPredictionInput(trained, line.text, { path: label, line: line.number });
      waiting.push(input);
      waitingCount += input.values.length;
      if (waiting.length === batchSize || waitingCount > MOST_WAITING) await answer();
      if (stdout.isClosed || stdout.failure !== null) return exitCodes.ok;
    }
  } catch (error) {
    // What came before a bad line is answered all the same.
    await answer();
    throw error;
  }
  await answer();
  return exitCodes.ok;
};
