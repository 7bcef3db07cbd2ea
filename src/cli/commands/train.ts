// `rnn train`: trains a config while showing how it goes, then shows what came of it.

import { dirname, relative, resolve } from 'node:path';
import { executeRun, type RunSummary } from '../../experiment/executeRun.ts';
import { formatIssues } from '../../experiment/load/issue.ts';
import { loadConfigFile } from '../../experiment/load/loadConfigFile.ts';
import type { Spec } from '../../experiment/schema/spec.ts';
import { KERNEL_NAMES } from '../../math/engine.ts';
import type { KernelName } from '../../math/kernels.ts';
import type { PlotThreshold } from '../../report/plot/linePlot.ts';
import { createTrainProgress, type ProgressMode } from '../../report/progress/trainProgress.ts';
import { createRunRecorder } from '../../report/runRecorder.ts';
import { runReport } from '../../report/runReport.ts';
import { toJson } from '../../training/json.ts';
import type { RunCommand } from '../command.ts';
import { CliError, exitCodes } from '../exitCodes.ts';
import type { CliIo, EndingSignal } from '../io.ts';
import {
  isOn,
  readChoice,
  readConfigOptions,
  readDuration,
  readText,
  readWish,
} from '../options.ts';
import { terminalOf } from '../terminal.ts';
import { readVersion } from '../version.ts';

const PROGRESS_MODES = ['auto', 'bar', 'plain', 'none'] as const satisfies ProgressMode[];

/** Units of the losses; a squared error has that of the target, squared. */
const LOSS_UNITS: Readonly<Record<Spec['loss']['type'], string | null>> = {
  softmaxCrossEntropy: 'nats',
  sigmoidCrossEntropy: 'nats',
  squaredError: null,
};

/** Exit codes of what can go wrong in a run, by the error's name. */
const RUN_ERRORS: Readonly<Record<string, number>> = {
  DataError: exitCodes.usage,
  KernelError: exitCodes.bug,
  ResultError: exitCodes.corruptData,
  RunDirectoryError: exitCodes.cannotCreate,
};

function thresholdOf({ training }: Spec): PlotThreshold | null {
  for (const policy of training.policy) {
    if (policy.type === 'clipByNorm') {
      return { value: policy.maxNorm, label: 'maxNorm' };
    }
  }
  return null;
}

/** A path from --set starts at the working directory, one in the config at the config. */
function baseDirectoryOf(io: CliIo, file: string, set: readonly string[]): string {
  const isSet = set.some((override) => /^task(\.file)?=/.test(override));
  return isSet ? io.cwd : dirname(resolve(io.cwd, file));
}

function exitCodeOfRun(
  summary: RunSummary,
  signal: EndingSignal | null,
  failOnDivergence: boolean,
): number {
  if (signal !== null && summary.outcome === 'interrupted') {
    return signal === 'SIGINT' ? exitCodes.interrupted : exitCodes.terminated;
  }
  return failOnDivergence && summary.outcome === 'diverged' ? exitCodes.no : exitCodes.ok;
}

/** Trains a config: exit 0 whatever the outcome, but for a signal or --fail-on-divergence. */
export const run: RunCommand = async ({ arguments: [file = ''], options, io, stdout, stderr }) => {
  const configOptions = readConfigOptions(options);
  const loaded = await loadConfigFile(resolve(io.cwd, file), { file, ...configOptions });
  if (!loaded.ok) {
    stderr.line(formatIssues(loaded.issues));
    return exitCodes.usage;
  }
  const { spec } = loaded;
  const isJson = isOn(options, 'json');
  const isQuiet = isOn(options, 'quiet');
  const allowColor = options.color !== false;
  const mode = isQuiet ? 'none' : readChoice(options, 'progress', PROGRESS_MODES);
  const maxTimeMs = readDuration(options, 'maxTime');
  const kernels = readWish<KernelName>('RNN_KERNELS', io.env.RNN_KERNELS, KERNEL_NAMES);

  const recorder = createRunRecorder();
  const progress = createTrainProgress({
    mode,
    stream: io.stderr,
    terminal: terminalOf(io, io.stderr, allowColor),
    totalSteps: spec.training.steps,
    clock: () => performance.now(),
  });
  const abort = new AbortController();
  let received: EndingSignal | null = null;
  const stopListening = io.onSignal?.((signal) => {
    received = signal;
    abort.abort();
  });
  let isReused = false;
  let summary: RunSummary;
  try {
    summary = await executeRun(spec, {
      out: resolve(io.cwd, readText(options, 'out')),
      baseDirectory: baseDirectoryOf(io, file, configOptions.set),
      ...(kernels === undefined ? {} : { kernels }),
      signal: abort.signal,
      ...(maxTimeMs === undefined ? {} : { maxTimeMs }),
      fresh: isOn(options, 'fresh'),
      host: { version: await readVersion(), node: process.versions.node, arch: process.arch },
      onStart(start) {
        isReused = start.reused;
      },
      onEvent(event) {
        recorder.handle(event);
        if (!isReused) progress.handle(event);
      },
    });
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    if (!(error instanceof Error && Object.hasOwn(RUN_ERRORS, name))) throw error;
    throw new CliError(RUN_ERRORS[name] ?? exitCodes.bug, error.message);
  } finally {
    progress.close();
    stopListening?.();
  }

  const directory = relative(io.cwd, summary.directory) || '.';
  if (isReused && !isQuiet) {
    stderr.line(`${directory} holds this run's result already; --fresh trains it again`);
  }
  if (isJson) {
    stdout.line(toJson({ ...summary, directory }));
  } else {
    const { durationMs } = summary;
    const terminal = terminalOf(io, io.stdout, allowColor);
    const record = recorder.record();
    const report = runReport(
      record,
      { durationMs, directory, lossUnit: LOSS_UNITS[spec.loss.type], threshold: thresholdOf(spec) },
      terminal,
    );
    stdout.write(isQuiet ? `${report.trimEnd().split('\n').at(-1)}\n` : report);
  }
  return exitCodeOfRun(summary, received, isOn(options, 'failOnDivergence'));
};
