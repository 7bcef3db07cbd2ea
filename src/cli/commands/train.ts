// `rnn train`: trains a config while showing how it goes, then shows what came of it.

import { isAbsolute, relative, resolve, sep } from 'node:path';
import { executeRun, type RunSummary } from '../../experiment/executeRun.ts';
import { formatIssues } from '../../experiment/load/issue.ts';
import { loadConfigFile } from '../../experiment/load/loadConfigFile.ts';
import type { Spec } from '../../experiment/schema/spec.ts';
import { formatCount } from '../../report/format.ts';
import type { PlotThreshold } from '../../report/plot/linePlot.ts';
import { createTrainProgress, type TrainProgress } from '../../report/progress/trainProgress.ts';
import { createRunRecorder, type RunRecord } from '../../report/runRecorder.ts';
import { runReport } from '../../report/runReport.ts';
import { summaryLine } from '../../report/summaryLine.ts';
import type { TerminalOptions } from '../../report/terminal.ts';
import { toJson } from '../../training/json.ts';
import { baseDirectories } from '../baseDirectories.ts';
import type { CommandContext, RunCommand } from '../command.ts';
import { exitCodes } from '../exitCodes.ts';
import type { EndingSignal } from '../io.ts';
import { terminalOf } from '../terminal.ts';
import { readTrainSettings, type TrainSettings } from '../trainSettings.ts';
import { readVersion } from '../version.ts';

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
  readonly signal: EndingSignal | null;
}

async function train(
  spec: Spec,
  settings: TrainSettings,
  { io, stderr }: CommandContext,
): Promise<Outcome> {
  const { out, kernels, maxTimeMs, isFresh, progress: mode, allowColor } = settings;
  const recorder = createRunRecorder();
  const base = baseDirectories(io.cwd, settings.file, settings.config.set);
  const shown: { progress: TrainProgress | null } = { progress: null };
  const abort = new AbortController();
  let received: EndingSignal | null = null;
  const stopListening = io.onSignal?.((signal) => {
    received = signal;
    abort.abort();
  });
  let isReused = false;
  try {
    const summary = await executeRun(spec, {
      out,
      baseDirectory: base.data,
      weightsDirectory: base.weights,
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
      onStart({ reused, startStep }) {
        isReused = reused;
        if (reused) return;
        const progress = createTrainProgress({
          mode,
          stream: io.stderr,
          terminal: terminalOf(io, io.stderr, allowColor),
          totalSteps: spec.training.steps,
          startStep,
          clock: () => performance.now(),
        });
        shown.progress = progress;
        if (startStep > 0 && mode !== 'none') {
          progress.print(`goes on after step ${formatCount(startStep)}; --fresh starts over`);
        }
      },
      onPastEvent: recorder.handle,
      onEvent(event) {
        recorder.handle(event);
        shown.progress?.handle(event);
      },
      onWarning: (message) => stderr.line(`rnn: warning: ${message}`),
    });
    return { summary, record: recorder.record(), isReused, signal: received };
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

/** A path as the user would type it: relative only inside the working directory. */
function shownPath(cwd: string, path: string): string {
  const short = relative(cwd, path);
  const isOutside = short === '..' || short.startsWith(`..${sep}`) || isAbsolute(short);
  return isOutside ? path : short || '.';
}

function closingLine({ record, summary }: Outcome, directory: string): string {
  if (record.end === null) return '';
  const evaluation = record.evaluations.at(-1) ?? null;
  return summaryLine(record.end, { evaluation, durationMs: summary.durationMs, directory });
}

function reportOf(
  spec: Spec,
  { record, summary }: Outcome,
  directory: string,
  terminal: TerminalOptions,
): string {
  const { durationMs } = summary;
  const lossUnit = LOSS_UNITS[spec.loss.type];
  return runReport(
    record,
    { durationMs, directory, lossUnit, threshold: thresholdOf(spec) },
    terminal,
  );
}

function exitCodeOfRun({ summary, signal }: Outcome, { failOnDivergence }: TrainSettings): number {
  if (signal !== null && summary.outcome === 'interrupted') {
    return signal === 'SIGINT' ? exitCodes.interrupted : exitCodes.terminated;
  }
  return failOnDivergence && summary.outcome === 'diverged' ? exitCodes.no : exitCodes.ok;
}

/** Trains a config: exit 0 whatever the outcome, but for a signal or --fail-on-divergence. */
export const run: RunCommand = async (context) => {
  const { io, stdout, stderr } = context;
  const settings = readTrainSettings(context);
  const { file, config, isJson, isQuiet, allowColor } = settings;
  const loaded = await loadConfigFile(resolve(io.cwd, file), { file, ...config });
  if (!loaded.ok) {
    stderr.line(formatIssues(loaded.issues));
    return exitCodes.usage;
  }
  const outcome = await train(loaded.spec, settings, context);
  const directory = shownPath(io.cwd, outcome.summary.directory);
  if (outcome.isReused && !isQuiet) {
    stderr.line(`${directory} holds this run's result already; --fresh trains it again`);
  }
  if (isJson) stdout.line(toJson({ ...outcome.summary, directory }));
  else if (isQuiet) stdout.line(closingLine(outcome, directory));
  else
    stdout.write(reportOf(loaded.spec, outcome, directory, terminalOf(io, io.stdout, allowColor)));
  return exitCodeOfRun(outcome, settings);
};
