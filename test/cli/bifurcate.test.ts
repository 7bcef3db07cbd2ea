import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { failingStream, type InvokeOptions, invoke } from './invoke.ts';

let cwd = '';
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'rnn-bifurcate-'));
});
afterEach(() => rm(cwd, { recursive: true, force: true }));

const bifurcate = (argv: readonly string[], options: InvokeOptions = {}) =>
  invoke(['bifurcate', ...argv], { cwd, ...options });

async function documentOf(argv: readonly string[]) {
  const { exitCode, stdout, stderr } = await bifurcate([...argv, '--json']);
  expect([exitCode, stderr]).toEqual([0, '']);
  expect(stdout.indexOf('\n')).toBe(stdout.length - 1);
  return JSON.parse(stdout);
}

describe('rnn bifurcate', () => {
  test('draws the paper’s figure without being told anything', async () => {
    const { exitCode, stdout, stderr } = await bifurcate([]);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toContain('Fixed points of x = 5 sigmoid(x) + b, and where x_0 = 0.5 ends\n');
    expect(stdout).toContain('folds at b = -2.655610 (x = 0.962424) and b = -2.344390');
    expect(stdout).toContain('the attractor jumps at b = -2.612297');
    expect(stdout).toMatch(/ -4\.0 .* -1\.0\n/);
  });

  test('has no escape codes in a pipe, and none on a terminal where they are not wanted', async () => {
    const code = '\u001b[';
    const terminal = { terminalColumns: 80, env: { TERM: 'xterm-256color', LANG: 'C.UTF-8' } };
    expect((await bifurcate([])).stdout).not.toContain(code);
    expect((await bifurcate([], terminal)).stdout).toContain(code);
    expect((await bifurcate(['--no-color'], terminal)).stdout).not.toContain(code);
    const plain = { ...terminal, env: { ...terminal.env, NO_COLOR: '1' } };
    expect((await bifurcate([], plain)).stdout).not.toContain(code);
  });

  test('keeps to the width of the terminal and to ASCII in the C locale', async () => {
    for (const terminalColumns of [20, 47, 80, 200, 400]) {
      const { stdout } = await bifurcate([], {
        terminalColumns,
        env: { LC_ALL: 'C', NO_COLOR: '1' },
      });
      expect(stdout).toMatch(/^[ -~\n]*$/);
      expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(
        terminalColumns,
      );
    }
  });

  test('gives one JSON document with the values asked for', async () => {
    const document = await documentOf(['--range', '-3:-2:5', '--start', '-3']);
    expect(document).toMatchObject({
      schema: 1,
      activation: 'sigmoid',
      parameter: { name: 'b', min: -3, max: -2, count: 5 },
      w: 5,
      start: -3,
    });
    expect(
      document.folds.map(({ parameter }: { parameter: number }) => parameter.toFixed(6)),
    ).toEqual(['-2.655610', '-2.344390']);
    expect(document.crossings[0].parameter).toBe(document.folds[1].parameter);
    expect(document.points.map(({ value }: { value: number }) => value)).toEqual([
      -3, -2.75, -2.5, -2.25, -2,
    ]);
    expect(document.points[2].fixedPoints.map(({ stable }: { stable: boolean }) => stable)).toEqual(
      [true, false, true],
    );
    expect(document.points[2].attractor).toEqual({
      kind: 'fixedPoint',
      x: document.points[2].fixedPoints[0].x,
    });
  });

  test('gives attractors of every kind', async () => {
    const kindsOf = async (argv: readonly string[]) =>
      (await documentOf(argv)).points.map(({ attractor }: { attractor: object }) => attractor);
    expect(await kindsOf(['w', '--activation', 'relu', '--b', '1', '--range', '-2:1:2'])).toEqual([
      { kind: 'cycle', x: [-1, 1] },
      { kind: 'diverges', x: null },
    ]);
    expect(
      await kindsOf(['x0', '--w', '0.5', '--b', '1', '--activation', 'linear', '--range', '7']),
    ).toEqual([{ kind: 'fixedPoint', x: 2 }]);
  });

  test.each([
    [['b'], { w: 5, parameter: { min: -4, max: -1, count: 401 } }],
    [['w'], { b: -2.5, start: 0.5, parameter: { min: 3, max: 7 } }],
    [['x0'], { w: 5, b: -2.5, parameter: { min: -5, max: 3 } }],
    [['w', '--activation', 'tanh'], { b: 0, parameter: { min: -3, max: 3 } }],
    [['w', '--activation', 'relu'], { b: -1, parameter: { min: 0, max: 5 } }],
    [['b', '--activation', 'linear'], { w: 0.5, parameter: { min: -2, max: 2 } }],
    [['--range', '1:-1'], { parameter: { min: 1, max: -1, count: 401 } }],
    [['--w', '-20', '--range', '2'], { w: -20, parameter: { min: 2, max: 2, count: 1 } }],
  ])('starts from sensible values: %j', async (argv, expected) => {
    expect(await documentOf(argv)).toMatchObject(expected);
  });

  test('writes many points at the pace of the reader', async () => {
    const chunks: number[] = [];
    const stdout = new Writable({
      highWaterMark: 1,
      write: (chunk, _encoding, done) => {
        chunks.push(String(chunk).length);
        setImmediate(done);
      },
    });
    expect(await bifurcate(['--json', '--range', '-4:-1:20000'], { stdout })).toMatchObject({
      exitCode: 0,
    });
    expect(Math.max(...chunks)).toBeLessThan(500_000);
    expect(chunks.reduce((sum, length) => sum + length)).toBeGreaterThan(2_000_000);
  });

  test('writes a table beside the report, whole or not at all', async () => {
    const result = await bifurcate(['--csv', 'points.csv', '--range', '-3:-2:101']);
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    expect(result.stdout).toContain('folds at b');
    const lines = (await readFile(join(cwd, 'points.csv'), 'utf8')).split('\n');
    expect(lines[0]).toBe('b,kind,x,multiplier,stable,reached');
    expect(lines.at(-1)).toBe('');
    expect(await readdir(cwd)).toEqual(['points.csv']);
    const document = await documentOf(['--csv', 'points.csv', '--range', '-3:-2:101']);
    const count = document.points.flatMap(
      (point: { fixedPoints: object[] }) => point.fixedPoints,
    ).length;
    expect(lines).toHaveLength(1 + count + 1);
  });

  test('says that it cannot write, and shows nothing', async () => {
    const { exitCode, stdout, stderr } = await bifurcate(['--csv', 'none/points.csv']);
    expect([exitCode, stdout]).toEqual([73, '']);
    expect(stderr).toMatch(/^rnn: cannot write .*points\.csv .*ENOENT.*\n$/);
    expect(await bifurcate(['--json'], { stdout: failingStream('ENOSPC') })).toMatchObject({
      exitCode: 74,
    });
    expect(await bifurcate(['--json'], { stdout: failingStream('EPIPE') })).toMatchObject({
      exitCode: 0,
      stderr: '',
    });
  });
});

describe('rnn bifurcate refuses with exit code 2 and one line', () => {
  test.each([
    [['q'], 'expected a parameter, one of b, w, x0, got "q"'],
    [['x_0'], 'one of b, w, x0, got "x_0"; did you mean x0?'],
    [['B'], 'did you mean b?'],
    [['__proto__'], 'expected a parameter'],
    [['\u001b[31mb'], 'got "\\u001b[31mb"'],
    [['b', 'w'], 'too many arguments'],
    [['--range', '-4:-1:0'], '--range: expected a whole count from 1 to 1000000'],
    [['--range', '-4:-1:1000001'], '--range: expected a whole count'],
    [['--range', 'NaN:1:3'], '--range: expected a number'],
    [['--range', '-4:Infinity:3'], '--range: expected a number'],
    [['--range', '-4:1e400:3'], '--range: expected a number within ±1e150'],
    [['--range', ''], '--range: expected min:max:count'],
    [['--w', 'five'], '--w: expected a number such as -2.5 or 1e-3, got "five"'],
    [['--start', '0x10'], '--start: expected a number'],
    [['--b', '1'], '--b: b is what varies here; its values are given by --range'],
    [['w', '--w', '1'], '--w: w is what varies here'],
    [['x0', '--start', '1'], '--start: x0 is what varies here'],
    [['--states', '3:-5'], '--states: expected min:max such as -5:3, min below max, got "3:-5"'],
    [['--states', '3'], '--states: expected min:max'],
    [['--states', '1:1'], '--states: expected min:max'],
    [['--states', '1:2:3'], '--states: expected min:max'],
    [['--activation', 'gelu'], '--activation: expected sigmoid, tanh, relu, linear, got "gelu"'],
    [['--activation', 'toString'], '--activation: expected'],
    [['--csv', ''], '--csv: expected the name of a file'],
    [['--colour'], "unknown option '--colour'"],
  ])('%j', async (argv, message) => {
    const { exitCode, stdout, stderr } = await bifurcate(argv);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/^rnn: .*\n$/);
    expect(await readdir(cwd)).toEqual([]);
  });
});
