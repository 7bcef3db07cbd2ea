// Trains a spec while showing how it goes, then shows what came of it: what `rnn train` and `rnn resume` do.

import type { BranchRequest } from '../experiment/branch.ts';
import { executeRun, type RunSummary } from '../experiment/executeRun.ts';
import type { InputDirectories } from '../experiment/provenance.ts';
import type { Spec } from '../experiment/schema/spec.ts';
import type { Origin } from '../experiment/startPoint.ts';
import { type FloorsOf, floorsUnder, rememberFloors } from '../report/floors.ts';
import { formatCount } from '../report/format.ts';
import type { PlotThreshold } from '../report/plot/linePlot.ts';
import { createTrainProgress, type TrainProgress } from '../report/progress/trainProgress.ts';
import { createRunRecorder, type RunRecord } from '../report/runRecorder.ts';
import { runReport } from '../report/runReport.ts';
import { summaryLine } from '../report/summaryLine.ts';
import type { TerminalOptions } from '../report/terminal.ts';
import { toJson } from '../training/json.ts';
import type { CommandContext } from './command.ts';
import { exitCodes } from './exitCodes.ts';
import type { EndingSignal } from './io.ts';
import { shownPath } from './shownPath.ts';
import { terminalOf } from './terminal.ts';
import type { TrainSettings } from './trainSettings.ts';
import { readVersion } from './version.ts';

/** Units of the losses; those of errors have that of the target, squared. */
const LOSS_UNITS: Readonly<Record<Spec['loss']['type'], string | null>> = {
  softmaxCrossEntropy: 'nats',
  sigmoidCrossEntropy: 'nats',
  squaredError: null,
  huber: null,
};

/** What a run left behind in this process. */
interface Outcome {
  readonly summary: RunSummary;
  readonly record: RunRecord;
  readonly isReused: boolean;
  readonly floors: FloorsOf;
  readonly signal: EndingSignal | null;
}

/** Which run to train. */
export interface TrainRequest {
  readonly spec: Spec;
  /** Directory of run directories. */
  readonly out: string;
  /** The run's directory, where it is not the one its name and id give. */
  readonly directory?: string;
  readonly inputs: InputDirectories;
  readonly isFresh: boolean;
  readonly branch: BranchRequest | null;
}

async function train(
  { spec, out, directory, inputs, isFresh, branch }: TrainRequest,
  settings: TrainSettings,
  { io, stderr }: CommandContext,
): Promise<Outcome> {
  const { kernels, maxTimeMs, progress: mode, allowColor } = settings;
  const recorder = createRunRecorder();
  const shown: { progress: TrainProgress | null } = { progress: null };
  const abort = new AbortController();
  let received: EndingSignal | null = null;
  const stopListening = io.onSignal?.((signal) => {
    received = signal;
    abort.abort();
  });
  let isReused = false;
  let floors: FloorsOf = () => [];
  try {
    const summary = await executeRun(spec, {
      out,
      baseDirectory: inputs.data,
      weightsDirectory: inputs.weights,
      ...(directory === undefined ? {} : { directory }),
      ...(branch ? { branch } : {}),
      ...(kernels === undefined ? {} : { kernels }),
      signal: abort.signal,
      ...(maxTimeMs === undefined ? {} : { maxTimeMs }),
      fresh: isFresh,
      host: {
        version: await readVersion(),
        node: process.versions.node,
        arch: process.arch,
        pid: process.pid,
      },
      onStart({ reused, startStep, origin, floors: ofTask }) {
        floors = rememberFloors((split, length) =>
          floorsUnder(ofTask(split, length), spec.loss.type),
        );
        isReused = reused;
        if (reused) return;
        const progress = createTrainProgress({
          mode,
          stream: io.stderr,
          terminal: terminalOf(io, io.stderr, allowColor),
          totalSteps: spec.training.steps,
          startStep,
          floors,
          clock: () => performance.now(),
        });
        shown.progress = progress;
        if (origin.type !== 'beginning' && mode !== 'none') {
          progress.print(originLine(origin, startStep, io.cwd));
        }
      },
      onPastEvent: recorder.handle,
      onEvent(event) {
        recorder.handle(event);
        shown.progress?.handle(event);
      },
      onWarning: (message) => stderr.line(`rnn: warning: ${message}`),
    });
    return { summary, record: recorder.record(), isReused, floors, signal: received };
  } finally {
    shown.progress?.close();
    stopListening?.();
  }
}

function thresholdOf({ training }: Spec): PlotThreshold | null {
  for (const policy of training.policy) {
    if (policy.type === 'clipByNorm' && policy.scope === 'global')
      return { value: policy.maxNorm, label: 'maxNorm' };
  }
  return null;
}

/** Says where a run starts that does not start at the beginning. */
function originLine(
  origin: Exclude<Origin, { readonly type: 'beginning' }>,
  step: number,
  cwd: string,
): string {
  const after = `after step ${formatCount(step)}`;
  switch (origin.type) {
    case 'resumed':
      return `goes on ${after}; --fresh starts over`;
    case 'extended':
      return `goes on ${after} of ${shownPath(cwd, origin.directory)}; --fresh trains all of it`;
    case 'branched':
      return `branches off ${shownPath(cwd, origin.directory)} ${after}`;
  }
}

function closingLine({ record, summary, floors }: Outcome, directory: string): string {
  if (record.end === null) return '';
  const evaluation = record.evaluations.at(-1) ?? null;
  return summaryLine(record.end, { evaluation, floors, durationMs: summary.durationMs, directory });
}

function reportOf(
  spec: Spec,
  { record, summary, floors }: Outcome,
  directory: string,
  terminal: TerminalOptions,
): string {
  const { durationMs } = summary;
  const lossUnit = LOSS_UNITS[spec.loss.type];
  return runReport(
    record,
    { durationMs, directory, lossUnit, threshold: thresholdOf(spec), floors },
    terminal,
  );
}

/** The summary as `--json` prints it, with the floors beside the evaluation's numbers. */
function documentOf({ summary, floors }: Outcome, directory: string): object {
  const { evaluation } = summary;
  const known = evaluation && { ...evaluation, floors: floors(evaluation.split) };
  return { ...summary, directory, evaluation: known };
}

function exitCodeOfRun({ summary, signal }: Outcome, { failOnDivergence }: TrainSettings): number {
  if (signal !== null && summary.outcome === 'interrupted') {
    return signal === 'SIGINT' ? exitCodes.interrupted : exitCodes.terminated;
  }
  return failOnDivergence && summary.outcome === 'diverged' ? exitCodes.no : exitCodes.ok;
}

/**
 * Trains a run and shows it.
 * @returns the exit code: 0 whatever the outcome, but for a signal or --fail-on-divergence
 * @throws what executeRun throws
 */
export async function trainAndReport(
  request: TrainRequest,
  settings: TrainSettings,
  context: CommandContext,
): Promise<number> {
  const { io, stdout, stderr } = context;
  const { isJson, isQuiet, allowColor } = settings;
  const outcome = await train(request, settings, context);
  const directory = shownPath(io.cwd, outcome.summary.directory);
  if (outcome.isReused && !isQuiet) {
    stderr.line(`${directory} holds this run's result already; --fresh trains it again`);
  }
  const terminal = terminalOf(io, io.stdout, allowColor);
  if (isJson) stdout.line(toJson(documentOf(outcome, directory)));
  else if (isQuiet) stdout.line(closingLine(outcome, directory));
  else stdout.write(reportOf(request.spec, outcome, directory, terminal));
  return exitCodeOfRun(outcome, settings);
}
