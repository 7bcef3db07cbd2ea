import { describe, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import type { CommandRow, RunCommand } from '../../src/cli/command.ts';
import { commands } from '../../src/cli/commands.ts';
import { CliError, exitCodes } from '../../src/cli/exitCodes.ts';
import { failingStream, invoke } from './invoke.ts';

function verb(run: RunCommand): readonly CommandRow[] {
  const set = { flags: '--set <path=value>', summary: 'set', isRepeatable: true };
  const argument = { flags: '[file]', summary: 'file' };
  const base = { name: 'verb', arguments: [argument], options: [set], summary: 'does' };
  return [{ ...base, load: async () => ({ run }) }];
}

describe('arguments', () => {
  test('prints the version of the package', async () => {
    expect(await invoke(['--version'])).toEqual({
      exitCode: 0,
      stdout: `${manifest.version}\n`,
      stderr: '',
    });
  });

  test('shows every verb in help', async () => {
    const { exitCode, stdout } = await invoke(['--help']);
    expect(exitCode).toBe(0);
    for (const { name, summary } of commands)
      expect(stdout).toMatch(new RegExp(`${name} .*${summary.slice(0, 8)}`));
  });

  test('shows help and fails when there is no verb', async () => {
    const { exitCode, stdout, stderr } = await invoke([]);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain('Usage: rnn');
  });

  test('shows the help of a verb with defaults and examples', async () => {
    const asked = await invoke(['help', 'train']);
    expect(asked).toMatchObject({ exitCode: 0, stderr: '' });
    expect(asked.stdout).toBe((await invoke(['train', '--help'])).stdout);
    expect(asked.stdout).toContain('directory for run directories (default: "runs")');
    expect(asked.stdout).toMatch(/\nExamples:\n {2}rnn train config\.yaml\n/);
  });

  test('gives every verb an example of its own', () => {
    for (const { name, examples = [] } of commands) {
      expect(examples.length).toBeGreaterThan(0);
      for (const example of examples) expect(example).toMatch(new RegExp(`^rnn ${name}\\b`));
    }
  });

  test.each([
    [['valdate'], "rnn: unknown command 'valdate'; did you mean validate?\n"],
    [['validate'], "missing required argument 'config'"],
    [['validate', 'a', 'b'], 'too many arguments'],
    [['validate', 'a', '--sed', '1'], '; did you mean one of --seed, --set?'],
    [['schema', '--set', 'a=1'], "unknown option '--set'"],
  ])('refuses %j with exit code 2', async (argv, message) => {
    const { exitCode, stdout, stderr } = await invoke(argv);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^rnn: .*\n$/);
    expect(stderr).toContain(message);
  });

  test('hands arguments and repeated options to the verb', async () => {
    const rows = verb(async ({ arguments: given, options, stdout }) => {
      stdout.line(JSON.stringify([given, options]));
      return 7;
    });
    const { exitCode, stdout } = await invoke(['verb', 'x', '--set', 'a=1', '--set', 'b=2'], {
      rows,
    });
    expect(exitCode).toBe(7);
    expect(JSON.parse(stdout)).toEqual([['x'], { set: ['a=1', 'b=2'] }]);
  });
});

describe('failures', () => {
  test('shows an expected failure as one line', async () => {
    const rows = verb(async () => {
      throw new CliError(exitCodes.busy, 'locked by 12');
    });
    expect(await invoke(['verb'], { rows })).toEqual({
      exitCode: 75,
      stdout: '',
      stderr: 'rnn: locked by 12\n',
    });
  });

  test('tells a full disk from a bug', async () => {
    const rows = verb(async () => {
      throw Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' });
    });
    expect(await invoke(['verb'], { rows })).toMatchObject({ exitCode: 74 });
  });

  test('calls anything else a bug', async () => {
    const rows = verb(async () => {
      throw new TypeError('oops');
    });
    const { exitCode, stderr } = await invoke(['verb'], { rows });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^rnn: this is a bug, please report it: oops\n/);
  });

  test('is quiet when the reader of stdout goes away', async () => {
    const result = await invoke(['schema'], { stdout: failingStream('EPIPE') });
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
  });

  test('says that output could not be written', async () => {
    const result = await invoke(['schema'], { stdout: failingStream('ENOSPC') });
    expect(result).toMatchObject({
      exitCode: 74,
      stderr: 'rnn: cannot write output: write ENOSPC\n',
    });
  });
});
