// `rnn inspect` on runs, damaged ones and none.
import { beforeEach, describe, expect, test } from 'vitest';
import { encodeCheckpoint } from '../../src/experiment/checkpoint.ts';
import type { WeightTensor } from '../../src/model/weights/safetensors.ts';
import { useWorkspace } from '../helpers/workspace.ts';
import { invoke } from './invoke.ts';

const space = useWorkspace();
let run = '';
let runId = '';

beforeEach(async () => {
  await space.write(
    'c.yaml',
    `name: mine
precision: f64
task: { type: addition, length: 10 }
model:
  layers: [{ type: elman, hiddenSize: 2, initialState: trainable }]
  initializer: { type: values, values: { layers.0.Whh: [[0, -2], [2, 0]], layers.0.Wxh: 1 } }
training: { steps: 3, batchSize: 2, optimizer: { type: sgd, learningRate: 0 } }
evaluation: { size: 2 }
checkpoint: { every: 2 }
`,
  );
  const trained = await invoke(['train', 'c.yaml', '--json'], { cwd: space.cwd });
  ({ runId } = JSON.parse(trained.stdout));
  run = await space.runDirectory();
});

const inspect = (...options: readonly string[]) =>
  invoke(['inspect', run, ...options], { cwd: space.cwd });

describe('rnn inspect', () => {
  test('shows the tensors of the last checkpoint, with totals', async () => {
    const { exitCode, stdout, stderr } = await inspect();
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toBe(`\
tensor        shape  spectral radius  largest singular  norm  largest |w|
layers.0.Wxh  2 x 2                               2.00  2.00         1.00
layers.0.Whh  2 x 2             2.00              2.00  2.83         2.00
layers.0.bh       2                                     0.00         0.00
layers.0.h0       2                                     0.00         0.00
readout.W     2 x 1                               0.00  0.00         0.00
readout.b         1                                     0.00         0.00

15 parameters (f64), norm 3.46: mine after 3 steps
`);
  });

  test('prints one JSON document with --json', async () => {
    const { exitCode, stdout } = await inspect('--json', '--step', '2');
    expect(exitCode).toBe(0);
    const document = JSON.parse(stdout);
    expect(document).toMatchObject({ schema: 1, runId, name: 'mine', step: 2, parameterCount: 15 });
    expect(document.tensors[1]).toMatchObject({
      name: 'layers.0.Whh',
      role: 'recurrent',
      shape: [2, 2],
      largestAbsolute: 2,
      gates: [],
    });
    expect(document.tensors[1].spectralRadius).toBeCloseTo(2, 14);
  });

  test.each([20, 40, 79])('is no wider than a terminal of %d columns', async (terminalColumns) => {
    const { stdout } = await invoke(['inspect', run, '--no-color'], {
      cwd: space.cwd,
      terminalColumns,
    });
    for (const line of stdout.split('\n').slice(0, 7)) {
      expect(line.length).toBeLessThanOrEqual(terminalColumns);
    }
  });
});

describe('what is not there or not whole', () => {
  test.each([
    [['--step', '1'], 2, /has no checkpoint of step 1; there are: 2, 3\n$/],
    [['--step', '0'], 2, /^rnn: --step: expected a whole number from 1 to .*, got "0"\n$/],
  ])('%j', async (options, code, message) => {
    const { exitCode, stdout, stderr } = await inspect(...options);
    expect([exitCode, stdout]).toEqual([code, '']);
    expect(stderr).toMatch(message);
  });

  test('no run', async () => {
    const { exitCode, stderr } = await invoke(['inspect', 'runs'], { cwd: space.cwd });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/did you mean .*runs\/mine-[0-9a-f]{16}\?\n$/);
  });

  test('a damaged checkpoint gives way to the one before, or is an error where it is meant', async () => {
    await space.write(`${run}/checkpoint-3.safetensors`, 'x');
    const last = await inspect();
    expect(last).toMatchObject({ exitCode: 0 });
    expect(last.stdout).toContain('mine after 2 steps');
    expect(last.stderr).toMatch(/^rnn: warning: .*checkpoint-3\.safetensors is left out: /);
    const asked = await inspect('--step', '3');
    expect(asked).toMatchObject({ exitCode: 65, stdout: '' });
    expect(asked.stderr).toMatch(/checkpoint-3\.safetensors is left out: it is damaged/);
  });

  test('a checkpoint of another network', async () => {
    const tensor = (name: string, shape: readonly number[], count: number): WeightTensor => ({
      name,
      shape,
      precision: 'f64',
      values: new Float64Array(count),
    });
    const write = (tensors: readonly WeightTensor[]) =>
      space.write(
        `${run}/checkpoint-2.safetensors`,
        encodeCheckpoint({ runId, step: 2, tensors, training: null }),
      );
    await write([tensor('../../x', [1], 1)]);
    const none = await inspect('--step', '2');
    expect(none).toMatchObject({ exitCode: 65, stdout: '' });
    expect(none.stderr).toMatch(
      /expected layers\.0\.Wxh \[0, 2\] in the checkpoint of step 2, got none/,
    );
    await write([tensor('layers.0.Wxh', [2, 2], 4), tensor('layers.0.Whh', [4], 4)]);
    const other = await inspect('--step', '2');
    expect(other.stderr).toMatch(/expected layers\.0\.Whh \[2, 2\] in .*, got \[4\]; rnn train/);
  });
});
