// `rnn batch` with engines: what it prepares for them, and what it refuses before anything is submitted.
import { beforeEach, describe, expect, test } from 'vitest';
import { useFakeCluster } from '../executors/slurm/fakeCluster.ts';
import { useWorkspace } from '../helpers/workspace.ts';
import { invoke } from './invoke.ts';

const space = useWorkspace();
const cluster = useFakeCluster(space);

const SUITE = `
name: small
base:
  task: { type: addition, length: 10 }
  model: { layers: [{ type: elman, hiddenSize: 4 }] }
  training: { steps: 5, batchSize: 2 }
  evaluation: { every: 5, size: 4 }
runs: { seeds: 5 }
`;

beforeEach(() => space.write('suite.yaml', SUITE));

const rnn = (...argv: string[]) => invoke(argv, { cwd: space.cwd });

describe('rnn batch --prepare', () => {
  test('writes what rnn chunk needs, says where it is, and runs nothing', async () => {
    const { exitCode, stdout, stderr } = await rnn('batch', 'suite.yaml', '--prepare');
    expect([exitCode, stdout, stderr]).toEqual([0, 'runs/suites/small: 5 runs\n', '']);
    expect(await space.list('runs')).toEqual(['suites']);
    expect(await space.list('runs/suites/small')).toEqual(['manifest.jsonl']);
  });

  test('prints one JSON document with --json', async () => {
    const { stdout } = await rnn('batch', 'suite.yaml', '--prepare', '--json');
    expect(JSON.parse(stdout)).toEqual({
      schema: 1,
      name: 'small',
      directory: 'runs/suites/small',
      runCount: 5,
    });
  });

  test('and chunks come to what the suite comes to in one go', async () => {
    await rnn('batch', 'suite.yaml', '--prepare');
    for (const index of ['0', '1', '2']) {
      const chunk = await rnn('chunk', 'runs/suites/small', '--index', index, '--count', '2');
      expect(chunk.exitCode).toBe(0);
    }
    const chunks = await rnn('results', 'small', '--hash');
    await rnn('batch', 'suite.yaml', '--out', 'whole', '--workers', '1', '--quiet');
    const whole = await rnn('results', 'small', '--out', 'whole', '--hash');
    expect(chunks.stdout).toMatch(/[0-9a-f]{64}/);
    expect(chunks.stdout).toBe(whole.stdout);
  });
});

describe('rnn batch --executor slurm', () => {
  const slurm = (...argv: string[]) =>
    rnn('batch', 'suite.yaml', '--executor', 'slurm', '--quiet', ...argv);

  test.each([
    ['--partition=main\n#SBATCH --uid=0', '--partition: expected a name'],
    ['--time=1h', '--time: expected minutes, 90:00, 12:00:00 or 2-00, got "1h"'],
    ['--mem=2 G', '--mem: expected a size such as 2G or 500M, got "2 G"'],
    ['--account=-rf', '--account: expected up to 64 letters'],
  ])('refuses %j and submits nothing', async (option, message) => {
    const { exitCode, stdout, stderr } = await slurm('--runs-per-task', '2', option);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(await cluster.calls()).toEqual([]);
  });

  test('refuses a number of runs per task that cannot be', async () => {
    const { exitCode, stderr } = await slurm('--runs-per-task', '0');
    expect([exitCode, stderr]).toEqual([
      2,
      'rnn: --runs-per-task: expected a whole number from 1 to 1000000, got "0"\n',
    ]);
  });

  test('says what is missing where there is no Slurm', async () => {
    await cluster.remove('scontrol');
    const { exitCode, stdout, stderr } = await slurm('--runs-per-task', '2');
    expect([exitCode, stdout]).toEqual([74, '']);
    expect(stderr).toMatch(/^rnn: slurm: there is no scontrol here: run this where .*\n$/);
  });

  test('passes a refusal of sbatch on', async () => {
    await cluster.fail('sbatch', 'sbatch: error: invalid account');
    const { exitCode, stderr } = await slurm('--runs-per-task', '2', '--account', 'nobody');
    expect(exitCode).toBe(74);
    expect(stderr).toContain('sbatch failed: sbatch: error: invalid account');
  });
});
