// Runs on disk for tests: a config in, the files and events of an attempt at it out.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { executeRun, type RunOptions, type RunStart } from '../../src/experiment/executeRun.ts';
import { formatIssues } from '../../src/experiment/load/issue.ts';
import { loadConfigValue } from '../../src/experiment/load/loadConfig.ts';
import type { Spec } from '../../src/experiment/schema/spec.ts';
import type { TrainEvent } from '../../src/training/events.ts';
import { host } from './host.ts';
import type { Workspace } from './workspace.ts';

const small = {
  model: { layers: [{ type: 'elman', hiddenSize: 7, initialState: 'trainable' }] },
  evaluation: { every: 10, size: 9 },
  checkpoint: { every: 4 },
  metrics: { every: 3 },
};
const training = { steps: 25, batchSize: 3 };
/** Runs of several kinds that take 25 steps, or fewer where something ends them. */
export const kindsOfRuns: Readonly<Record<string, object>> = {
  'temporal order, momentum': {
    ...small,
    task: { type: 'temporalOrder', length: { min: 10, max: 14 } },
    training: { ...training, optimizer: { type: 'sgd', momentum: 0.9 } },
  },
  'a text in windows, Adam, an average': {
    ...small,
    task: { type: 'text', file: 'text.txt', length: 12 },
    training: {
      ...training,
      optimizer: { type: 'adam' },
      averaging: { type: 'exponential' },
      truncation: { type: 'window', window: 5, stride: 2 },
    },
  },
  'a run that is solved': {
    ...small,
    task: { type: 'temporalOrder', length: 10 },
    training: { ...training, stop: { error: 1 } },
  },
  'a run that diverges': {
    ...small,
    task: { type: 'addition', length: 10 },
    training: { ...training, policy: [], optimizer: { type: 'sgd', learningRate: 30 } },
  },
};
/** One of them. */
export const CONFIG = kindsOfRuns['temporal order, momentum'] ?? {};

/** The text that one of them is trained on, as text.txt. */
export const TEXT = 'the quick brown fox jumps over the lazy dog. '.repeat(50);

/** Loads a config that must be valid. */
export function specOf(config: object): Spec {
  const loaded = loadConfigValue(config, { file: 'test' });
  if (!loaded.ok) throw new Error(formatIssues(loaded.issues));
  return loaded.spec;
}

/** What an attempt at a run did. */
export interface Attempt {
  readonly directory: string;
  readonly outcome: string;
  readonly start: RunStart | null;
  readonly past: readonly TrainEvent[];
  readonly events: readonly TrainEvent[];
  readonly warnings: readonly string[];
}

/** Attempts at runs below a test's directory. */
export interface Attempts {
  /** Runs a config to its end. */
  attempt(config: object, out: string, options?: Partial<RunOptions>): Promise<Attempt>;
  /** Ends an attempt after an event. */
  attemptUntil(
    config: object,
    out: string,
    eventCount: number,
    options?: Partial<RunOptions>,
  ): Promise<Attempt>;
}

/** Makes attempts in a workspace. */
export function attemptsIn(space: Workspace): Attempts {
  const attempt: Attempts['attempt'] = async (config, out, options = {}) => {
    const events: TrainEvent[] = [];
    const past: TrainEvent[] = [];
    const warnings: string[] = [];
    let start: RunStart | null = null;
    const { directory, outcome } = await executeRun(specOf(config), {
      out: space.path(out),
      baseDirectory: space.cwd,
      host,
      onStart: (one) => {
        start = one;
      },
      onPastEvent: (event) => past.push(event),
      onWarning: (line) => warnings.push(line),
      ...options,
      onEvent: (event) => {
        events.push(event);
        options.onEvent?.(event);
      },
    });
    return { directory, outcome, start, past, events, warnings };
  };

  // The drive takes its turn at once, so that it is the last event of training.
  const attemptUntil: Attempts['attemptUntil'] = async (config, out, eventCount, options = {}) => {
    const abort = new AbortController();
    let count = 0;
    return attempt(config, out, {
      ...options,
      signal: abort.signal,
      onEvent: () => {
        count++;
        // Longer than the turn of the event loop, so that the signal is seen.
        const until = performance.now() + 60;
        if (count === eventCount) {
          abort.abort();
          while (performance.now() < until);
        }
      },
    });
  };
  return { attempt, attemptUntil };
}

/**
 * Copies the files of runs as they are; what is being written or removed may be missing. Locks are left
 * out: their owner lives.
 */
export function copyFiles(from: string, to: string): void {
  for (const run of readdirSync(from)) {
    mkdirSync(join(to, run), { recursive: true });
    for (const name of readdirSync(join(from, run))) {
      if (name.startsWith('lock-')) continue;
      try {
        writeFileSync(join(to, run, name), readFileSync(join(from, run, name)));
      } catch {} // gone
    }
  }
}

/** The files of a finished run that must be the same however it came about. */
export const filesOf = async (directory: string) => ({
  result: await readFile(join(directory, 'result.json'), 'utf8'),
  metrics: await readFile(join(directory, 'metrics.jsonl'), 'utf8'),
});
