// `rnn batch` as a user meets it: what it prints, what it exits with, and that the same command goes on.
import { spawn } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { useWorkspace } from '../helpers/workspace.ts';
import { invoke } from './invoke.ts';

const space = useWorkspace();
const BIN = fileURLToPath(new URL('../../bin/rnn.js', import.meta.url));

const suite = (steps: number, rates = '[0.1, 0.01]') => `
name: small
base:
  task: { type: addition, length: 10 }
  model: { layers: [{ type: elman, hiddenSize: 4 }] }
  training: { steps: ${steps}, batchSize: 2 }
  evaluation: { every: ${steps}, size: 4 }
  metrics: { every: 100000 }
runs:
  product:
    - seeds: 3
    - training.optimizer.learningRate: ${rates}
`;

const TEXT_CONFIG = `
task: { type: text, file: some.txt, length: 8 }
model: { layers: [{ type: elman, hiddenSize: 4 }] }
training: { steps: 5, batchSize: 2 }
evaluation: { every: 5, size: 4 }
`;

const batch = (...argv: string[]) => invoke(['batch', ...argv], { cwd: space.cwd });
const runDirectories = async () => (await space.list('runs')).filter((name) => name !== 'suites');

describe('rnn batch', () => {
  test('runs a suite and shows what it came to', async () => {
    await space.write('suite.yaml', suite(5));
    const { exitCode, stdout, stderr } = await batch('suite.yaml', '--workers', '2');
    expect(stderr).not.toContain('rnn:');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('small: 6 of 6 runs finished');
    expect(await runDirectories()).toHaveLength(6);
  });

  test('runs nothing again, and nothing more than was asked for', async () => {
    await space.write('suite.yaml', suite(5));
    const first = await batch('suite.yaml', '--json', '--quiet');
    const second = await batch('suite.yaml', '--json', '--quiet');
    expect(second.stdout).toBe(first.stdout);
    expect(JSON.parse(first.stdout)).toMatchObject({ name: 'small', runCount: 6 });
    const third = await batch('suite.yaml', '--quiet', '--set', 'training.steps=6');
    expect(third.stdout).toBe('small: 6 of 6 runs finished, 0 solved\n');
    expect(await runDirectories()).toHaveLength(12);
  });

  test('shows what it would do and does nothing with --dry-run', async () => {
    await space.write('suite.yaml', suite(5));
    const { exitCode, stdout } = await batch('suite.yaml', '--dry-run');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('small: 6 runs; 6 to do');
    expect(await space.list('runs')).toEqual([]);
  });

  test('exits with 3 where a run failed, leaves it the next time, and retries it when asked to', async () => {
    await space.write('a.yaml', TEXT_CONFIG);
    await space.write('some.txt', 'abc def '.repeat(200));
    await space.write('b.yaml', TEXT_CONFIG.replace('steps: 5', 'steps: 1000000000'));
    const argv = ['a.yaml', 'b.yaml', '--time-limit', '2s', '--progress', 'plain'];
    const first = await batch(...argv);
    expect(first.exitCode).toBe(3);
    expect(first.stderr).toContain('failed after 1 attempt: took longer than 2 s');
    expect(first.stdout).toContain('1 of 2 runs finished, 0 solved; 1 failed');
    const second = await batch(...argv);
    expect(second.exitCode).toBe(3);
    expect(second.stderr).not.toContain('failed after');
    expect(second.stdout).toContain('1 run failed before; --retry-failed runs them again');
    const third = await batch(...argv, '--retry-failed');
    expect(third.stderr).toContain('failed after 1 attempt: took longer than 2 s');
  });

  test('exits with 65 where a run is damaged, and trains it afresh with --retry-failed', async () => {
    await space.write('suite.yaml', suite(5));
    const whole = await batch('suite.yaml', '--json', '--quiet');
    const [name = ''] = await runDirectories();
    const path = join('runs', name, 'result.json');
    await space.write(path, (await space.read(path)).replace('"step": 5', '"step": 6'));
    const dry = await batch('suite.yaml', '--dry-run');
    expect(dry.stdout).toContain('small: 6 runs; 0 to do, 5 finished, 1 damaged\n');
    const left = await batch('suite.yaml');
    expect(left.exitCode).toBe(65);
    expect(left.stderr).toMatch(/result\.json is damaged .*; rnn batch --retry-failed trains the/);
    expect(left.stdout).toContain('1 run is damaged; --retry-failed trains them afresh');
    const mended = await batch('suite.yaml', '--retry-failed', '--json', '--progress', 'plain');
    expect(mended.exitCode).toBe(0);
    expect(mended.stderr).toContain('trains the run afresh');
    expect(mended.stdout).toBe(whole.stdout);
  });

  test('ends at the first failed run with --fail-fast', async () => {
    await space.write('suite.yaml', suite(1_000_000_000));
    const argv = ['suite.yaml', '--fail-fast', '--time-limit', '1s', '--workers', '1'];
    const { exitCode, stdout } = await batch(...argv);
    expect(exitCode).toBe(3);
    expect(stdout).toContain('ended at the first failed run');
    expect(stdout).toMatch(/1 failed, 5 open/);
  });

  test('exits with 130 on SIGINT and goes on with the same command', async () => {
    await space.write('suite.yaml', suite(20_000));
    const listeners: ((signal: 'SIGINT') => void)[] = [];
    const running = invoke(['batch', 'suite.yaml', '--quiet'], {
      cwd: space.cwd,
      onSignal(listener) {
        listeners.push(listener);
        return () => {};
      },
    });
    while ((await runDirectories()).length < 2) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    for (const listener of listeners) listener('SIGINT');
    const first = await running;
    expect(first.exitCode).toBe(130);
    expect(first.stderr).toContain('the same command goes on');
    const second = await batch('suite.yaml', '--quiet');
    expect(second.exitCode).toBe(0);
    expect(second.stdout).toBe('small: 6 of 6 runs finished, 0 solved\n');
  });

  test('computes the same results after its process was killed as without', async () => {
    await space.write('suite.yaml', suite(20_000));
    const child = spawn(process.execPath, [BIN, 'batch', 'suite.yaml'], {
      cwd: space.cwd,
      stdio: 'ignore',
    });
    while ((await runDirectories()).length < 3) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
    const resumed = await batch('suite.yaml', '--quiet', '--json');
    expect(resumed.exitCode).toBe(0);
    await rm(space.path('runs'), { recursive: true });
    const undisturbed = await batch('suite.yaml', '--quiet', '--json');
    const hashOf = ({ stdout }: { stdout: string }) => JSON.parse(stdout).sha256;
    expect(hashOf(resumed)).toMatch(/^[0-9a-f]{64}$/);
    expect(hashOf(resumed)).toBe(hashOf(undisturbed));
  });

  test.each([
    [['missing.yaml'], 'no such file'],
    [['suite.yaml', '--workers', '0'], '--workers: expected a whole number from 1 to 1024'],
    [['suite.yaml', '--executor', 'toString'], '--executor: expected local'],
    [['suite.yaml', '--attempts', 'x'], '--attempts: expected'],
    [['suite.yaml', '--time-limit', 'soon'], '--time-limit: expected a duration'],
    [['suite.yaml', '--name', '../x'], '--name'],
    [
      ['suite.yaml', '--partition', 'a;b'],
      '--partition is an option of --executor slurm: expected that executor, got local',
    ],
    [['suite.yaml', '--runs-per-task', '2'], 'an option of --executor slurm'],
    [['suite.yaml', '--queue', 'rnn'], '--queue is an option of --executor redis'],
    [['suite.yaml', '--insecure', '--dry-run'], 'an option of --executor redis'],
    [['suite.yaml', '--executor', 'redis', '--mem', '1G'], 'executor slurm: expected that'],
    [['suite.yaml', '--executor', 'slurm', '--workers', '2'], 'executor local: expected that'],
    [['suite.yaml', '--set', 'training.step=5'], 'training.step'],
  ])('exits with 2 for %j', async (argv, message) => {
    await space.write('suite.yaml', suite(5));
    const { exitCode, stderr } = await batch(...argv);
    expect(stderr).toContain(message);
    expect(exitCode).toBe(2);
    expect(await space.list('runs')).toEqual([]);
  });

  test('exits with 73 where nothing can be written', async () => {
    await space.write('suite.yaml', suite(5));
    await writeFile(join(space.cwd, 'runs'), '');
    expect(await batch('suite.yaml')).toMatchObject({ exitCode: 73 });
  });
});
