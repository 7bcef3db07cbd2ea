// `rnn evaluate`: what a trained network's loss and error are, by split and length.

import { drive } from '../../experiment/drive.ts';
import {
  evaluateTrained,
  type TrainedEvaluation,
} from '../../experiment/inference/evaluateTrained.ts';
import { evaluationReport } from '../../experiment/inference/evaluationReport.ts';
import {
  type PlannedEvaluations,
  planEvaluations,
} from '../../experiment/inference/planEvaluations.ts';
import { formatCount } from '../../report/format.ts';
import { createLineProgress } from '../../report/progress/lineProgress.ts';
import { trainedEvaluations, trainedEvaluationsLine } from '../../report/trainedEvaluations.ts';
import { toJson } from '../../training/json.ts';
import type { CommandContext, RunCommand } from '../command.ts';
import { type EvaluateSettings, readEvaluateSettings } from '../evaluateSettings.ts';
import { CliError, exitCodes } from '../exitCodes.ts';
import type { EndingSignal } from '../io.ts';
import { terminalOf } from '../terminal.ts';
import { readTrainedRun } from '../trainedRun.ts';

interface Done {
  readonly evaluations: readonly TrainedEvaluation[];
  /** What ended them before their end, or null. */
  readonly signal: EndingSignal | null;
}

function* evaluateAll(
  { evaluated, requests }: PlannedEvaluations,
  found: TrainedEvaluation[],
): Generator<string> {
  for (const [index, request] of requests.entries()) {
    const place = `evaluation ${index + 1} of ${requests.length}`;
    const passes = evaluateTrained(evaluated, request);
    let next = passes.next();
    while (!next.done) {
      yield `${place}: ${formatCount(next.value.count)} targets`;
      next = passes.next();
    }
    if (next.value) found.push(next.value);
  }
}

async function evaluateUntilDone(
  planned: PlannedEvaluations,
  { progress: mode, allowColor }: EvaluateSettings,
  { io }: CommandContext,
): Promise<Done> {
  const evaluations: TrainedEvaluation[] = [];
  const terminal = terminalOf(io, io.stderr, allowColor);
  const clock = () => performance.now();
  const progress = createLineProgress({ mode, stream: io.stderr, terminal, clock });
  const control = { interrupted: false };
  const abort = new AbortController();
  let signal: EndingSignal | null = null;
  const stopListening = io.onSignal?.((received) => {
    signal = received;
    abort.abort();
  });
  function* untilInterrupted(): Generator<string> {
    for (const line of evaluateAll(planned, evaluations)) {
      if (control.interrupted) return;
      yield line;
    }
  }
  try {
    await drive(untilInterrupted(), control, {
      signal: abort.signal,
      deadlineMs: Number.POSITIVE_INFINITY,
      onTurn: () => {},
      onEvent: progress.show,
    });
  } finally {
    progress.close();
    stopListening?.();
  }
  return { evaluations, signal: control.interrupted ? signal : null };
}

/** The bytes of the run's files are let go when this returns. */
async function planAll(
  context: CommandContext,
  settings: EvaluateSettings,
): Promise<PlannedEvaluations> {
  const stored = await readTrainedRun(context);
  return planEvaluations(stored, stored.kernels, settings);
}

/** Evaluates and shows: exit 0, 130 or 143. */
export const run: RunCommand = async (context) => {
  const { io, stdout, stderr } = context;
  const settings = readEvaluateSettings(context);
  const planned = await planAll(context, settings);
  const { evaluations, signal } = await evaluateUntilDone(planned, settings, context);
  if (signal !== null) {
    stderr.line(
      `rnn: interrupted: ${evaluations.length} of ${planned.requests.length} evaluations`,
    );
    return signal === 'SIGINT' ? exitCodes.interrupted : exitCodes.terminated;
  }
  if (evaluations.length === 0) {
    const splits = settings.split ?? 'validation or test';
    throw new CliError(exitCodes.usage, `--split: the task of this run has no ${splits} data`);
  }
  const report = evaluationReport(planned.evaluated.network, evaluations);
  if (settings.isJson) stdout.line(toJson(report));
  else if (settings.isQuiet) stdout.line(trainedEvaluationsLine(report));
  else stdout.write(trainedEvaluations(report, terminalOf(io, io.stdout, settings.allowColor)));
  return exitCodes.ok;
};
