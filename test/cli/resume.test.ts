// `rnn resume`, `rnn verify`, `rnn train --from` and extending, in process.
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import { useWorkspace } from '../helpers/workspace.ts';
import { invoke } from './invoke.ts';

const space = useWorkspace();

const CONFIG = `name: quick
task: { type: temporalOrder, length: 10 }
model: { layers: [{ type: elman, hiddenSize: 5 }] }
training: { steps: 20, batchSize: 4 }
evaluation: { every: 10, size: 8 }
checkpoint: { every: 5 }
`;
const TEXT_CONFIG = `name: letters
task: { type: text, file: letters.txt, length: 10 }
model: { layers: [{ type: elman, hiddenSize: 5 }] }
training: { steps: 20, batchSize: 4 }
`;

const rnn = (...argv: readonly string[]) => invoke(argv, { cwd: space.cwd });

beforeEach(() => space.write('quick.yaml', CONFIG));

/** Trains so far and then forgets the end, as an interruption would. */
async function interrupted(config = 'quick.yaml'): Promise<string> {
  const { exitCode } = await rnn('train', config, '--max-time', '0.0001', '--quiet');
  expect(exitCode).toBe(0);
  return space.runDirectory();
}

describe('rnn resume', () => {
  test('goes on with the run in a directory, to the result of rnn train', async () => {
    await rnn('train', 'quick.yaml', '--out', 'whole');
    const [whole = ''] = await space.list('whole');
    const directory = await interrupted();
    const { exitCode, stdout } = await rnn('resume', directory, '--json');
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'completed', step: 20, directory });
    expect(await space.read(`${directory}/result.json`)).toBe(
      await space.read(`whole/${whole}/result.json`),
    );
  });

  test('goes on where the directory has been moved to, under any name', async () => {
    const directory = await interrupted();
    await mkdir(space.path('else'));
    await rename(space.path(directory), space.path('else/where'));
    expect((await rnn('resume', 'else/where', '--quiet')).exitCode).toBe(0);
    expect(await space.list('else')).toEqual(['where']);
    expect(await space.list('else/where')).toContain('result.json');
    expect((await rnn('verify', 'else/where')).exitCode).toBe(0);
  });

  test('finds the data where they were, or where --files says', async () => {
    await mkdir(space.path('configs'));
    await space.write('configs/letters.yaml', TEXT_CONFIG);
    await space.write('configs/letters.txt', 'abcabcabd'.repeat(100));
    const directory = await interrupted('configs/letters.yaml');
    expect((await rnn('resume', directory, '--quiet')).exitCode).toBe(0);
    await rename(space.path('configs'), space.path('moved'));
    const missing = await rnn('verify', directory);
    expect(missing.exitCode).toBe(2);
    expect(missing.stderr).toContain('letters.txt');
    expect((await rnn('verify', directory, '--files', 'moved')).exitCode).toBe(0);
  });

  test('shows a finished run again', async () => {
    await rnn('train', 'quick.yaml');
    const directory = await space.runDirectory();
    const { exitCode, stdout, stderr } = await rnn('resume', directory);
    expect(exitCode).toBe(0);
    expect(stderr).toContain('holds this run');
    expect(stdout).toContain('completed 20 steps');
  });

  test.each(['nowhere', '.', 'quick.yaml'])('exits 2 for %s, which is no run', async (path) => {
    const { exitCode, stderr } = await rnn('resume', path);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^rnn: .* is no run: /);
  });
});

describe('rnn train on a longer run', () => {
  test('says which run it goes on from', async () => {
    await rnn('train', 'quick.yaml');
    const shorter = await space.runDirectory();
    const { stderr, exitCode } = await rnn('train', 'quick.yaml', '--set', 'training.steps=30');
    expect(exitCode).toBe(0);
    expect(stderr).toContain(`goes on after step 20 of ${shorter}; --fresh trains all of it`);
  });
});

describe('rnn train --from', () => {
  test('branches off and says so', async () => {
    await rnn('train', 'quick.yaml');
    const parent = await space.runDirectory();
    const longer = ['train', 'quick.yaml', '--set', 'training.steps=30', '--from', parent];
    const { stderr, exitCode } = await rnn(...longer, '--from-step', '15');
    expect(exitCode).toBe(0);
    expect(stderr).toContain(`branches off ${parent} after step 15`);
    const [branch = ''] = (await space.list('runs')).filter((name) => !parent.endsWith(name));
    expect((await rnn('verify', `runs/${branch}`)).exitCode).toBe(0);
  });

  test.each([
    [['--from-step', '5'], /expected --from RUN beside it/],
    [['--from', 'nowhere'], /nowhere is no run/],
    [['--from', 'RUN', '--from-step', '7'], /no checkpoint of step 7; there are: 15, 20/],
    [['--from', 'RUN', '--from-step', 'x'], /--from-step: expected a whole number/],
    [['--from', 'RUN'], /training.steps: expected more than 20/],
  ])('exits 2 for %j', async (options, message) => {
    await rnn('train', 'quick.yaml');
    const parent = await space.runDirectory();
    const given = options.map((option) => (option === 'RUN' ? parent : option));
    const { exitCode, stderr } = await rnn('train', 'quick.yaml', ...given);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(message);
  });
});

describe('rnn verify', () => {
  test('says identical', async () => {
    await rnn('train', 'quick.yaml');
    const directory = await space.runDirectory();
    const { exitCode, stdout } = await rnn('verify', directory);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^identical: .*, trained again up to step 20, gives 25 lines/);
    const json = JSON.parse((await rnn('verify', directory, '--json')).stdout);
    expect(json).toMatchObject({ schema: 1, directory, difference: null, lineCount: 25 });
  });

  test('exits 3 and names the first step that differs', async () => {
    await rnn('train', 'quick.yaml');
    const directory = await space.runDirectory();
    const metrics = await space.read(`${directory}/metrics.jsonl`);
    const changed = metrics.replace(/("step":7,.*"gradientNorm":)/, '$11');
    await writeFile(space.path(directory, 'metrics.jsonl'), changed);
    const { exitCode, stdout } = await rnn('verify', directory);
    expect(exitCode).toBe(3);
    expect(stdout).toMatch(/^different: .* differs at step 7, in step.gradientNorm\n {2}recorded /);
  });
});
