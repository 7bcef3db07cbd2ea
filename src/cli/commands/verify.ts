// `rnn verify`: trains a run again and says whether the same bits come.

import { resolve } from 'node:path';
import { type Verification, verifyRun } from '../../experiment/verifyRun.ts';
import { KERNEL_NAMES } from '../../math/engine.ts';
import { createTrainProgress, type TrainProgress } from '../../report/progress/trainProgress.ts';
import { verificationText } from '../../report/verification.ts';
import { toJson } from '../../training/json.ts';
import type { CommandContext, RunCommand } from '../command.ts';
import { exitCodes } from '../exitCodes.ts';
import { inputDirectories } from '../inputDirectories.ts';
import type { EndingSignal } from '../io.ts';
import { isOn, readChoice, readWish } from '../options.ts';
import { shownPath } from '../shownPath.ts';
import { terminalOf } from '../terminal.ts';
import { PROGRESS_MODES } from '../trainSettings.ts';

/** Version of the JSON document. */
const VERIFICATION_SCHEMA_VERSION = 1;

async function verify(
  directory: string,
  { options, io, stderr }: CommandContext,
): Promise<Verification & { readonly signal: EndingSignal | null }> {
  const mode = isOn(options, 'quiet') ? 'none' : readChoice(options, 'progress', PROGRESS_MODES);
  const kernels = readWish('RNN_KERNELS', io.env.RNN_KERNELS, KERNEL_NAMES);
  const inputs = await inputDirectories(directory, options, io.cwd);
  const abort = new AbortController();
  const shown: { progress: TrainProgress | null; signal: EndingSignal | null } = {
    progress: null,
    signal: null,
  };
  const stopListening = io.onSignal?.((signal) => {
    shown.signal = signal;
    abort.abort();
  });
  try {
    const verification = await verifyRun(directory, {
      inputs,
      ...(kernels === undefined ? {} : { kernels }),
      fromCheckpoint: isOn(options, 'fromCheckpoint'),
      signal: abort.signal,
      onStart({ startStep, endStep }) {
        shown.progress = createTrainProgress({
          mode,
          stream: io.stderr,
          terminal: terminalOf(io, io.stderr, options.color !== false),
          totalSteps: endStep,
          startStep,
          clock: () => performance.now(),
        });
      },
      onEvent: (event) => shown.progress?.handle(event),
      onWarning: (message) => stderr.line(`rnn: warning: ${message}`),
    });
    return { ...verification, signal: shown.signal };
  } finally {
    shown.progress?.close();
    stopListening?.();
  }
}

/** Verifies a run: exit 0 where it is identical, 3 where it differs, 130 or 143. */
export const run: RunCommand = async (context) => {
  const {
    arguments: [given = ''],
    options,
    io,
    stdout,
  } = context;
  const directory = resolve(io.cwd, given);
  const { signal, ...verification } = await verify(directory, context);
  const shown = shownPath(io.cwd, directory);
  if (isOn(options, 'json')) {
    const schema = VERIFICATION_SCHEMA_VERSION;
    stdout.line(toJson({ schema, directory: shown, ...verification }));
  } else stdout.line(verificationText(verification, shown));
  if (verification.isInterrupted) {
    return signal === 'SIGINT' ? exitCodes.interrupted : exitCodes.terminated;
  }
  return verification.difference ? exitCodes.no : exitCodes.ok;
};
