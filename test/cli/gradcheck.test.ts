import { copyFileSync, cpSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { cells } from '../../src/cells/index.ts';
import type { EndingSignal } from '../../src/cli/io.ts';
import { useWorkspace } from '../helpers/workspace.ts';
import { type InvokeOptions, invoke } from './invoke.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const configs = readdirSync(join(root, 'configs'), { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(ya?ml|json)$/.test(name) && !/^suites|tunes\.json$/.test(name))
  .sort();

const SMALL = `name: small
task: { type: addition, length: 10 }
model: { layers: [{ type: elman, hiddenSize: 5 }] }
training: { batchSize: 3 }
`;

const space = useWorkspace();
beforeEach(() => space.write('small.yaml', SMALL));

const gradcheck = (argv: readonly string[], options: InvokeOptions = {}) =>
  invoke(['gradcheck', ...argv], { cwd: space.cwd, env: { RNN_KERNELS: '128' }, ...options });

async function documentOf(argv: readonly string[]) {
  const { exitCode, stdout, stderr } = await gradcheck([...argv, '--json']);
  expect(stderr).toBe('');
  expect(stdout.indexOf('\n')).toBe(stdout.length - 1);
  return { exitCode, document: JSON.parse(stdout) };
}

const set = (...overrides: readonly string[]) => overrides.flatMap((one) => ['--set', one]);

describe('rnn gradcheck', () => {
  test.each(configs)('finds the gradient of %s right', async (name) => {
    cpSync(join(root, 'configs'), space.path('configs'), { recursive: true });
    cpSync(join(root, 'README.md'), space.path('README.md'));
    // What a file of music holds says what it is, whatever its name.
    for (const file of ['JSB_Chorales', 'Nottingham', 'Piano_midi']) {
      copyFileSync(join(root, 'configs/data/tunes.json'), space.path(`configs/data/${file}.mat`));
    }
    const rows = Array.from({ length: 2000 }, (_, t) => `m${t},${(t * t) % 31}`);
    const series = `Month,Sunspots\n${rows.join('\n')}\n`;
    writeFileSync(space.path('configs/data/monthly-sunspots.csv'), series);
    cpSync(join(root, 'README.md'), space.path('configs/data/tinyshakespeare.txt'));
    const few = ['--entries', '2', ...set('training.batchSize=2')];
    const { exitCode, stdout } = await gradcheck([`configs/${name}`, ...few]);
    expect({ exitCode, stdout }).toMatchObject({ exitCode: 0 });
    expect(stdout).toMatch(/^the gradient agrees: \d+ tensors, /m);
  });

  test('checks a window with its masks of recurrent dropout', async () => {
    const lossWith = async (recurrentDropout: number) => {
      const layers = `model.layers=[{ type: lstm, hiddenSize: 6, recurrentDropout: ${recurrentDropout} }]`;
      const { stdout } = await gradcheck([
        'small.yaml',
        '--json',
        ...['--set', 'training.truncation={ type: window, window: 4 }', '--set', layers],
      ]);
      const { ok, loss, batch } = JSON.parse(stdout);
      expect([ok, batch.sequenceLength]).toEqual([true, 4]);
      return loss;
    };
    expect(await lossWith(0.5)).not.toBe(await lossWith(0));
  });

  test('shows tensors, the worst entry and one closing line', async () => {
    const { exitCode, stdout, stderr } = await gradcheck(['small.yaml']);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toContain(
      'Gradient of the loss (squaredError) at the initial parameters, seed 1',
    );
    expect(stdout).toContain('checked in f64 (the config says f32); an entry agrees within');
    expect(stdout).toMatch(/^layers\.0\.Whh +agrees +\S+ +all 25 +\S+ +\[5, 5\]$/m);
    expect(stdout).toMatch(/^worst: \S+\[\d+, \d+\]: analytic \S+, numeric \S+,\s+relative/m);
    expect(stdout).toMatch(/\nthe gradient agrees: 5 tensors, all 46 entries checked, worst\s/);
  });

  test('gives the same numbers again, with any kernels', async () => {
    const first = await gradcheck(['small.yaml', '--json', '--warm', '3']);
    expect(await gradcheck(['small.yaml', '--json', '--warm', '3'])).toEqual(first);
    const env = { RNN_KERNELS: 'reference' };
    expect(await gradcheck(['small.yaml', '--json', '--warm', '3'], { env })).toEqual(first);
  });

  test('checks a sample of large tensors and says so', async () => {
    const { document } = await documentOf(['small.yaml', '--entries', '7']);
    expect(document).toMatchObject({ ok: true, entryCount: 46, checkedCount: 7 + 7 + 5 + 5 + 1 });
    const { stdout } = await gradcheck(['small.yaml', '--entries', '7', '--quiet']);
    expect(stdout).toMatch(/^the gradient agrees: 5 tensors, 25 of 46 entries checked, .*\n$/);
    const large = [...set('model.layers.0.hiddenSize=12'), '--json'];
    const entriesOf = async (argv: readonly string[]) =>
      (await documentOf(['small.yaml', ...large, ...argv])).document.checkedCount;
    expect(await entriesOf([])).toBe(24 + 100 + 12 + 12 + 1);
    expect(await entriesOf(['--entries', 'all'])).toBe(24 + 144 + 12 + 12 + 1);
  });

  test('gives one JSON document', async () => {
    const { exitCode, document } = await documentOf(['small.yaml', '--seed', '4']);
    expect(exitCode).toBe(0);
    expect(document).toMatchObject({
      schema: 1,
      ok: true,
      name: 'small',
      seed: 4,
      precision: 'f32',
      warmSteps: 0,
      batch: { sequenceLength: 10, batchSize: 3 },
      lossType: 'squaredError',
      regularizer: 'none',
      problem: null,
      divergence: null,
      tolerance: { relative: 1e-6 },
    });
    expect(document.loss).toBeGreaterThan(0);
    const names = document.tensors.map(({ tensor }: { tensor: string }) => tensor);
    expect(names).toEqual([
      ...['layers.0.Wxh', 'layers.0.Whh', 'layers.0.bh', 'readout.W', 'readout.b'],
    ]);
    expect(document.tensors[1]).toMatchObject({
      term: 'loss',
      shape: [5, 5],
      entryCount: 25,
      checkedCount: 25,
      verdict: 'agrees',
      differingCount: 0,
      notSmooth: [],
      worst: { verdict: 'agrees' },
    });
    expect(Object.keys(document.worst).sort()).toEqual([
      ...['analytic', 'column', 'numeric', 'relativeDifference', 'row', 'tensor', 'term'],
      'verdict',
    ]);
  });

  test('follows the options that change a config', async () => {
    const { document } = await documentOf([
      'small.yaml',
      ...set('training.batchSize=2', 'model.layers.0.initialState=trainable', 'precision=f64'),
    ]);
    expect(document).toMatchObject({ ok: true, precision: 'f64', batch: { batchSize: 2 } });
    expect(document.tensors.map(({ tensor }: { tensor: string }) => tensor)).toContain(
      'layers.0.h0',
    );
  });

  test('checks at a trained point, over the batch that comes next', async () => {
    const at = async (warm: string) => (await documentOf(['small.yaml', '--warm', warm])).document;
    const [start, trained] = [await at('0'), await at('40')];
    expect(trained).toMatchObject({ ok: true, warmSteps: 40 });
    expect(trained.loss).not.toBe(start.loss);
    const { stdout } = await gradcheck(['small.yaml', '--warm', '40']);
    expect(stdout).toContain('Gradient of the loss (squaredError) after 40 updates');
  });

  test('takes a batch of a carrying task from the initial states', async () => {
    await space.write('text.txt', 'the quick brown fox jumps over the lazy dog. '.repeat(200));
    await space.write(
      'text.yaml',
      `task: { type: text, file: text.txt, length: 8 }
model: { layers: [{ type: elman, hiddenSize: 6, initialState: trainable }] }
training: { batchSize: 4 }
`,
    );
    for (const warm of ['0', '5']) {
      const { exitCode, document } = await documentOf(['text.yaml', '--warm', warm]);
      expect(exitCode).toBe(0);
      const h0 = document.tensors.find(
        ({ tensor }: { tensor: string }) => tensor === 'layers.0.h0',
      );
      expect(h0).toMatchObject({ verdict: 'agrees', checkedCount: 6 });
    }
  });

  test.each(Object.keys(cells))('agrees for the %s cell', async (type) => {
    const layer = `model.layers=[{ type: ${type}, hiddenSize: 4 }, { type: ${type}, hiddenSize: 3 }]`;
    const { exitCode, document } = await documentOf(['small.yaml', ...set(layer)]);
    expect(exitCode).toBe(0);
    expect(document.tensors.every(({ verdict }: { verdict: string }) => verdict === 'agrees')).toBe(
      true,
    );
  });

  test('names entries at a kink instead of failing', async () => {
    // With all weights at zero every unit stands at the kink of relu.
    const argv = [
      'small.yaml',
      ...set(
        'model.layers.0.activation=relu',
        'model.initializer={ type: values, values: { layers.0.Wxh: 0, layers.0.Whh: 0, layers.0.bh: 0, readout.W: 1, readout.b: 0 } }',
      ),
    ];
    const { exitCode, document } = await documentOf(argv);
    expect(exitCode).toBe(0);
    const bias = document.tensors.find(
      ({ tensor }: { tensor: string }) => tensor === 'layers.0.bh',
    );
    expect(bias).toMatchObject({ verdict: 'notSmooth', worst: null });
    expect(bias.notSmooth).toHaveLength(5);
    const { stdout } = await gradcheck(argv);
    expect(stdout).toMatch(/not smooth here, so not compared: \d+ entries\s\(layers\.0\./);
  });

  test('says that some tensors have no influence', async () => {
    const { exitCode, stdout } = await gradcheck([
      'small.yaml',
      ...set('model.initializer={ type: zeros }'),
    ]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^layers\.0\.Whh +no influence +0 +all 25 /m);
    expect(stdout).toMatch(/no influence on this loss, by both: layers\.0\.Wxh \(all 10\),/);
  });

  test('exits with 3 where the loss is not finite', async () => {
    const overflow = set(
      'model.layers.0.activation=linear',
      'model.initializer={ type: values, values: { layers.0.Wxh: 1e200, layers.0.Whh: 1e200, layers.0.bh: 0, readout.W: 1, readout.b: 0 } }',
    );
    const { exitCode, stdout } = await gradcheck(['small.yaml', ...overflow]);
    expect(exitCode).toBe(3);
    expect(stdout).toMatch(/\nno: the loss is \S+ here: there is no gradient to check\n$/);
    const { document } = await documentOf(['small.yaml', ...overflow]);
    expect(document).toMatchObject({
      ok: false,
      problem: 'nonFiniteValue',
      tensors: [],
      worst: null,
    });
    expect(['NaN', 'Infinity']).toContain(document.loss);
  });

  test('exits with 3 where a gradient is wrong, and says where', async () => {
    const backward = vi.spyOn(cells.elman, 'backward').mockImplementation(() => {});
    try {
      const { exitCode, stdout } = await gradcheck(['small.yaml']);
      expect(exitCode).toBe(3);
      expect(stdout).toMatch(/^layers\.0\.Whh +DIFFERS +1 +all 25 /m);
      expect(stdout).toMatch(/^worst: layers\.0\.\w+\[\d, \d\]: analytic 0, numeric \S+/m);
      expect(stdout).toMatch(
        /^no: the gradient is wrong in 40 of 46 entries checked: layers\.0\.Wxh,\s+layers/m,
      );
      expect((await documentOf(['small.yaml'])).document).toMatchObject({
        ok: false,
        worst: { verdict: 'differs', analytic: 0 },
      });
    } finally {
      backward.mockRestore();
    }
  });

  test('tells of a training that diverged on the way', async () => {
    const { stdout } = await gradcheck([
      'small.yaml',
      '--warm=50',
      ...set('training.optimizer.learningRate=1e30', 'training.policy=[]'),
    ]);
    expect(stdout).toMatch(/^diverged at step \d+: /m);
  });
});

/** A user who sends a signal after a while. */
const signalAfter =
  (delayMs: number, signal: EndingSignal): NonNullable<InvokeOptions['onSignal']> =>
  (listener) => {
    const timer = setTimeout(listener, delayMs, signal);
    return () => clearTimeout(timer);
  };

describe('rnn gradcheck, watched', () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('ends at %s with exit code %i and shows nothing', async (signal, expected) => {
    for (const argv of [['--entries=all'], ['--warm=1000000']]) {
      const { exitCode, stdout, stderr } = await gradcheck(
        ['small.yaml', ...argv, ...set('model.layers.0.hiddenSize=100', 'task.length=100')],
        { onSignal: signalAfter(100, signal) },
      );
      expect([exitCode, stdout]).toEqual([expected, '']);
      expect(stderr).toMatch(/^rnn: interrupted: (nothing was checked|.* of [\d,]+ entries)\n$/m);
    }
  });

  test('shows how far it is where that takes a while', async () => {
    const long = [
      'small.yaml',
      ...set('model.layers.0.hiddenSize=40', 'task.length=200', 'training.batchSize=10'),
    ];
    const { exitCode, stderr } = await gradcheck([...long, '--entries', 'all'], {
      onSignal: signalAfter(2600, 'SIGINT'),
    });
    expect(exitCode).toBe(130);
    expect(stderr).toMatch(/^[\d,]+ of [\d,]+ entries \(/m);
  });

  test('keeps to the width of the terminal, to ASCII, and to no colours', async () => {
    for (const terminalColumns of [20, 47, 80]) {
      const { stdout } = await gradcheck(['small.yaml', '--no-color'], {
        terminalColumns,
        env: { LC_ALL: 'C', RNN_KERNELS: '128' },
      });
      expect(stdout).toMatch(/^[ -~\n]*$/);
      const widest = Math.max(...stdout.split('\n').map((line) => line.length));
      expect(widest).toBeLessThanOrEqual(terminalColumns);
    }
    const env = { TERM: 'xterm-256color', RNN_KERNELS: '128' };
    const colored = await gradcheck(['small.yaml'], { terminalColumns: 80, env });
    expect(colored.stdout).toContain('\u001b[');
    expect((await gradcheck(['small.yaml'])).stdout).not.toContain('\u001b[');
  });
});

describe('rnn gradcheck refuses with exit code 2', () => {
  test.each([
    [['small.yaml', '--entries', '0'], '--entries: expected a whole number from 1 to'],
    [['small.yaml', '--entries', 'some'], 'got "some"'],
    [['small.yaml', '--entries', '1.5'], '--entries: expected a whole number'],
    [['small.yaml', '--warm=-1'], '--warm: expected a whole number from 0 to'],
    [['small.yaml', '--warm', ''], '--warm: expected a whole number'],
    [['small.yaml', '--progress', 'much'], '--progress: expected auto, bar, plain, none'],
    [['small.yaml', ...set('training.step=1')], 'did you mean "steps"?'],
    [['small.yaml', '--seed', '-1'], '--seed'],
    [['none.yaml'], 'none.yaml: expected a config file, got no such file'],
    [['small.yaml', ...set('task={ type: text, file: none.txt }')], 'there is no such file'],
    [[], 'config'],
  ])('%j', async (argv, message) => {
    const { exitCode, stdout, stderr } = await gradcheck(argv);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });

  test('and helps', async () => {
    const { exitCode, stdout } = await gradcheck(['--help']);
    expect(exitCode).toBe(0);
    for (const text of ['--entries <number>', '--warm <updates>', 'rnn gradcheck config.yaml']) {
      expect(stdout).toContain(text);
    }
  });
});
