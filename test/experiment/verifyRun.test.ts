// Verifying a run: the same bits are recognised from any start, and the first difference is named.
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { readBranch } from '../../src/experiment/branch.ts';
import { resultText } from '../../src/experiment/result.ts';
import { type VerifyOptions, verifyRun } from '../../src/experiment/verifyRun.ts';
import { type Attempt, attemptsIn, CONFIG, kindsOfRuns, TEXT } from '../helpers/attempts.ts';
import { useWorkspace } from '../helpers/workspace.ts';

const space = useWorkspace();
const { attempt, attemptUntil } = attemptsIn(space);

const verify = (directory: string, options: Partial<VerifyOptions> = {}) =>
  verifyRun(directory, { inputs: { data: space.cwd, weights: space.cwd }, ...options });

beforeEach(() => space.write('text.txt', TEXT));

describe.each(Object.entries(kindsOfRuns))('%s', (_, config) => {
  test('is identical when it is trained again', async () => {
    const { directory, events } = await attempt(config, 'runs');
    const lines = (await readFile(join(directory, 'metrics.jsonl'), 'utf8')).trim().split('\n');
    for (const fromCheckpoint of [false, true]) {
      const verification = await verify(directory, { fromCheckpoint });
      expect(verification).toMatchObject({ difference: null, isFinished: true });
      expect(verification.endStep).toBe(events.findLast(({ type }) => type === 'step')?.step);
      if (fromCheckpoint) expect(verification.startStep).toBeGreaterThan(0);
      else expect(verification.lineCount).toBe(lines.length - 2); // header and end
    }
  });

  test('is identical as far as it got before it was interrupted', async () => {
    const { directory } = await attemptUntil(config, 'runs', 1);
    for (const fromCheckpoint of [false, true]) {
      const verification = await verify(directory, { fromCheckpoint });
      expect(verification).toMatchObject({ difference: null, isFinished: false });
    }
  });
});

describe('metrics with another cadence than the run went on with', () => {
  const cadences = [
    [1, 5, 5],
    [5, 1, 5],
    [2, 3, 4],
    [3, 3, 3],
  ] as const;
  const withEvery = (every: number, steps: number) => ({
    ...CONFIG,
    metrics: { every },
    training: { steps, batchSize: 3 },
  });

  async function expectIdentical(
    { directory, warnings }: Attempt,
    asked: number,
    kept: number,
  ): Promise<void> {
    const verification = await verify(directory);
    expect(verification).toMatchObject({ difference: null, isFinished: true });
    const lines = (await readFile(join(directory, 'metrics.jsonl'), 'utf8')).trim().split('\n');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ every: kept });
    const steps = lines.map((line) => JSON.parse(line)).filter(({ type }) => type === 'step');
    for (const { step } of steps.slice(1, -1)) expect(step % kept).toBe(0);
    expect(warnings).toEqual(
      asked === kept ? [] : [expect.stringMatching(`every ${kept} and not every ${asked};`)],
    );
  }

  test.each(cadences)('%d, then %d: a resumed run goes on with %d', async (first, second, kept) => {
    await attemptUntil(withEvery(first, 25), 'runs', 12);
    await expectIdentical(await attempt(withEvery(second, 25), 'runs'), second, kept);
  });

  test.each(cadences)('%d, then %d: a longer run goes on with %d', async (first, second, kept) => {
    await attempt(withEvery(first, 17), 'runs');
    await expectIdentical(await attempt(withEvery(second, 31), 'runs'), second, kept);
  });
});

describe('a difference', () => {
  async function changed(change: (line: string) => string): Promise<string> {
    const { directory } = await attempt(CONFIG, 'runs');
    const path = join(directory, 'metrics.jsonl');
    const lines = (await readFile(path, 'utf8')).split('\n');
    await writeFile(path, lines.map(change).join('\n'));
    return directory;
  }

  test('in the last digit of a loss is named with its step', async () => {
    const directory = await changed((line) =>
      line.includes('"step":9,') && line.includes('"type":"step"')
        ? line.replace(/("loss":[\d.]*)\d/, (_, start) => `${start}${/9$/.test(line) ? 8 : 9}`)
        : line,
    );
    const { difference } = await verify(directory);
    expect(difference).toMatchObject({ step: 9, what: 'step.loss' });
    expect(difference?.recorded).not.toBe(difference?.found);
  });

  test('in a line that is missing is named with the step that came instead', async () => {
    const { directory } = await attempt(CONFIG, 'runs');
    const path = join(directory, 'metrics.jsonl');
    const lines = (await readFile(path, 'utf8')).split('\n');
    await writeFile(path, lines.filter((line) => !line.includes('"step":9,')).join('\n'));
    expect((await verify(directory)).difference).toMatchObject({ step: 9 });
  });

  test('in the result alone is found behind equal metrics', async () => {
    const { directory } = await attempt(CONFIG, 'runs');
    const path = join(directory, 'result.json');
    const {
      schema: _,
      numerics: __,
      sha256: ___,
      ...facts
    } = JSON.parse(await readFile(path, 'utf8'));
    const { text } = resultText({ ...facts, optimizerStateSha256: '0'.repeat(64) });
    await writeFile(path, text);
    expect((await verify(directory)).difference).toMatchObject({
      step: 25,
      what: 'optimizerStateSha256',
      recorded: `"${'0'.repeat(64)}"`,
    });
  });
});

describe('verifying', () => {
  test('trains a branch from where it branched off', async () => {
    const shorter = { ...CONFIG, training: { steps: 12, batchSize: 3 } };
    const { directory } = await attempt(shorter, 'runs');
    const branch = await readBranch(directory, null);
    const request = { point: branch.point, open: async () => branch };
    const made = await attempt(CONFIG, 'runs', { branch: request });
    expect(await verify(made.directory)).toMatchObject({ startStep: 12, difference: null });
  });

  test('is interrupted without a verdict', async () => {
    const { directory } = await attempt(CONFIG, 'runs');
    const abort = new AbortController();
    const verification = await verify(directory, {
      signal: abort.signal,
      onEvent: () => {
        const until = performance.now() + 60;
        abort.abort();
        while (performance.now() < until);
      },
    });
    expect(verification).toMatchObject({ isInterrupted: true, difference: null });
  });

  test('refuses a directory with nothing on record', async () => {
    const { directory } = await attempt(CONFIG, 'runs');
    for (const name of await readdir(directory)) {
      if (name !== 'spec.json') await rm(join(directory, name));
    }
    await expect(verify(directory)).rejects.toThrow(/nothing to compare with/);
    await expect(verify(directory, { fromCheckpoint: true })).rejects.toThrow(/no checkpoint/);
  });

  test('needs the files that the run was trained on', async () => {
    const config = kindsOfRuns['a text in windows, Adam, an average'] ?? {};
    const { directory } = await attempt(config, 'runs');
    await space.write('text.txt', `${TEXT}!`);
    await expect(verify(directory)).rejects.toThrow(/is not the file the run was trained on/);
  });
});
