// `rnn predict`: sequences in, one answer a line out, in order, whatever the batch.
import { beforeEach, describe, expect, test } from 'vitest';
import { LARGEST_LINE_BYTES } from '../../src/experiment/inference/predictionInput.ts';
import { useWorkspace } from '../helpers/workspace.ts';
import { failingStream, invoke } from './invoke.ts';

const space = useWorkspace();
let run = '';

const train = async (task: string): Promise<void> => {
  await space.write(
    'c.yaml',
    `task: ${task}
model: { layers: [{ type: elman, hiddenSize: 3 }] }
training: { steps: 3, batchSize: 4 }
evaluation: { every: 5, size: 20 }
`,
  );
  await invoke(['train', 'c.yaml', '--quiet', '--progress', 'none'], { cwd: space.cwd });
  run = await space.runDirectory();
};

const predict = (lines: string, ...options: readonly string[]) =>
  invoke(['predict', run, '-', ...options], { cwd: space.cwd, stdin: [lines] });

const answers = (stdout: string) =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('classes at the last step', () => {
  beforeEach(() => train('{ type: temporalOrder, length: 10 }'));

  const lines = Array.from({ length: 40 }, (_, n) =>
    JSON.stringify({ input: Array.from({ length: 1 + ((n * 37) % 300) }, (_, t) => (n + t) % 6) }),
  ).join('\n');

  test('are told with outputs and probabilities', async () => {
    const { exitCode, stdout, stderr } = await predict('{"input": [4, 0, 5]}\n');
    expect([exitCode, stderr]).toEqual([0, '']);
    const [{ output, class: found, probabilities }] = answers(stdout);
    expect(output).toHaveLength(4);
    expect(output[found]).toBe(Math.max(...output));
    const weights = output.map(Math.exp);
    const sum = weights.reduce((a: number, b: number) => a + b);
    for (const [j, weight] of weights.entries()) {
      expect(probabilities[j]).toBeCloseTo(weight / sum, 12);
    }
  });

  test('have the same bytes whatever the batch and wherever the lines come from', async () => {
    await space.write('lines.jsonl', `${lines}\n`);
    const found = await Promise.all([
      ...['1', '7', '32', '1000'].map((batch) => predict(lines, '--batch', batch)),
      invoke(['predict', run, 'lines.jsonl'], { cwd: space.cwd }),
      invoke(['predict', run, '-'], { cwd: space.cwd, stdin: [...lines].slice(0) }),
      predict(lines.replaceAll('\n', '\r\n')),
    ]);
    expect(found.map(({ exitCode }) => exitCode)).toEqual(found.map(() => 0));
    const [first, ...others] = found.map(({ stdout }) => stdout);
    expect(first?.split('\n')).toHaveLength(41);
    for (const other of others) expect(other).toBe(first);
  });

  test('nothing in, nothing out', async () => {
    expect(await predict('')).toEqual({ exitCode: 0, stdout: '', stderr: '' });
  });

  test.each(['1', '2', '32'])('lines before a bad one are answered, batch %s', async (batch) => {
    const bad =
      '{"input": [1]}\n{"input": [2]}\n{"input": [3]}\n{"input": [1, 9]}\n{"input": [4]}\n';
    const { exitCode, stdout, stderr } = await predict(bad, '--batch', batch);
    expect(exitCode).toBe(65);
    expect(answers(stdout)).toHaveLength(3);
    expect(stderr).toBe('rnn: standard input:4:15: expected a symbol from 0 to 5, got 9\n');
  });

  test('empty lines are fine at the end alone', async () => {
    const line = '{"input": [1]}\n';
    expect(await predict(`${line}\n \r\n`)).toEqual(await predict(line));
    const { exitCode, stdout, stderr } = await predict(`${line}\n\n${line}`);
    expect(exitCode).toBe(65);
    expect(answers(stdout)).toHaveLength(1);
    expect(stderr).toMatch(/^rnn: standard input:2:1: /);
  });

  test('a line that is too long or no text is named', async () => {
    await space.write('long.jsonl', `{"input": [1]}\n${' '.repeat(LARGEST_LINE_BYTES + 1)}`);
    const long = await invoke(['predict', run, 'long.jsonl'], { cwd: space.cwd });
    expect(long).toMatchObject({ exitCode: 65 });
    expect(answers(long.stdout)).toHaveLength(1);
    expect(long.stderr).toBe(
      'rnn: long.jsonl:2:1: expected at most 16777216 bytes in a line, got more\n',
    );
    await space.write('bytes.jsonl', Uint8Array.of(0x22, 0xff, 0x22, 0x0a));
    const bytes = await invoke(['predict', run, 'bytes.jsonl'], { cwd: space.cwd });
    expect(bytes.stderr).toBe('rnn: bytes.jsonl:1:1: expected UTF-8 text, got other bytes\n');
  });

  test('a file that is not there, a batch of none', async () => {
    const none = await invoke(['predict', run, 'none.jsonl'], { cwd: space.cwd });
    expect(none).toMatchObject({ exitCode: 2, stdout: '' });
    expect(none.stderr).toBe('rnn: cannot read none.jsonl: there is no such file\n');
    const folder = await invoke(['predict', run, '.'], { cwd: space.cwd });
    expect(folder).toMatchObject({ exitCode: 2, stdout: '' });
    expect(folder.stderr).toBe('rnn: cannot read .: it is a directory\n');
    expect(await predict('', '--batch', '0')).toMatchObject({ exitCode: 2 });
  });

  test('a reader that goes away ends it without a word', async () => {
    const { exitCode, stderr } = await invoke(['predict', run, '-', '--batch', '1'], {
      cwd: space.cwd,
      stdin: [lines],
      stdout: failingStream('EPIPE'),
    });
    expect([exitCode, stderr]).toEqual([0, '']);
  });
});

test('values are told alone, of rows of numbers', async () => {
  await train('{ type: addition, length: 10 }');
  const { stdout } = await predict('{"input": [[0.5, 1], [0.25, 0]]}\n{"input": [[0.5, 1]]}\n');
  for (const answer of answers(stdout)) {
    expect(Object.keys(answer)).toEqual(['output']);
    expect(answer.output).toHaveLength(1);
  }
});

test('of targets at every step there is a list of each', async () => {
  await space.write('text.txt', 'abcabcabd '.repeat(40));
  await train('{ type: text, file: text.txt, length: 5 }');
  const { exitCode, stdout } = await predict('{"input": [1, 2, 3]}\n');
  expect(exitCode).toBe(0);
  const [{ output, class: classes, probabilities }] = answers(stdout);
  expect([output, classes, probabilities].map((list) => list.length)).toEqual([3, 3, 3]);
  expect(output[0]).toHaveLength(5);
});

describe('long sequences', () => {
  const symbols = Array.from({ length: 100 }, (_, n) => String.fromCharCode(0x100 + n)).join('');

  beforeEach(async () => {
    await space.write('text.txt', symbols.repeat(4));
    await train('{ type: text, file: text.txt, length: 5 }');
  });

  test('are told in pieces that make one line', async () => {
    const line = JSON.stringify({ input: symbols.repeat(5) });
    const { exitCode, stdout } = await predict(`${line}\n`);
    expect(exitCode).toBe(0);
    expect(stdout.trimEnd()).not.toContain('\n');
    const [{ output, class: classes, probabilities }] = answers(stdout);
    expect(classes).toHaveLength(500);
    for (const [t, row] of output.entries()) {
      expect(row[classes[t]]).toBe(Math.max(...row));
      const total = probabilities[t].reduce((a: number, b: number) => a + b);
      expect(total).toBeCloseTo(1, 12);
    }
  });

  test('are refused where their outputs would not fit into memory', async () => {
    const short = JSON.stringify({ input: symbols });
    const long = JSON.stringify({ input: symbols.repeat(3400) });
    const { exitCode, stdout, stderr } = await predict(`${short}\n${long}\n`);
    expect(exitCode).toBe(65);
    expect(answers(stdout)).toHaveLength(1);
    expect(stderr).toBe(
      'rnn: standard input:2:1: expected at most 335544 steps of 100 outputs each, got 340000\n',
    );
  });
});
