// A longer run goes on from a shorter one of the same trajectory, to the files of one long run.
import { readdirSync } from 'node:fs';
import { rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { listCheckpoints } from '../../src/experiment/runDirectory.ts';
import { attemptsIn, CONFIG, filesOf, kindsOfRuns, TEXT } from '../helpers/attempts.ts';
import { useWorkspace } from '../helpers/workspace.ts';

const space = useWorkspace();
const { attempt, attemptUntil } = attemptsIn(space);

type Config = object & { readonly training?: object };

/** A config with another part of its training. */
const withTraining = (config: Config, training: object) => ({
  ...config,
  training: { ...config.training, ...training },
});
const withSteps = (config: Config, steps: number) => withTraining(config, { steps });

beforeEach(() => space.write('text.txt', TEXT));

describe.each(Object.entries(kindsOfRuns))('%s', (_, config) => {
  test('is extended to the files of one long run', async () => {
    const whole = await attempt(config, 'whole');
    const expected = await filesOf(whole.directory);
    for (const steps of [1, 9, 10, 17, 24]) {
      const out = `from-${steps}`;
      const shorter = await attempt(withSteps(config, steps), out);
      const longer = await attempt(config, out);
      expect(longer.start?.origin).toMatchObject({
        type: 'extended',
        directory: shorter.directory,
      });
      expect(await filesOf(longer.directory)).toEqual(expected);
      expect((await filesOf(shorter.directory)).result).not.toBe(expected.result);
    }
  });
});

describe('extending', () => {
  test('goes on from an interrupted run too, and from the furthest of several', async () => {
    const expected = await filesOf((await attempt(CONFIG, 'whole')).directory);
    await attempt(withSteps(CONFIG, 5), 'runs');
    await attemptUntil(withSteps(CONFIG, 22), 'runs', 16);
    const longer = await attempt(CONFIG, 'runs');
    expect(longer.start?.startStep).toBeGreaterThan(5);
    expect(await filesOf(longer.directory)).toEqual(expected);
  });

  test('goes on by itself once it has been interrupted', async () => {
    const expected = await filesOf((await attempt(CONFIG, 'whole')).directory);
    await attempt(withSteps(CONFIG, 5), 'runs');
    await attemptUntil(CONFIG, 'runs', 6);
    const last = await attempt(CONFIG, 'runs');
    expect(last.start?.origin.type).toBe('resumed');
    expect(await filesOf(last.directory)).toEqual(expected);
  });

  test('tells the events before it once', async () => {
    await attempt(withSteps(CONFIG, 12), 'runs');
    const longer = await attempt(CONFIG, 'runs');
    const steps = [...longer.past, ...longer.events].flatMap((event) =>
      event.type === 'step' ? [event.step] : [],
    );
    expect(steps).toEqual([...new Set(steps)].sort((a, b) => a - b));
    expect(steps[0]).toBe(1);
  });

  test.each([
    ['another seed', { ...CONFIG, seed: 2 }],
    ['another name', { ...withSteps(CONFIG, 30), name: 'other' }],
    ['another learning rate', withTraining(CONFIG, { optimizer: { type: 'sgd' } })],
    ['fewer steps than its first checkpoint', withSteps(CONFIG, 3)],
  ])('does not go on from a run with %s', async (_, config) => {
    await attempt(CONFIG, 'runs');
    const other = await attempt(config, 'runs');
    expect(other.start).toMatchObject({ startStep: 0, origin: { type: 'beginning' } });
  });

  test('trains all of it with fresh', async () => {
    await attempt(withSteps(CONFIG, 12), 'runs');
    const longer = await attempt(CONFIG, 'runs', { fresh: true });
    expect(longer.start?.origin).toEqual({ type: 'beginning' });
  });

  test('passes over a shorter run that is damaged', async () => {
    const expected = await filesOf((await attempt(CONFIG, 'whole')).directory);
    const damages: ((directory: string) => Promise<void>)[] = [
      (directory) => truncate(join(directory, 'spec.json'), 300),
      (directory) => writeFile(join(directory, 'result.json'), '{}'),
      async (directory) => {
        for (const step of await listCheckpoints(directory))
          await truncate(join(directory, `checkpoint-${step}.safetensors`), 50);
      },
    ];
    for (const [index, damage] of damages.entries()) {
      const { directory } = await attempt(withSteps(CONFIG, 12), `runs-${index}`);
      await damage(directory);
      const longer = await attempt(CONFIG, `runs-${index}`);
      expect(longer.start?.origin.type).toBe('beginning');
      expect(await filesOf(longer.directory)).toEqual(expected);
    }
  });

  test('needs no metrics of the shorter run: they leave a gap and the same result', async () => {
    const expected = await filesOf((await attempt(CONFIG, 'whole')).directory);
    const { directory } = await attempt(withSteps(CONFIG, 12), 'runs');
    await rm(join(directory, 'metrics.jsonl'));
    const longer = await attempt(CONFIG, 'runs');
    expect(longer.warnings).toEqual([expect.stringContaining('are missing')]);
    expect((await filesOf(longer.directory)).result).toBe(expected.result);
  });

  test('leaves one directory per run', async () => {
    await attempt(withSteps(CONFIG, 12), 'runs');
    await attempt(CONFIG, 'runs');
    expect(readdirSync(space.path('runs'))).toHaveLength(2);
  });
});

describe('another stop on the same trajectory', () => {
  const plateau = (patience: number) => ({ plateau: { patience, minimumImprovement: 0 } });
  const stops: readonly object[] = [{}, { error: 1 }, { error: 1e-9 }, plateau(1), plateau(2)];
  const pairs = stops.flatMap((before) => stops.map((now) => [before, now] as const));

  test.each(pairs)('from %j to %j ends as if it had been there all along', async (before, now) => {
    const config = withTraining(CONFIG, { stop: now });
    const expected = await filesOf((await attempt(config, 'whole')).directory);
    await attempt(withTraining(CONFIG, { stop: before, steps: 22 }), 'runs');
    const { directory } = await attempt(config, 'runs');
    expect((await filesOf(directory)).result).toBe(expected.result);
  });
});
