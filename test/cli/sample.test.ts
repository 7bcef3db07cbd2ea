// `rnn sample` on a language model: text, documents, and what is refused.
import { Writable } from 'node:stream';
import { beforeEach, describe, expect, test } from 'vitest';
import { useWorkspace } from '../helpers/workspace.ts';
import { failingStream, invoke } from './invoke.ts';

const space = useWorkspace();
let run = '';

const train = async (config: string): Promise<void> => {
  await space.write('c.yaml', config);
  await invoke(['train', 'c.yaml', '--quiet', '--progress', 'none'], { cwd: space.cwd });
  run = await space.runDirectory();
};

const sample = (...options: readonly string[]) =>
  invoke(['sample', run, ...options], { cwd: space.cwd });

const LETTERS = 'abcdé\n';

describe('text', () => {
  beforeEach(async () => {
    await space.write('text.txt', LETTERS.repeat(60));
    await train(`name: letters
task: { type: text, file: text.txt, length: 10 }
model: { layers: [{ type: gru, hiddenSize: 16 }] }
training: { steps: 150, batchSize: 4, optimizer: { type: adam, learningRate: 0.03 } }
`);
  });

  test('is written after the prompt, as it was learned', async () => {
    const found = await sample('--prompt', 'ab', '--length', '16', '--temperature', '0');
    expect(found).toEqual({ exitCode: 0, stdout: 'abcdé\nabcdé\nabcdé\n', stderr: '' });
  });

  test('is the same twice and another with another seed', async () => {
    const options = ['--length', '300', '--temperature', '50'];
    const [first, second, other, likeliest] = await Promise.all([
      sample(...options),
      sample(...options),
      sample(...options, '--seed', '9'),
      sample(...options, '--top-k', '1'),
    ]);
    expect([...first.stdout]).toHaveLength(300);
    expect(new Set(first.stdout)).toEqual(new Set(LETTERS));
    expect(second.stdout).toBe(first.stdout);
    expect(other.stdout).not.toBe(first.stdout);
    expect(likeliest.stdout).toBe((await sample('--length', '300', '--temperature', '0')).stdout);
  });

  test('is told as one JSON document', async () => {
    const { stdout } = await sample('--json', '--length', '7', '--prompt', 'a');
    const plain = await sample('--length', '7', '--prompt', 'a');
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 1,
      name: 'letters',
      step: 150,
      task: 'text',
      prompt: 'a',
      length: 7,
      seed: 1,
      temperature: 1,
      topK: null,
      text: plain.stdout,
    });
  });

  test('ends in silence where the reader goes away', async () => {
    const options = ['sample', run, '--length', '100000000'];
    const stdout = failingStream('EPIPE');
    expect(await invoke(options, { cwd: space.cwd, stdout })).toMatchObject({
      exitCode: 0,
      stderr: '',
    });
  });

  test.each([
    [['--prompt', 'abx'], '--prompt: expected characters of the text that was learned, got "x"'],
    [['--temperature', '-1'], '--temperature: expected a number from 0 to'],
    [['--top-k', '0'], '--top-k: expected a whole number from 1 to'],
    [['--length', 'x'], '--length: expected a whole number from 1 to'],
    [['--seed', '-1'], '--seed: expected a whole number from 0 to'],
    [['--steps', '3'], '--steps: expected for text one of --length, --temperature, --top-k'],
    [['--csv', 'x.csv'], '--csv: expected for text one of'],
  ])('%j is refused', async (options, message) => {
    const { exitCode, stdout, stderr } = await sample(...options);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });

  test('predictions take texts', async () => {
    const { exitCode, stdout, stderr } = await invoke(['predict', run, '-'], {
      cwd: space.cwd,
      stdin: ['{"input": "abcd"}\n{"input": "axe"}\n'],
    });
    expect(exitCode).toBe(65);
    // Symbols are in code-point order: the line break is 0, a is 1.
    expect(JSON.parse(stdout).class.slice(1)).toEqual([3, 4, 5]);
    expect(stderr).toMatch(/^rnn: standard input:2:11: expected characters .*, got "x"\n$/);
  });

  test('a text that is another now is not used', async () => {
    await space.write('text.txt', 'other');
    const { exitCode, stderr } = await sample();
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/is not the file the run was trained on/);
  });
});

test('bytes are written as they are drawn, whether they are UTF-8 or not', async () => {
  await space.write('text.txt', LETTERS.repeat(60));
  await train(`task: { type: text, file: text.txt, length: 10, unit: byte }
model: { layers: [{ type: elman, hiddenSize: 4 }] }
training: { steps: 2, batchSize: 4 }
`);
  const chunks: Buffer[] = [];
  const stdout = new Writable({
    write(chunk, _, done) {
      chunks.push(Buffer.from(chunk));
      done();
    },
  });
  const options = ['--length', '300', '--temperature', '50'];
  expect(await invoke(['sample', run, ...options], { cwd: space.cwd, stdout })).toMatchObject({
    exitCode: 0,
  });
  const written = Buffer.concat(chunks);
  expect(written).toHaveLength(300);
  expect(new Set(written)).toEqual(new Set(Buffer.from(LETTERS)));
});

test('a network that tells another character than the next is refused', async () => {
  await space.write('text.txt', LETTERS.repeat(60));
  await train(`task: { type: text, file: text.txt, length: 10, horizon: 5 }
model: { layers: [{ type: elman, hiddenSize: 4 }] }
training: { steps: 2, batchSize: 4 }
`);
  const { exitCode, stdout, stderr } = await sample();
  expect([exitCode, stdout]).toEqual([2, '']);
  expect(stderr).toContain('task.horizon 1');
});

test('a generated task is refused with those that can be sampled', async () => {
  await train(
    'task: { type: addition, length: 10 }\ntraining: { steps: 1 }\nevaluation: { size: 2 }\n',
  );
  expect(await sample()).toEqual({
    exitCode: 2,
    stdout: '',
    stderr:
      'rnn: expected a run of a task that can be sampled (text, pianoRoll, series), got addition\n',
  });
});
