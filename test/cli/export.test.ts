// `rnn export`: what is written where, and what is left alone.
import { mkdir, symlink } from 'node:fs/promises';
import { Writable } from 'node:stream';
import { beforeEach, describe, expect, test } from 'vitest';
import { decodeSafetensors } from '../../src/model/weights/safetensors.ts';
import { readBytes, useWorkspace } from '../helpers/workspace.ts';
import { runOnnx } from '../model/onnx/runtime.ts';
import { failingStream, invoke } from './invoke.ts';

const space = useWorkspace();
let run = '';

const config = (layer: string) => `name: mine
precision: f64
task: { type: addition, length: 10 }
model:
  layers: [{ type: elman, hiddenSize: 2, ${layer} }]
  initializer: { type: values, values: { layers.0.Whh: [[1, 2], [3, 4]], readout.b: 5 } }
training: { steps: 1, batchSize: 2, optimizer: { type: sgd, learningRate: 0 } }
evaluation: { size: 2 }
`;

async function train(layer: string): Promise<void> {
  await space.write('c.yaml', config(layer));
  await invoke(['train', 'c.yaml', '--quiet'], { cwd: space.cwd });
  run = await space.runDirectory();
}

beforeEach(() => train('activation: tanh'));

const exported = (...options: readonly string[]) =>
  invoke(['export', run, ...options], { cwd: space.cwd });

async function tensorsIn(name: string): Promise<Record<string, number[]>> {
  const { tensors } = decodeSafetensors(await readBytes(space.path(name)));
  return Object.fromEntries([...tensors].map(([key, { values }]) => [key, [...values]]));
}

describe('rnn export', () => {
  test("writes PyTorch's names beside the run", async () => {
    expect(await exported()).toEqual({
      exitCode: 0,
      stdout: `wrote ${run}.safetensors\n`,
      stderr: '',
    });
    expect(await tensorsIn(`${run}.safetensors`)).toEqual({
      weight_ih_l0: [0, 0, 0, 0],
      weight_hh_l0: [1, 3, 2, 4],
      bias_ih_l0: [0, 0],
      bias_hh_l0: [0, 0],
      'readout.weight': [0, 0],
      'readout.bias': [5],
    });
  });

  test('writes our own names where asked, which train reads again', async () => {
    const { exitCode } = await exported('--names', 'own', '--out', 'w.safetensors');
    expect(exitCode).toBe(0);
    expect(await tensorsIn('w.safetensors')).toMatchObject({ 'layers.0.Whh': [1, 2, 3, 4] });
    for (const names of ['own', 'pytorch']) {
      const file = `${names}.safetensors`;
      await exported('--names', names, '--out', file);
      const initializer = `model.initializer={ type: file, path: ${file} }`;
      const out = ['--out', names, '--set', initializer];
      const trained = await invoke(['train', 'c.yaml', '--json', ...out], { cwd: space.cwd });
      expect(trained).toMatchObject({ exitCode: 0 });
      const { directory } = JSON.parse(trained.stdout);
      expect(await tensorsIn(`${directory}/checkpoint-1.safetensors`)).toEqual(
        await tensorsIn('w.safetensors'),
      );
    }
  });

  test('writes an ONNX model that runs, and says what it rounds', async () => {
    const { exitCode, stdout, stderr } = await exported('--format', 'onnx', '--out', 'm.onnx');
    expect([exitCode, stdout]).toEqual([0, 'wrote m.onnx\n']);
    expect(stderr).toBe('rnn: note: weights are rounded from f64 to f32\n');
    const bytes = await readBytes(space.path('m.onnx'));
    const values = [0.1, 1, 0.2, 0];
    const found = await runOnnx(bytes, { type: 'float32', shape: [2, 1, 2], values });
    expect(found).toEqual({ shape: [1, 1], values: [5] });
  });

  test('writes a directory of arrays with a list', async () => {
    expect(await exported('--format', 'npy')).toMatchObject({ exitCode: 0, stderr: '' });
    const names = ['Whh', 'Wxh', 'bh'].map((name) => `layers.0.${name}.npy`);
    expect(await space.list(`${run}-npy`)).toEqual([
      ...names,
      'manifest.json',
      'readout.W.npy',
      'readout.b.npy',
    ]);
    const manifest = JSON.parse(await space.read(`${run}-npy/manifest.json`));
    expect(manifest).toMatchObject({ schema: 1, name: 'mine', step: 1, names: 'own' });
    expect(manifest.tensors[1]).toEqual({
      name: 'layers.0.Whh',
      file: 'layers.0.Whh.npy',
      shape: [2, 2],
      precision: 'f64',
    });
    const bytes = await readBytes(space.path(`${run}-npy/layers.0.Whh.npy`));
    expect([...new Float64Array(bytes.slice(-32).buffer)]).toEqual([1, 2, 3, 4]);
  });

  test('writes to standard output, the bytes of the file', async () => {
    await exported();
    const chunks: Uint8Array[] = [];
    const stdout = new Writable({
      write: (chunk, _encoding, done) => {
        chunks.push(chunk);
        done();
      },
    });
    const given = { cwd: space.cwd, stdout };
    expect(await invoke(['export', run, '--out', '-'], given)).toMatchObject({ exitCode: 0 });
    const file = await readBytes(space.path(`${run}.safetensors`));
    expect(Buffer.concat(chunks).equals(Buffer.from(file))).toBe(true);
    const full = { cwd: space.cwd, stdout: failingStream('ENOSPC') };
    expect(await invoke(['export', run, '--out', '-'], full)).toMatchObject({ exitCode: 74 });
    const terminal = { cwd: space.cwd, terminalColumns: 80 };
    expect(await invoke(['export', run, '--out', '-'], terminal)).toMatchObject({ exitCode: 2 });
  });

  test('says what PyTorch must be told', async () => {
    await space.write('c.yaml', config('initialState: 0.5').replace('mine', 'other'));
    const { stdout } = await invoke(['train', 'c.yaml', '--json', '--out', 'more'], {
      cwd: space.cwd,
    });
    run = JSON.parse(stdout).directory;
    expect((await exported()).stderr).toBe(
      'rnn: note: layers.0 starts from 0.5: pass it to the module of PyTorch as h_0\n',
    );
  });
});

describe('what cannot be exported', () => {
  test.each([
    [['--format', 'pickle'], 2, '--format: expected safetensors, onnx, npy, got "pickle"'],
    [['--names', 'keras'], 2, '--names: expected pytorch, own, got "keras"'],
    [
      ['--format', 'onnx', '--names', 'own'],
      2,
      '--names: onnx has no choice of names; leave it out',
    ],
    [['--format', 'npy', '--out', '-'], 2, '--out: npy is several files; name a directory'],
    [['--out', ''], 2, '--out: expected the name of a file, got ""'],
  ])('%j', async (options, code, message) => {
    expect(await exported(...options)).toEqual({
      exitCode: code,
      stdout: '',
      stderr: `rnn: ${message}\n`,
    });
  });

  test('a cell that PyTorch lacks, by its names; ours and ONNX serve', async () => {
    await space.write('c.yaml', config('activation: sigmoid'));
    const trained = await invoke(['train', 'c.yaml', '--json', '--out', 'more'], {
      cwd: space.cwd,
    });
    run = JSON.parse(trained.stdout).directory;
    const { exitCode, stderr } = await exported();
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^rnn: layers\.0 has no counterpart in PyTorch: its activation is sigm/);
    expect(await exported('--names', 'own')).toMatchObject({ exitCode: 0 });
    expect(await exported('--format', 'onnx')).toMatchObject({ exitCode: 0 });
  });
});

describe('what stands in the way', () => {
  test('a file is left alone without --force', async () => {
    await space.write('w.safetensors', 'mine');
    const refused = await exported('--out', 'w.safetensors');
    expect(refused).toMatchObject({ exitCode: 73, stdout: '' });
    expect(refused.stderr).toMatch(/w\.safetensors: it exists; --force replaces it\n$/);
    expect(await space.read('w.safetensors')).toBe('mine');
    expect(await exported('--out', 'w.safetensors', '--force')).toMatchObject({ exitCode: 0 });
    expect(await tensorsIn('w.safetensors')).toMatchObject({ 'readout.bias': [5] });
  });

  test('a directory is never replaced by a file, a file never by a directory', async () => {
    await mkdir(space.path('d'));
    expect(await exported('--out', 'd', '--force')).toMatchObject({ exitCode: 73 });
    await space.write('f', '');
    expect(await exported('--format', 'npy', '--out', 'f', '--force')).toMatchObject({
      exitCode: 73,
    });
    await symlink('d', space.path('link'));
    expect(await exported('--format', 'npy', '--out', 'link', '--force')).toMatchObject({
      exitCode: 73,
    });
    expect(await space.list('d')).toEqual([]);
  });

  test('an older export is replaced whole with --force; a directory of other things never', async () => {
    const npy = ['--format', 'npy', '--out', 'd'];
    await exported(...npy, '--names', 'pytorch');
    const before = await space.list('d');
    expect(await exported(...npy)).toMatchObject({ exitCode: 73 });
    expect(await space.list('d')).toEqual(before);
    expect(await exported(...npy, '--force')).toMatchObject({ exitCode: 0 });
    expect(await space.list('d')).not.toContain('weight_ih_l0.npy');
    expect(await space.list('d')).toContain('layers.0.Wxh.npy');
    await space.write('d/thesis.tex', '');
    const refused = await exported(...npy, '--force');
    expect(refused).toMatchObject({ exitCode: 73 });
    expect(refused.stderr).toMatch(/it holds "thesis\.tex", which is of no export\n$/);
  });

  test('a directory that is not there', async () => {
    expect(await exported('--out', 'none/w.safetensors')).toMatchObject({ exitCode: 73 });
  });
});
