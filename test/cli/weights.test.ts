// Weights from a file through the command line: `model.initializer: { type: file, … }`.
import { mkdir, rename } from 'node:fs/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import { decodeCheckpoint } from '../../src/experiment/checkpoint.ts';
import { encodeSafetensors, type WeightTensor } from '../../src/model/weights/safetensors.ts';
import { readBytes, useWorkspace } from '../helpers/workspace.ts';
import { invoke } from './invoke.ts';

const space = useWorkspace();

const config = (initializer: string) => `name: mine
precision: f64
task: { type: addition, length: 10 }
model:
  layers: [{ type: elman, hiddenSize: 2 }]
  initializer: ${initializer}
training: { steps: 1, batchSize: 2, optimizer: { type: sgd, learningRate: 0 } }
evaluation: { size: 2 }
`;

function tensor(name: string, shape: readonly number[], values: readonly number[]): WeightTensor {
  return { name, shape, precision: 'f64', values: Float64Array.from(values) };
}

const RNN = [
  tensor('rnn.weight_ih_l0', [2, 2], [1, 2, 3, 4]),
  tensor('rnn.weight_hh_l0', [2, 2], [0.5, 0.25, 0.125, 0]),
  tensor('rnn.bias_ih_l0', [2], [1, 2]),
  tensor('rnn.bias_hh_l0', [2], [10, 20]),
];
const FC = [tensor('fc.weight', [1, 2], [7, 8]), tensor('fc.bias', [1], [9])];

const train = (...options: readonly string[]) =>
  invoke(['train', 'c.yaml', '--quiet', ...options], { cwd: space.cwd });

/** Parameters after a step with learning rate 0. */
async function parameters(): Promise<Record<string, number[]>> {
  const bytes = await readBytes(space.path(await space.runDirectory(), 'checkpoint-1.safetensors'));
  const { tensors } = decodeCheckpoint(bytes);
  return Object.fromEntries(tensors.map(({ name, values }) => [name, [...values]]));
}

beforeEach(async () => {
  await space.write('w.safetensors', encodeSafetensors([...RNN, ...FC], {}));
});

describe('weights of a file', () => {
  test("are taken with PyTorch's names, its layout and its two biases", async () => {
    await space.write(
      'c.yaml',
      config('{ type: file, path: w.safetensors, prefix: rnn., readout: fc. }'),
    );
    expect(await train()).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await parameters()).toEqual({
      'layers.0.Wxh': [1, 3, 2, 4],
      'layers.0.Whh': [0.5, 0.125, 0.25, 0],
      'layers.0.bh': [11, 22],
      'readout.W': [7, 8],
      'readout.b': [9],
    });
  });

  test('are taken with our own names, from a checkpoint for example', async () => {
    await space.write('c.yaml', config('{ type: basicTanh }'));
    await train();
    const before = await parameters();
    await rename(
      space.path(await space.runDirectory(), 'checkpoint-1.safetensors'),
      space.path('mine.safetensors'),
    );
    await rename(space.path('runs'), space.path('old'));
    await space.write('c.yaml', config('{ type: file, path: mine.safetensors }'));
    expect(await train('--seed', '2')).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await parameters()).toEqual(before);
  });

  test('leave the rest to the initializer that others names', async () => {
    const others = 'others: { type: values, values: { readout.b: 3 } }';
    await space.write(
      'c.yaml',
      config(`{ type: file, path: w.safetensors, prefix: rnn., ${others} }`),
    );
    expect(await train()).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await parameters()).toMatchObject({
      'layers.0.bh': [11, 22],
      'readout.W': [0, 0],
      'readout.b': [3],
    });
  });

  test('count in the id of a run, where they lie does not', async () => {
    const idOf = async (path: string) => {
      const initializer = `{ type: file, path: ${path}, prefix: rnn., readout: fc. }`;
      await space.write('c.yaml', config(initializer));
      const { exitCode, stdout } = await train('--json', '--fresh');
      expect(exitCode).toBe(0);
      return JSON.parse(stdout).runId;
    };
    const id = await idOf('w.safetensors');
    await mkdir(space.path('sub'));
    await rename(space.path('w.safetensors'), space.path('sub/other.safetensors'));
    expect(await idOf('sub/other.safetensors')).toBe(id);
    const changed = [...RNN, { ...FC[0], values: Float64Array.of(7, 8.5) }, FC[1]];
    await space.write(
      'sub/other.safetensors',
      encodeSafetensors(changed as readonly WeightTensor[], {}),
    );
    expect(await idOf('sub/other.safetensors')).not.toBe(id);
  });

  test('are looked for beside the config, or where --set was typed', async () => {
    await mkdir(space.path('sub'));
    const initializer = '{ type: file, path: w.safetensors, prefix: rnn., readout: fc. }';
    await space.write('sub/c.yaml', config(initializer));
    const run = (...options: readonly string[]) =>
      invoke(['train', 'sub/c.yaml', '--quiet', ...options], { cwd: space.cwd });
    const missing = await run();
    expect(missing).toMatchObject({ exitCode: 2 });
    expect(missing.stderr).toMatch(
      /^rnn: model\.initializer\.path: cannot read .*sub\/w\.safetensors: there is no such file\n$/,
    );
    expect(await run('--set', 'model.initializer.path=w.safetensors')).toMatchObject({
      exitCode: 0,
    });
  });

  test('serve a sweep at its start and one of the run', async () => {
    const initializer = '{ type: file, path: w.safetensors, prefix: rnn., readout: fc. }';
    await space.write('c.yaml', config(initializer));
    await train();
    const sweep = (...options: readonly string[]) =>
      invoke(['sweep', 'Whh[0,0]', 'bh[1]', '--x', '0.5', '--y', '22', '--json', ...options], {
        cwd: space.cwd,
      });
    const start = await sweep('--config', 'c.yaml');
    const end = await sweep('--run', await space.runDirectory());
    expect([start.exitCode, end.exitCode]).toEqual([0, 0]);
    expect(JSON.parse(start.stdout).cost.values).toEqual(JSON.parse(end.stdout).cost.values);
    await space.write('w.safetensors', encodeSafetensors(RNN, {}));
    const other = await sweep('--run', await space.runDirectory());
    expect(other).toMatchObject({ exitCode: 2 });
    expect(other.stderr).toMatch(/w\.safetensors is not the file the run began with\n$/);
  });
});

describe('weights that do not fit', () => {
  const FITTING = '{ type: file, path: w.safetensors, prefix: rnn., readout: fc. }';
  test.each<[string, readonly WeightTensor[], string, string]>([
    ['a missing one', RNN, FITTING, 'expected fc.weight for readout.W, got no such tensor'],
    [
      'half of a bias',
      [...RNN.slice(0, 3), ...FC],
      FITTING,
      'expected rnn.bias_hh_l0 [2], got no such tensor',
    ],
    [
      'another shape',
      [tensor('rnn.weight_ih_l0', [2, 3], [1, 2, 3, 4, 5, 6]), ...RNN.slice(1), ...FC],
      FITTING,
      'expected rnn.weight_ih_l0 [2, 2], got [2, 3]',
    ],
    [
      'one too many',
      [...RNN, ...FC, tensor('rnn.weight_ih_l1', [1], [1])],
      FITTING,
      'expected tensors of the network only, got "rnn.weight_ih_l1", which it does not have',
    ],
    [
      'names of nobody',
      [tensor('\u001b[31mkernel', [1], [1])],
      '{ type: file, path: w.safetensors }',
      'expected tensors such as layers.0.Wxh or weight_ih_l0, got "\\u001b[31mkernel"',
    ],
    [
      'no tensor',
      RNN,
      '{ type: file, path: w.safetensors, prefix: gru. }',
      'expected tensors such as layers.0.Wxh or weight_ih_l0 after the prefix "gru.", got none',
    ],
  ])('%s: one line, exit 65, no run', async (_, tensors, initializer, message) => {
    await space.write('w.safetensors', encodeSafetensors(tensors, {}));
    await space.write('c.yaml', config(initializer));
    expect(await train()).toEqual({
      exitCode: 65,
      stdout: '',
      stderr: `rnn: model.initializer.path: cannot use w.safetensors: ${message}\n`,
    });
    expect(await space.list('runs')).toEqual([]);
  });

  test('a damaged file: one line, exit 65', async () => {
    await space.write('c.yaml', config(FITTING));
    const whole = encodeSafetensors([...RNN, ...FC], {});
    for (const bytes of [new Uint8Array(), whole.subarray(0, -1), new Uint8Array(99).fill(255)]) {
      await space.write('w.safetensors', bytes);
      const { exitCode, stdout, stderr } = await train();
      expect([exitCode, stdout]).toEqual([65, '']);
      expect(stderr).toMatch(
        /^rnn: model\.initializer\.path: cannot use w\.safetensors: [^\n]+\n$/,
      );
    }
  });

  test('a cell that PyTorch does not have is a mistake of the config', async () => {
    await space.write('c.yaml', config(FITTING));
    const { exitCode, stderr } = await train('--set', 'model.layers.0.activation=sigmoid');
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/layers\.0 has no counterpart in PyTorch: its activation is sigmoid/);
  });
});

test('the initializer of the rest is checked like any other', async () => {
  await space.write(
    'c.yaml',
    config('{ type: file, path: w, others: { type: uniform, minimum: 1, maximum: 0 } }'),
  );
  const { exitCode, stderr } = await invoke(['validate', 'c.yaml'], { cwd: space.cwd });
  expect(exitCode).toBe(2);
  expect(stderr).toContain('model.initializer.others.minimum: expected at most maximum');
});

test('the file is in the list of initializers', async () => {
  const { stdout } = await invoke(['list', 'initializers']);
  expect(stdout).toMatch(/^ {2}file +a safetensors file/m);
});
