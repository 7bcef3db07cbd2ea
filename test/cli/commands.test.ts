import { access, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CommandContext, CommandRow } from '../../src/cli/command.ts';
import { list } from '../../src/cli/commands/list.ts';
import { starterNames } from '../../src/cli/starters.ts';
import { tasks } from '../../src/tasks/index.ts';
import { invoke } from './invoke.ts';

let cwd = '';
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'rnn-cli-'));
});
afterEach(() => rm(cwd, { recursive: true, force: true }));

describe('rnn validate', () => {
  test('sums up a good config', async () => {
    await writeFile(join(cwd, 'c.yaml'), 'task: { type: addition }\n');
    expect(await invoke(['validate', 'c.yaml', '--seed', '7'], { cwd })).toEqual({
      exitCode: 0,
      stdout: [
        'OK c.yaml',
        '  addition: addition, length 100, seed 7, f32',
        '  layers elman 50 tanh; initializer basicTanh; readout linear',
        '  10000 steps of batch 20, sgd 0.01, policy clipByNorm',
        '  needs at most about 2.94 MiB of memory',
        '',
      ].join('\n'),
      stderr: '',
    });
  });

  test('names schedule, regularizer, averaging and truncation where there is one', async () => {
    const all = [
      'training.schedule={ type: linearWarmup, next: { type: cosine } }',
      'training.regularizer.type=stabilizer',
      'training.averaging.type=exponential',
    ];
    await writeFile(join(cwd, 'c.yaml'), 'task: { type: addition }\n');
    const linesWith = async (set: readonly string[]) => {
      const options = set.flatMap((one) => ['--set', one]);
      const { stdout } = await invoke(['validate', 'c.yaml', ...options], { cwd });
      return stdout.trimEnd().split('\n');
    };
    const lines = await linesWith(all);
    expect(lines).toHaveLength(6);
    expect(lines[4]).toBe('  schedule linearWarmup, regularizer stabilizer, averaging exponential');
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80);
    expect((await linesWith(all.slice(1, 2)))[4]).toBe('  regularizer stabilizer');
    expect((await linesWith(all.slice(0, 1)))[4]).toBe('  schedule linearWarmup');
    expect((await linesWith(all.slice(2)))[4]).toBe('  averaging exponential');
    expect((await linesWith(['training.truncation.type=window']))[4]).toBe(
      '  truncation window 20, stride 20',
    );
  });

  test('lists every problem of file and overrides with exit code 2', async () => {
    await writeFile(join(cwd, 'c.yaml'), 'task: { type: addition }\nsed: 1\n');
    const { exitCode, stdout, stderr } = await invoke(
      ['validate', 'c.yaml', '--set', 'seed=1', '--set', 'training.steps=no'],
      { cwd },
    );
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain('c.yaml:2:1 sed: expected one of the keys');
    expect(stderr).toContain('--set #2 training.steps: expected an integer');
  });

  test('prints one JSON document with --json', async () => {
    await writeFile(join(cwd, 'c.yaml'), 'task: { type: addition }\n');
    const good = await invoke(['validate', 'c.yaml', '--json'], { cwd });
    expect(JSON.parse(good.stdout)).toMatchObject({ schema: 1, ok: true, spec: { seed: 1 } });
    const bad = await invoke(['validate', 'c.yaml', '--json', '--seed', '-1'], { cwd });
    expect([bad.exitCode, bad.stderr]).toEqual([2, '']);
    expect(JSON.parse(bad.stdout)).toMatchObject({
      schema: 1,
      ok: false,
      issues: [{ source: '--seed', path: 'seed' }],
    });
  });

  test('says that a file is missing', async () => {
    expect(await invoke(['validate', 'none.yaml'], { cwd })).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: 'none.yaml: expected a config file, got no such file\n',
    });
  });
});

describe('rnn init', () => {
  test.each(starterNames)('writes a %s config that validates', async (task) => {
    expect(await invoke(['init', task], { cwd })).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await invoke(['validate', `${task}.yaml`], { cwd })).toMatchObject({ exitCode: 0 });
  });

  test('starts from temporal order and brings the schema the config points at', async () => {
    await invoke(['init'], { cwd });
    const text = await readFile(join(cwd, 'temporalOrder.yaml'), 'utf8');
    const [, schemaFile = ''] = /^# yaml-language-server: \$schema=(.+)\n/.exec(text) ?? [];
    const schema = await readFile(join(cwd, schemaFile), 'utf8');
    expect(schema).toBe((await invoke(['schema'])).stdout);
  });

  test('replaces a file only when asked to', async () => {
    await writeFile(join(cwd, 'toy.yaml'), 'mine');
    const refused = await invoke(['init', 'toy'], { cwd });
    expect(refused).toMatchObject({
      exitCode: 73,
      stderr: 'rnn: toy.yaml exists; --force replaces it\n',
    });
    expect(await readFile(join(cwd, 'toy.yaml'), 'utf8')).toBe('mine');
    await expect(access(join(cwd, 'rnn.schema.json'))).rejects.toThrow();
    expect(await invoke(['init', 'toy', '--force'], { cwd })).toMatchObject({ exitCode: 0 });
    expect(await readFile(join(cwd, 'toy.yaml'), 'utf8')).toContain('type: toy');
  });

  test('does not write through a symbolic link', async () => {
    await symlink(join(cwd, 'elsewhere'), join(cwd, 'toy.yaml'));
    expect(await invoke(['init', 'toy'], { cwd })).toMatchObject({ exitCode: 73 });
    await invoke(['init', 'toy', '--force'], { cwd });
    await expect(access(join(cwd, 'elsewhere'))).rejects.toThrow();
  });

  test('refuses a task there is no starter for', async () => {
    const { exitCode, stderr } = await invoke(['init', 'toi'], { cwd });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('got "toi"; did you mean toy?');
    expect(await invoke(['init', '__proto__'], { cwd })).toMatchObject({ exitCode: 2 });
  });

  test('fails where it cannot write', async () => {
    const result = await invoke(['init'], { cwd: join(cwd, 'none') });
    expect(result).toMatchObject({ exitCode: 73 });
  });
});

describe('rnn list', () => {
  const families = {
    cells: [
      { type: 'elman', summary: 'h = f(a)', source: 'Elman 1990' },
      { type: 'longerName', summary: 'other', source: 'Nobody' },
    ],
    losses: [{ type: 'squaredError', summary: 'e^2', source: 'Gauss' }],
  };
  const rows: readonly CommandRow[] = [
    {
      name: 'list',
      arguments: [{ flags: '[family]', summary: 'family' }],
      options: [{ flags: '--json', summary: 'json' }],
      summary: 'list',
      load: async () => ({ run: async (context) => list(families, context) }),
    },
  ];

  test('shows one line and source each', async () => {
    expect((await invoke(['list'], { rows })).stdout).toBe(
      [
        'cells',
        '  elman       h = f(a)  [Elman 1990]',
        '  longerName  other  [Nobody]',
        '',
        'losses',
        '  squaredError  e^2  [Gauss]',
        '',
      ].join('\n'),
    );
  });

  test.each([
    [50, ['cells', '  elman       h = f(a)  [Elman 1990]']],
    [46, ['cells', '  elman       h = f(a) and f = g  [Elman 1990,', '              Finding]']],
    [24, ['cells', '  elman       h = f(a)', '    and f = g  [Elman']],
  ])(
    'breaks lines between words on a terminal of %i columns',
    async (terminalColumns, expected) => {
      const long = { type: 'elman', summary: 'h = f(a) and f = g', source: 'Elman 1990, Finding' };
      const cells = terminalColumns === 50 ? families.cells : [long, ...families.cells.slice(1)];
      const run = async (context: CommandContext) => list({ cells }, context);
      const { stdout } = await invoke(['list'], {
        rows: rows.map((row) => ({ ...row, load: async () => ({ run }) })),
        terminalColumns,
      });
      const lines = stdout.split('\n');
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(terminalColumns);
      expect(lines.slice(0, expected.length).map((line) => line.trimEnd())).toEqual(expected);
    },
  );

  test('shows one family, as JSON too', async () => {
    expect((await invoke(['list', 'losses'], { rows })).stdout).not.toContain('elman');
    expect(JSON.parse((await invoke(['list', 'losses', '--json'], { rows })).stdout)).toEqual({
      schema: 1,
      losses: [{ type: 'squaredError', summary: 'e^2', source: 'Gauss' }],
    });
  });

  test.each(['cell', 'toString', '__proto__'])('refuses the unknown family %s', async (family) => {
    expect(await invoke(['list', family], { rows })).toMatchObject({ exitCode: 2, stdout: '' });
  });

  test('names what the schema accepts', async () => {
    const { exitCode, stdout } = await invoke(['list']);
    expect(exitCode).toBe(0);
    for (const task of Object.keys(tasks)) expect(stdout).toContain(`  ${task} `);
  });
});
