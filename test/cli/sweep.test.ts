// `rnn sweep` in process: what it shows, writes and refuses.
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type InvokeOptions, invoke } from './invoke.ts';

let cwd = '';
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'rnn-sweep-'));
});
afterEach(() => rm(cwd, { recursive: true, force: true }));

const sweep = (argv: readonly string[], options: InvokeOptions = {}) =>
  invoke(['sweep', ...argv], { cwd, ...options });

const SMALL = ['--x', '4.5:5.5:5', '--y', '-2.9:-1.9:3'];
const CONFIG = `name: small
task: { type: temporalOrder, length: 10 }
model: { layers: [{ type: elman, hiddenSize: 3 }] }
training: { steps: 2, batchSize: 2 }
evaluation: { size: 4 }
`;

async function documentOf(argv: readonly string[]) {
  const { exitCode, stdout, stderr } = await sweep([...argv, '--json', '--progress', 'none']);
  expect([exitCode, stderr]).toEqual([0, '']);
  expect(stdout.indexOf('\n')).toBe(stdout.length - 1);
  return JSON.parse(stdout);
}

describe('rnn sweep', () => {
  test('gives the costs of the paper’s unit, in either order of the names', async () => {
    const given = { w: ['5'], b: ['-2.613:-2.612:2'] };
    const across = await documentOf(['b', 'w', '--x', ...given.b, '--y', ...given.w]);
    const down = await documentOf(['w', 'b', '--x', ...given.w, '--y', ...given.b]);
    expect(across.cost.values.flat()[0]).toBeCloseTo(0.341571, 6);
    expect(across.cost.values.flat()[1]).toBeCloseTo(0.008476, 6);
    expect(down.cost.values.flat()).toEqual(across.cost.values.flat());
  });

  test('agrees with itself where a config defines the toy', async () => {
    await writeFile(
      join(cwd, 'toy.yaml'),
      'name: toy\ntask: { type: toy, form: lecture }\ntraining: { steps: 1 }\n',
    );
    const window = ['wr', 'wi', '--x', '3:5:3', '--y', '-3:-1:3'];
    const network = await documentOf([...window, '--config', 'toy.yaml', '--precision', 'f64']);
    const toy = await documentOf(window);
    expect([network.form, toy.form]).toEqual(['network', 'lecture']);
    network.cost.values.flat().forEach((value: number, n: number) => {
      expect(value).toBeCloseTo(toy.cost.values.flat()[n], 12);
    });
  });

  test('advises a command that itself runs', async () => {
    const { stdout } = await sweep(['w', 'b', ...SMALL, '--steps', '20', '--scale', 'log']);
    const advice = /look closer:\s+rnn sweep (.*)$/s.exec(stdout)?.[1] ?? '';
    const words = advice.replaceAll('\\\n', ' ').trim().split(/\s+/);
    expect(words).toEqual(expect.arrayContaining(['--steps', '20', '--scale', 'log', '--refine']));
    expect(await sweep([...words, '--progress', 'none'])).toMatchObject({
      exitCode: 0,
      stderr: '',
    });
  });

  test('descends once for every start and clipping, by names or x and y', async () => {
    const paths = async (start: string) =>
      (await documentOf(['w', 'b', ...SMALL, '--descend', start, '--clip', 'none', '--clip', '1']))
        .paths;
    const named = await paths('b=-2.2,w=5');
    expect(named).toHaveLength(2);
    expect(named).toEqual(await paths('x=5,y=-2.2'));
  });

  test('says with --quiet what was found, without map and tables', async () => {
    const start = ['--descend', 'w=5,b=-2.61234136', '--descent-steps', '1', '--clip', 'none'];
    const { exitCode, stdout } = await sweep(['w', 'b', ...SMALL, ...start, '--quiet']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^steepest grid point: /);
    expect(stdout).toMatch(/^not clipped: thrown off the wall at step 1 by a step of length 677 /m);
    expect(stdout.split('\n').length).toBeLessThan(10);
  });

  test('keeps to every width, to ASCII in the C locale, and to no colours where asked', async () => {
    for (const terminalColumns of [20, 80, 200]) {
      const { stdout, exitCode } = await sweep(['wr', 'wi', '--progress', 'none'], {
        terminalColumns,
        env: { LC_ALL: 'C', NO_COLOR: '1' },
      });
      expect(exitCode).toBe(0);
      expect(stdout).toMatch(/^[ -~\n]*$/);
      const map = stdout.slice(0, stdout.indexOf('look closer'));
      expect(Math.max(...map.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(
        terminalColumns,
      );
    }
  });

  test('writes the files asked for and leaves nothing else', async () => {
    const argv = ['w', 'b', ...SMALL, '--csv', 'a.csv', '--npy', 'a.npy', '--svg', 'a.svg'];
    const { exitCode, stderr } = await sweep([...argv, '--progress', 'none']);
    expect(exitCode).toBe(0);
    expect(stderr.match(/^wrote /gm)).toHaveLength(3);
    expect((await readdir(cwd)).sort()).toEqual(['a.csv', 'a.npy', 'a.svg']);
    expect((await readFile(join(cwd, 'a.csv'), 'utf8')).trim().split('\n')).toHaveLength(16);
  });
});

const DESCENT = ['w', 'b', '--descend', 'x=5,y=-2'];
const NETWORK = ['--config', 'small.yaml'];

describe('rnn sweep refuses, in one line and with nothing made,', () => {
  test.each<[argv: readonly string[], message: string]>([
    [[], 'expected the two parameters of a toy (wr wi, or w b), got none'],
    [['wr'], 'got "wr"; those of a network need --config or --run'],
    [['wi', 'rw'], 'got "wi" "rw"; did you mean wi wr?'],
    [['w', 'w'], 'got "w" "w"; those of'],
    [['wr', 'wi', 'b'], 'too many arguments'],
    [['Whh[0,0]', 'Whh[1,1]'], 'need --config or --run'],
    [['w', 'b', '--x', '4:5:0'], '--x: expected a whole count'],
    [['w', 'b', '--x', '4:5:2.5'], '--x: expected a whole count'],
    [['w', 'b', '--x', 'NaN:1:3'], '--x: expected a number'],
    [['w', 'b', '--y', '0:Infinity:3'], '--y: expected a number'],
    [['w', 'b', '--x', ''], '--x: expected min:max:count'],
    [['w', 'b', '--x', '0:1:10000000', '--y', '0:1:10000000'], 'limit 1.00 GiB'],
    [['w', 'b', '--steps', '-1'], '--steps: expected a whole number'],
    [['w', 'b', '--steps', '1e9'], '--steps: expected a whole number'],
    [['w', 'b', '--steps', '2.5'], '--steps: expected a whole number'],
    [['w', 'b', '--activation', 'foo'], '--activation: expected sigmoid, tanh, relu, linear'],
    [['w', 'b', '--quantity', 'foo'], '--quantity: expected cost, gradientNorm'],
    [['w', 'b', '--workers', '0'], '--workers: expected a whole number from 1'],
    [['w', 'b', '--workers', '1000'], '--workers: expected a whole number from 1'],
    [['w', 'b', '--refine', '0'], '--refine: expected a whole number'],
    [['--refine', 'w', 'b'], '--refine: took "w" as its number of points; name the parameters'],
    [['w', 'b', '--clip', '1'], '--clip: there is no descent'],
    [[...DESCENT, '--clip', '0'], '--clip: expected a number above 0'],
    [[...DESCENT, '--clip', 'nan'], '--clip: expected a number'],
    [[...DESCENT, '--momentum', '1'], '--momentum: expected a number from 0 to below 1'],
    [[...DESCENT, '--optimizer', 'adam', '--momentum', '0.9'], '--momentum: adam has none'],
    [['w', 'b', '--descend', 'x=5'], '--descend: expected a start such as'],
    [['w', 'b', '--descend', 'x=5,x=6'], '--descend: expected a start such as'],
    [['w', 'b', '--descend', 'z=1,y=2'], '--descend: expected values of x or w, and y or b'],
    [['w', 'b', '--descend', '__proto__=1,y=2'], '--descend: expected values of x or w'],
    [['w', 'b', '--csv', 'a', '--npy', './a'], '--npy: --csv is to be written to "./a" too'],
    [['w', 'b', '--out', ''], '--out: expected the name of a directory'],
    [['w', 'b', '--directions', 'random'], '--directions: is for networks'],
    [['--config', ''], '--config: expected the name of a file'],
    [['--run', '.'], 'is no run'],
    [['a', 'b', '--run', '.', ...NETWORK], '--run: it cannot be given together with --config'],
    [['w', 'b', '--steps', '5', ...NETWORK], '--steps: is for the toys'],
    [['Whh[0,0]', ...NETWORK], 'expected two parameters such as'],
    [['Whh[9,0]', 'Whh[0,0]', ...NETWORK], 'has no such element'],
    [['Whx[0,0]', 'Whh[0,0]', ...NETWORK], 'no parameter is named "Whx"; did you mean'],
    [['Whh[0,0]', 'Whh[0,0]', ...NETWORK], 'name two different parameters'],
    [['--directions', 'trajectory', ...NETWORK], 'name one with --run'],
    [['Whh[0,0]', 'Whh[1,1]', '--directions', 'random', ...NETWORK], '--directions: the plane'],
  ])('%j', async (argv, message) => {
    await writeFile(join(cwd, 'small.yaml'), CONFIG);
    const { exitCode, stdout, stderr } = await sweep(argv);
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/^rnn: [^\n]*\n$/);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(await readdir(cwd)).toEqual(['small.yaml']);
  });

  test('kernels that there are not', async () => {
    const { exitCode, stderr } = await sweep(['w', 'b'], { env: { RNN_KERNELS: 'foo' } });
    expect([exitCode, stderr]).toEqual([
      2,
      'rnn: RNN_KERNELS: expected reference, 128, 256, got "foo"\n',
    ]);
  });

  test('a config with errors, by their positions', async () => {
    await writeFile(join(cwd, 'wrong.yaml'), CONFIG.replace('temporalOrder', 'temporalOrdre'));
    const { exitCode, stderr } = await sweep(['--config', 'wrong.yaml', '--directions', 'random']);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^rnn: wrong\.yaml:2:15 task\.type: .*did you mean "temporalOrder"/);
  });

  test('files in places that cannot be written to', async () => {
    await mkdir(join(cwd, 'directory'));
    await writeFile(join(cwd, 'file'), 'kept');
    await symlink('file', join(cwd, 'link'));
    const before = (await readdir(cwd)).sort();
    for (const [path, reason] of [
      ['directory', 'it is a directory'],
      ['missing/a.csv', 'there is no such directory'],
      ['file/a.csv', 'there is no such directory'],
      ['link', 'it is a link; name the file itself'],
    ] as const) {
      const { exitCode, stdout, stderr } = await sweep(['w', 'b', '--csv', path]);
      expect(stderr).toBe(`rnn: --csv: cannot write ${join(cwd, path)}: ${reason}\n`);
      expect([exitCode, stdout]).toEqual([73, '']);
    }
    expect((await readdir(cwd)).sort()).toEqual(before);
    expect(await readFile(join(cwd, 'file'), 'utf8')).toBe('kept');
  });
});
