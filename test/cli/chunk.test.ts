// `rnn chunk`: which runs it does, what it prints, how it ends.
import { mkdir, writeFile } from 'node:fs/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import { manifestText } from '../../src/experiment/batch/manifestFile.ts';
import { manifestFile } from '../../src/experiment/batch/suiteDirectory.ts';
import { contextOf, ENDLESS, jobsOf, WITHOUT_DATA } from '../executors/suite.ts';
import { useWorkspace } from '../helpers/workspace.ts';
import { type InvokeOptions, invoke } from './invoke.ts';

const space = useWorkspace();
const SUITE = 'runs/suites/small';

beforeEach(() => writeSuite(5, { 3: WITHOUT_DATA }));

async function writeSuite(count: number, settings: Readonly<Record<number, object>>) {
  const { out, ...context } = contextOf(space.cwd, space.path('runs'));
  const jobs = jobsOf({ out, ...context }, count, settings);
  await mkdir(space.path(SUITE), { recursive: true });
  const text = manifestText({
    ...context,
    name: 'small',
    axes: ['seed'],
    search: { type: 'none' },
    jobs,
  });
  await writeFile(manifestFile(space.path(SUITE)), text);
}

const chunk = (argv: readonly string[], options: InvokeOptions = {}) =>
  invoke(['chunk', SUITE, ...argv], { cwd: space.cwd, ...options });

const lines = ({ stdout }: { readonly stdout: string }) =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('rnn chunk', () => {
  test('does the runs from one on and says so in a line each', async () => {
    const { exitCode, stdout, stderr } = await chunk(['--from', '1', '--count', '2']);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(
      /^run 1 run-1: completed at step 5 \(\S+ m?s\)\nrun 2 run-2: completed at step 5 \(\S+ m?s\)\n$/,
    );
    const runs = (await space.list('runs')).filter((name) => name !== 'suites');
    expect(runs.map((name) => name.slice(0, 5))).toEqual(['run-1', 'run-2']);
  });

  test('counts chunks of one size; the last may be shorter', async () => {
    const first = lines(await chunk(['--index', '0', '--count', '3', '--json']));
    expect(first.map(({ index }) => index)).toEqual([0, 1, 2]);
    const last = await chunk(['--index', '1', '--count', '3', '--json']);
    expect(lines(last).map(({ index, type }) => [index, type])).toEqual([
      [3, 'failed'],
      [4, 'finished'],
    ]);
    expect(last.exitCode).toBe(3);
  });

  test('prints all that is known about a run as a line of JSON', async () => {
    const [line] = lines(await chunk(['--from', '4', '--json']));
    expect(line).toEqual({
      schema: 1,
      type: 'finished',
      index: 4,
      name: 'run-4',
      runId: expect.stringMatching(/^[0-9a-f]{64}$/),
      outcome: 'completed',
      step: 5,
      durationMs: expect.any(Number),
      resultSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      isReused: false,
    });
  });

  test('says what it leaves alone', async () => {
    await chunk(['--from', '3', '--count', '2']);
    const { exitCode, stdout } = await chunk(['--from', '3', '--count', '2']);
    expect(exitCode).toBe(3);
    expect(stdout).toMatch(
      /^run 3 run-3: failed before; --retry-failed tries it again: .*missing\.txt.*\nrun 4 run-4: completed before\n$/,
    );
  });

  test('puts runs where it is told to', async () => {
    expect(await chunk(['--from', '0', '--out', 'elsewhere'])).toMatchObject({ exitCode: 0 });
    expect(await space.list('elsewhere')).toHaveLength(1);
  });

  test.each([
    ['SIGTERM', 143],
    ['SIGUSR2', 143],
    ['SIGINT', 130],
  ] as const)('%s ends it with a checkpoint and exit code %i', async (signal, expected) => {
    await writeSuite(2, { 0: ENDLESS });
    const result = await chunk(['--from', '0', '--count', '2', '--json'], {
      onSignal(listener) {
        const timer = setTimeout(() => listener(signal), 300);
        return () => clearTimeout(timer);
      },
    });
    expect(result.exitCode).toBe(expected);
    expect(lines(result)).toMatchObject([{ index: 0, type: 'interrupted' }]);
    const [run = ''] = await space.list('runs');
    expect(await space.list(`runs/${run}`)).toContainEqual(
      expect.stringMatching(/^checkpoint-\d+\.safetensors$/),
    );
  });

  test.each([
    [[], 'expected either --from or --index, got neither'],
    [['--from', '0', '--index', '0'], 'expected either --from or --index, got both'],
    [['--from', '5'], `expected a run below 5, the number of runs in ${SUITE}, got 5`],
    [['--index', '1', '--count', '5'], 'expected a run below 5'],
    [['--from', '-1'], '--from: expected a whole number'],
    [['--from', '0', '--count', '0'], '--count: expected a whole number from 1'],
  ])('refuses %j', async (argv, message) => {
    const { exitCode, stdout, stderr } = await chunk(argv);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });

  test('refuses what is no suite, and one that is damaged', async () => {
    const none = await invoke(['chunk', 'runs', '--from', '0'], { cwd: space.cwd });
    expect(none).toMatchObject({ exitCode: 2, stdout: '' });
    expect(none.stderr).toContain('expected the directory of a suite, which rnn batch makes');
    await writeFile(manifestFile(space.path(SUITE)), '{"schema":1}');
    expect(await chunk(['--from', '0'])).toMatchObject({ exitCode: 65, stdout: '' });
  });
});
