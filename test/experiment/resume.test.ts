// An interrupted run goes on to the files of one that never was, whenever and however it ended.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { decodeCheckpoint, encodeCheckpoint } from '../../src/experiment/checkpoint.ts';
import { executeRun, type RunOptions, type RunStart } from '../../src/experiment/executeRun.ts';
import { formatIssues } from '../../src/experiment/load/issue.ts';
import { loadConfigValue } from '../../src/experiment/load/loadConfig.ts';
import { listCheckpoints } from '../../src/experiment/runDirectory.ts';
import type { Spec } from '../../src/experiment/schema/spec.ts';
import type { TrainEvent } from '../../src/training/events.ts';
import { useWorkspace } from '../helpers/workspace.ts';

const space = useWorkspace();

const small = {
  model: { layers: [{ type: 'elman', hiddenSize: 7, initialState: 'trainable' }] },
  evaluation: { every: 10, size: 9 },
  checkpoint: { every: 4 },
  metrics: { every: 3 },
};
const training = { steps: 25, batchSize: 3 };
const runs: Readonly<Record<string, object>> = {
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
const CONFIG = runs['temporal order, momentum'] ?? {};

function specOf(config: object): Spec {
  const loaded = loadConfigValue(config, { file: 'test' });
  if (!loaded.ok) throw new Error(formatIssues(loaded.issues));
  return loaded.spec;
}

interface Attempt {
  readonly directory: string;
  readonly outcome: string;
  readonly start: RunStart | null;
  readonly past: readonly TrainEvent[];
  readonly events: readonly TrainEvent[];
  readonly warnings: readonly string[];
}

async function attempt(
  config: object,
  out: string,
  options: Partial<RunOptions> = {},
): Promise<Attempt> {
  const events: TrainEvent[] = [];
  const past: TrainEvent[] = [];
  const warnings: string[] = [];
  let start: RunStart | null = null;
  const { directory, outcome } = await executeRun(specOf(config), {
    out: space.path(out),
    baseDirectory: space.cwd,
    host: { version: '1.2.3', node: process.versions.node, arch: process.arch, pid: process.pid },
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
}

/** Ends an attempt after an event; the drive takes its turn at once, so that it is the last one. */
async function attemptUntil(config: object, out: string, eventCount: number): Promise<Attempt> {
  const abort = new AbortController();
  let count = 0;
  return attempt(config, out, {
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
}

/**
 * Copies the files of runs as they are; what is being written or removed may be missing. Locks are left
 * out: their owner lives.
 */
function copyFiles(from: string, to: string): void {
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

const filesOf = async (directory: string) => ({
  result: await readFile(join(directory, 'result.json'), 'utf8'),
  metrics: await readFile(join(directory, 'metrics.jsonl'), 'utf8'),
});

beforeEach(() =>
  space.write('text.txt', 'the quick brown fox jumps over the lazy dog. '.repeat(50)),
);

describe.each(Object.entries(runs))('%s', (_, config) => {
  test('goes on to the same bytes after being interrupted', async () => {
    const whole = await attempt(config, 'whole');
    const expected = await filesOf(whole.directory);
    for (const breaks of [[1], [7, 13], [12, 3, 1], [whole.events.length - 1]]) {
      const out = `broken-${breaks.join('-')}`;
      for (const eventCount of breaks) await attemptUntil(config, out, eventCount);
      const last = await attempt(config, out);
      expect(await filesOf(last.directory)).toEqual(expected);
    }
  });

  test('goes on to the same result from what a killed process left', async () => {
    const whole = await attempt(config, 'whole');
    const expected = await filesOf(whole.directory);
    const period = Math.max(2, Math.floor(whole.events.length / 5));
    const copies: string[] = [];
    let count = 0;
    // What lies on the disk at some moment is what a process leaves that is killed then.
    const { directory } = await attempt(config, 'left', {
      onEvent: () => {
        count++;
        if (count % period !== 0) return;
        const until = performance.now() + 60;
        while (performance.now() < until); // a turn of the event loop follows: files get written
        copies.push(`copy-${count}`);
        copyFiles(space.path('left'), space.path(`copy-${count}`));
      },
    });
    expect(copies.length).toBeGreaterThanOrEqual(3);
    expect((await filesOf(directory)).result).toBe(expected.result);
    for (const out of copies) {
      const again = await attempt(config, out);
      expect((await filesOf(again.directory)).result).toBe(expected.result);
    }
  });
});

describe('what a run goes on from', () => {
  test('is told with the events before it', async () => {
    const first = await attemptUntil(CONFIG, 'runs', 14);
    const { step } = first.events.at(-1) ?? { step: 0 };
    const last = await attempt(CONFIG, 'runs');
    expect(last.start).toMatchObject({ reused: false, startStep: step });
    const steps = [...last.past, ...last.events].flatMap((event) =>
      event.type === 'step' ? [event.step] : [],
    );
    expect(last.past.length).toBeGreaterThan(0);
    expect(steps).toEqual([...new Set(steps)].sort((a, b) => a - b));
    expect(steps.at(-1)).toBe(25);
  });

  test('is the checkpoint before, where the last one is damaged', async () => {
    const expected = await filesOf((await attempt(CONFIG, 'whole')).directory);
    const { directory } = await attemptUntil(CONFIG, 'runs', 14);
    const steps = await listCheckpoints(directory);
    const last = join(directory, `checkpoint-${steps.at(-1)}.safetensors`);
    await truncate(last, 100);
    const again = await attempt(CONFIG, 'runs');
    expect(again.warnings).toEqual([expect.stringContaining(`${last} is left out: it is damaged`)]);
    expect(again.start?.startStep).toBe(steps.at(-2));
    expect(await filesOf(again.directory)).toEqual(expected);
  });

  test('is never the beginning where checkpoints are damaged, but with fresh', async () => {
    const { directory } = await attemptUntil(CONFIG, 'runs', 14);
    for (const step of await listCheckpoints(directory)) {
      await truncate(join(directory, `checkpoint-${step}.safetensors`), 100);
    }
    await expect(attempt(CONFIG, 'runs')).rejects.toThrow(/no checkpoint that is whole; .*--fresh/);
    expect(await attempt(CONFIG, 'runs', { fresh: true })).toMatchObject({ outcome: 'completed' });
  });

  test('is not a checkpoint of the format that had parameters only', async () => {
    const { directory } = await attemptUntil(CONFIG, 'runs', 14);
    for (const step of await listCheckpoints(directory)) {
      const path = join(directory, `checkpoint-${step}.safetensors`);
      const stored = decodeCheckpoint(await readFile(path));
      await writeFile(path, encodeCheckpoint({ ...stored, training: null }));
    }
    await expect(attempt(CONFIG, 'runs')).rejects.toThrow(/of an older version, .*--fresh/);
  });

  test('is without the temporary files of a killed process', async () => {
    const { directory } = await attemptUntil(CONFIG, 'runs', 14);
    await writeFile(join(directory, '.checkpoint-8.safetensors.0123456789ab.tmp'), 'half');
    await attempt(CONFIG, 'runs');
    expect(readdirSync(directory).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  test('is left aside with fresh', async () => {
    await attemptUntil(CONFIG, 'runs', 14);
    const again = await attempt(CONFIG, 'runs', { fresh: true });
    expect(again.start).toMatchObject({ startStep: 0 });
    expect(again.past).toEqual([]);
  });

  test('needs no metrics: their loss leaves a gap and the same result', async () => {
    const expected = await filesOf((await attempt(CONFIG, 'whole')).directory);
    const { directory } = await attemptUntil(CONFIG, 'runs', 14);
    await rm(join(directory, 'metrics.jsonl'));
    const again = await attempt(CONFIG, 'runs');
    expect(again.warnings).toEqual([expect.stringContaining('are missing')]);
    expect((await filesOf(again.directory)).result).toBe(expected.result);
  });

  test('takes metrics whose last line is torn', async () => {
    const expected = await filesOf((await attempt(CONFIG, 'whole')).directory);
    const { directory } = await attemptUntil(CONFIG, 'runs', 14);
    const path = join(directory, 'metrics.jsonl');
    const { length } = await readFile(path);
    for (const cut of [1, 30, 200]) {
      await cp(directory, directory.replace('runs', `torn-${cut}`), { recursive: true });
      await truncate(path.replace('runs', `torn-${cut}`), length - cut);
      const again = await attempt(CONFIG, `torn-${cut}`);
      expect((await filesOf(again.directory)).result).toBe(expected.result);
    }
  });
});
