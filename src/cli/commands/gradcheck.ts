// `rnn gradcheck`: the gradient of a config's own network against finite differences.

import { resolve } from 'node:path';
import { readDataFiles, readWeightsFile } from '../../experiment/dataFile.ts';
import { drive } from '../../experiment/drive.ts';
import {
  checkSpecGradient,
  type GradientCheckEvent,
  type GradientCheckReport,
} from '../../experiment/gradientCheck.ts';
import { formatIssues } from '../../experiment/load/issue.ts';
import { loadConfigFile } from '../../experiment/load/loadConfigFile.ts';
import type { Spec } from '../../experiment/schema/spec.ts';
import { chooseKernels } from '../../math/engine.ts';
import { formatCount } from '../../report/format.ts';
import { gradientCheckLine, gradientCheckReport } from '../../report/gradientCheck.ts';
import { createSweepProgress } from '../../report/progress/sweepProgress.ts';
import { toJson } from '../../training/json.ts';
import { baseDirectories } from '../baseDirectories.ts';
import type { CommandContext, RunCommand } from '../command.ts';
import { exitCodes } from '../exitCodes.ts';
import { type GradcheckSettings, readGradcheckSettings } from '../gradcheckSettings.ts';
import type { EndingSignal } from '../io.ts';
import { terminalOf } from '../terminal.ts';

/** What one run of the check left behind: its report, or the signal that ended it before. */
type Outcome = { readonly report: GradientCheckReport } | { readonly signal: EndingSignal };

function showProgress(
  { progress, allowColor }: GradcheckSettings,
  { io }: CommandContext,
): { readonly handle: (event: GradientCheckEvent) => void; readonly close: () => void } {
  const make = (noun: string) =>
    createSweepProgress({
      mode: progress,
      stream: io.stderr,
      terminal: terminalOf(io, io.stderr, allowColor),
      clock: () => performance.now(),
      noun,
    });
  const [updates, entries] = [make('updates'), make('entries')];
  return {
    handle(event) {
      if (event.type === 'warm') updates.handle({ doneCount: event.step, pointCount: event.steps });
      if (event.type !== 'entry') return;
      updates.close();
      entries.handle({ doneCount: event.doneCount, pointCount: event.entryCount });
    },
    close() {
      updates.close();
      entries.close();
    },
  };
}

async function check(
  spec: Spec,
  settings: GradcheckSettings,
  context: CommandContext,
): Promise<Outcome> {
  const { io, stderr } = context;
  const directories = baseDirectories(io.cwd, settings.file, settings.config.set);
  const data = await readDataFiles(spec.task, directories.data);
  const weights = await readWeightsFile(spec.model.initializer, directories.weights);
  const { name: kernels } = chooseKernels('f64', settings.kernels);
  const control = { interrupted: false };
  const events = checkSpecGradient(spec, kernels, settings.check, control, {
    ...(data ? { data: data.files } : {}),
    ...(weights ? { weights: weights.bytes } : {}),
  });
  const progress = showProgress(settings, context);
  const abort = new AbortController();
  let received: EndingSignal = 'SIGINT';
  const stopListening = io.onSignal?.((signal) => {
    received = signal;
    abort.abort();
  });
  let report: GradientCheckReport | null = null;
  let done = 'nothing was checked';
  try {
    await drive(events, control, {
      signal: abort.signal,
      deadlineMs: Number.POSITIVE_INFINITY,
      onTurn: () => {},
      onEvent(event) {
        progress.handle(event);
        if (event.type === 'report') report = event.report;
        if (event.type !== 'entry') return;
        done = `${formatCount(event.doneCount)} of ${formatCount(event.entryCount)} entries`;
      },
    });
  } finally {
    progress.close();
    stopListening?.();
  }
  if (report !== null) return { report };
  stderr.line(`rnn: interrupted: ${done}`);
  return { signal: received };
}

/** Checks and shows: exit 0, 3 where the gradient is wrong or cannot be checked, 130 or 143. */
export const run: RunCommand = async (context) => {
  const { io, stdout, stderr } = context;
  const settings = readGradcheckSettings(context);
  const { file, config, isJson, isQuiet, allowColor } = settings;
  const loaded = await loadConfigFile(resolve(io.cwd, file), { file, ...config });
  if (!loaded.ok) {
    stderr.line(formatIssues(loaded.issues));
    return exitCodes.usage;
  }
  const outcome = await check(loaded.spec, settings, context);
  if ('signal' in outcome) {
    return outcome.signal === 'SIGINT' ? exitCodes.interrupted : exitCodes.terminated;
  }
  const { report } = outcome;
  if (isJson) stdout.line(toJson(report));
  else if (isQuiet) stdout.line(gradientCheckLine(report));
  else stdout.write(gradientCheckReport(report, terminalOf(io, io.stdout, allowColor)));
  return report.ok ? exitCodes.ok : exitCodes.no;
};
