// Training on sequences from files, and what the command line says about a file that holds none.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { useWorkspace } from '../helpers/workspace.ts';
import { invoke } from './invoke.ts';

const space = useWorkspace();

const CONFIG = `
task:
  type: sequences
  file: data.jsonl
  split: { validation: 0, test: 0.5 }
  inputs: { symbols: 3 }
  targets: { type: classes, size: 2 }
model: { layers: [{ type: elman, hiddenSize: 3 }] }
training: { batchSize: 2, steps: 3 }
`;

test('a flaw is told with file, line and column, exit 65', async () => {
  await space.write('config.yaml', CONFIG);
  await space.write(
    'data.jsonl',
    '{"input": [0, 1], "target": 1}\n{"input": [0, 3], "target": 1}\n',
  );
  const { exitCode, stdout, stderr } = await invoke(['train', 'config.yaml'], { cwd: space.cwd });
  expect({ exitCode, stdout }).toEqual({ exitCode: 65, stdout: '' });
  expect(stderr).toBe(
    `rnn: ${space.path('data.jsonl')}:2:15: expected a symbol from 0 to 2, got 3\n`,
  );
});

test.each([
  [
    'hiddenSize: 3, residual: true',
    '',
    'residual: expected false, since the inputs of sequences are',
  ],
  [
    'hiddenSize: 3',
    ', readout: { type: none }',
    'hiddenSize: expected 2, the output size of sequences',
  ],
])('a layer that does not fit is told with its place: %s%s', async (layer, readout, message) => {
  const model = `layers: [{ type: elman, ${layer} }]${readout}`;
  await space.write('config.yaml', CONFIG.replace(/layers: .*\]/, model));
  const { exitCode, stderr } = await invoke(['validate', 'config.yaml'], { cwd: space.cwd });
  expect(exitCode).toBe(2);
  expect(stderr).toContain(`model.layers.0.${message}`);
  expect(stderr).toMatch(/^config\.yaml:8:/);
});

test('a run that is broken off goes on to the result of one that is not', async () => {
  const lines = Array.from(
    { length: 10 },
    (_, i) => `{"input": [${new Array((i % 4) + 1).fill(i % 3).join()}], "target": ${i % 2}}`,
  );
  await space.write('data.jsonl', lines.join('\r\n'));
  await space.write('config.yaml', CONFIG);
  const train = async (steps: number, out: string) => {
    const argv = ['train', 'config.yaml', '--json', '--out', out];
    const set = ['--set', `training.steps=${steps}`];
    const { exitCode, stdout, stderr } = await invoke([...argv, ...set], { cwd: space.cwd });
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    return JSON.parse(stdout);
  };
  const whole = await train(9, 'whole');
  await train(4, 'parts'); // in the middle of the second epoch of three updates
  const longer = await train(9, 'parts');
  expect(longer.resultSha256).toBe(whole.resultSha256);
  expect(whole.evaluation).toMatchObject({ split: 'test', count: 5 });
});

test('the sequences that are shipped are those their config says', () => {
  const file = new URL('../../configs/data/first-symbol.jsonl', import.meta.url);
  let x = 1;
  const draw = (n: number) => {
    x = Number((1103515245n * BigInt(x) + 12345n) % 2n ** 31n);
    return Math.floor(x / 65536) % n;
  };
  const lines = Array.from({ length: 200 }, () => {
    const input = Array.from({ length: 3 + draw(8) }, () => draw(3));
    return `{"input": [${input.join(', ')}], "target": ${input[0]}}\n`;
  });
  expect(readFileSync(fileURLToPath(file), 'utf8')).toBe(lines.join(''));
});
