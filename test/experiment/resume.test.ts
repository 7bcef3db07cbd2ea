// An interrupted run goes on to the files of one that never was, whenever and however it ended.
import { readdirSync } from 'node:fs';
import { cp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { decodeCheckpoint, encodeCheckpoint } from '../../src/experiment/checkpoint.ts';
import { listCheckpoints } from '../../src/experiment/runDirectory.ts';
import { attemptsIn, CONFIG, copyFiles, filesOf, kindsOfRuns, TEXT } from '../helpers/attempts.ts';
import { useWorkspace } from '../helpers/workspace.ts';

const space = useWorkspace();
const { attempt, attemptUntil } = attemptsIn(space);

beforeEach(() => space.write('text.txt', TEXT));

describe.each(Object.entries(kindsOfRuns))('%s', (_, config) => {
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
      // Without its end alone a line is whole.
      const isTorn = cut > 1;
      expect(again.warnings.some((line) => /last line is torn/.test(line))).toBe(isTorn);
      expect((await filesOf(again.directory)).result).toBe(expected.result);
    }
  });
});
