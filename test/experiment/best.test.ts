// The best parameters of a run: those of its best validation, kept apart whatever happens to the run.
import { readFile, rm, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { decodeCheckpoint } from '../../src/experiment/checkpoint.ts';
import { readBestParameters } from '../../src/experiment/readCheckpoints.ts';
import { listBest } from '../../src/experiment/runDirectory.ts';
import type { TrainEvent } from '../../src/training/events.ts';
import { type Attempt, attemptsIn, CONFIG, kindsOfRuns, TEXT } from '../helpers/attempts.ts';
import { useWorkspace } from '../helpers/workspace.ts';

const space = useWorkspace();
const { attempt, attemptUntil } = attemptsIn(space);

// Validates often, at a rate that makes losses rise and fall.
const RESTLESS = {
  ...CONFIG,
  training: { steps: 25, batchSize: 3, optimizer: { type: 'sgd', learningRate: 0.3 } },
  evaluation: { every: 2, size: 9 },
  checkpoint: { every: 1, keep: 30 },
};

beforeEach(() => space.write('text.txt', TEXT));

function bestOf(events: readonly TrainEvent[]) {
  const validations = events.flatMap((event) =>
    event.type === 'evaluation' && event.split === 'validation' ? [event] : [],
  );
  return validations.reduce((best, one) => (one.loss < best.loss ? one : best));
}

const tensorsOf = async (directory: string, name: string) =>
  decodeCheckpoint(await readFile(join(directory, name))).tensors;

describe('best parameters', () => {
  test('are those after the step of the best validation, in one file', async () => {
    const { directory, events, start } = await attempt(RESTLESS, 'runs');
    const { step } = bestOf(events);
    expect(step).toBeLessThan(24);
    expect(step).toBeGreaterThan(2);
    expect(await listBest(directory)).toEqual([step]);
    const best = await readBestParameters(directory, start?.runId ?? '');
    const then = decodeCheckpoint(
      await readFile(join(directory, `checkpoint-${step}.safetensors`)),
    );
    expect(best.tensors).toEqual(then.tensors);
    expect(best.step).toBe(step);
  });

  test('are the average where one is evaluated', async () => {
    const config = kindsOfRuns['a text in windows, Adam, an average'] ?? {};
    const often = { ...config, checkpoint: { every: 1, keep: 30 } };
    const { directory, start } = await attempt(often, 'runs');
    const best = await readBestParameters(directory, start?.runId ?? '');
    const path = join(directory, `checkpoint-${best.step}.safetensors`);
    const { tensors, training } = decodeCheckpoint(await readFile(path));
    for (const { name, values } of best.tensors) {
      const find = (list: typeof tensors = [], prefix = '') =>
        list.find((tensor) => tensor.name === `${prefix}${name}`)?.values;
      expect(values).toEqual(find(training?.tensors, 'training.average.'));
      expect(values).not.toEqual(find(tensors));
    }
  });

  test('are the same however often the run was interrupted or extended', async () => {
    const whole = await attempt(RESTLESS, 'whole');
    const [step] = await listBest(whole.directory);
    const name = `best-${step}.safetensors`;
    const expected = await tensorsOf(whole.directory, name);
    const ways: Readonly<Record<string, () => Promise<Attempt>>> = {
      async interrupted() {
        for (const events of [9, 3, 8]) await attemptUntil(RESTLESS, 'broken', events);
        return attempt(RESTLESS, 'broken');
      },
      async extended() {
        const training = { ...RESTLESS.training, steps: Number(step) + 3 };
        await attempt({ ...RESTLESS, training }, 'extended');
        return attempt(RESTLESS, 'extended');
      },
      async extendedBefore() {
        const training = { ...RESTLESS.training, steps: Number(step) - 1 };
        await attempt({ ...RESTLESS, training }, 'before');
        return attempt(RESTLESS, 'before');
      },
    };
    for (const way of Object.values(ways)) {
      const { directory } = await way();
      expect(await listBest(directory)).toEqual([step]);
      expect(await tensorsOf(directory, name)).toEqual(expected);
    }
  });

  test('are linked to the last checkpoint where it holds them, and stay when it goes', async () => {
    const config = { ...CONFIG, evaluation: { every: 20, size: 9 }, checkpoint: { every: 20 } };
    const shorter = { ...config, training: { steps: 20, batchSize: 3 } };
    const { directory } = await attempt(shorter, 'runs');
    const path = (name: string) => join(directory, `${name}-20.safetensors`);
    expect((await stat(path('best'))).ino).toBe((await stat(path('checkpoint'))).ino);
    // Killed between the checkpoint and the link.
    await rm(path('best'));
    await rm(join(directory, 'result.json'));
    await attempt(shorter, 'runs');
    expect(await listBest(directory)).toEqual([20]);
  });

  test('start anew with fresh', async () => {
    const { directory } = await attempt(RESTLESS, 'runs');
    const before = await listBest(directory);
    const unfinished = await attemptUntil(RESTLESS, 'runs', 1, { fresh: true });
    expect(await listBest(unfinished.directory)).toEqual([]);
    await attempt(RESTLESS, 'runs');
    expect(await listBest(directory)).toEqual(before);
  });

  test('are refused where they are damaged, and missing before the first validation', async () => {
    const { directory, start } = await attempt(RESTLESS, 'runs');
    const [step] = await listBest(directory);
    await truncate(join(directory, `best-${step}.safetensors`), 100);
    await expect(readBestParameters(directory, start?.runId ?? '')).rejects.toThrow(/damaged/);
    const none = await attemptUntil(CONFIG, 'none', 1);
    await expect(readBestParameters(none.directory, none.start?.runId ?? '')).rejects.toThrow(
      /no validation is on record/,
    );
  });
});
