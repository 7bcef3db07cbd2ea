// `rnn worker` as it is started on a machine. Needs the build.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Job, JobContext } from '../../../src/experiment/batch/manifest.ts';
import { createRedisExecutor } from '../../../src/experiment/executors/redis/redisExecutor.ts';
import { useWorkspace } from '../../helpers/workspace.ts';
import { contextOf, hashOfResults, jobsOf, runHere, SLOW } from '../suite.ts';
import { canTry, useRedis } from './server.ts';
import { TIMINGS as timings } from './timings.mjs';

const bin = fileURLToPath(new URL('../../../bin/rnn.js', import.meta.url));
const server = useRedis();
const space = useWorkspace();

/** Starts `rnn worker` in the workspace. */
function startWorker(argv: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const child: ChildProcess = spawn(process.execPath, [bin, 'worker', ...argv], {
    cwd: space.cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text) => {
      said += text;
    });
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return { child, ended, said: () => said };
}

/** Runs jobs on the queue of the workers. */
async function execute(context: JobContext, jobs: readonly Job[], onStart = () => {}) {
  const directory = space.path('suite');
  await mkdir(directory, { recursive: true });
  const { address } = server;
  const executor = createRedisExecutor({ address, queue: 'rnn', onWarning: () => {}, timings });
  await executor.execute(jobs, {
    context,
    directory,
    attempts: 1,
    signal: new AbortController().signal,
    onEvent: ({ type }) => type === 'started' && onStart(),
  });
}

/** Runs `rnn` to its end. */
async function rnn(...argv: string[]): Promise<{ exitCode: number | null; stdout: string }> {
  const child = spawn(process.execPath, [bin, ...argv], {
    cwd: space.cwd,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  const [exitCode] = await once(child, 'close');
  return { exitCode, stdout };
}

const SUITE = `
name: night
base:
  task: { type: addition, length: 10 }
  model: { layers: [{ type: elman, hiddenSize: 4 }] }
  training: { steps: 5, batchSize: 2 }
  evaluation: { every: 5, size: 4 }
runs: [{ seeds: 3 }]
`;
/** Two rungs: the second goes on with runs of the first. */
const SEARCH = `${SUITE}
set: { training.steps: 15 }
search: { type: halving, factor: 3, minimumSteps: 5 }
`;

describe.skipIf(!canTry)('rnn batch --executor redis', () => {
  test.each([
    ['suite', SUITE],
    ['search', SEARCH],
  ])('comes to the hash of a %s run here', async (_, suite) => {
    await space.write('suite.yaml', suite);
    const worker = startWorker(['--queue', 'night', '--idle-exit', '3s', '--quiet']);
    const batch = ['batch', 'suite.yaml', '--quiet', '--progress', 'none'];
    const remote = await rnn(...batch, '--executor', 'redis', '--queue', 'night');
    expect(remote.exitCode).toBe(0);
    expect(await worker.ended).toBe(0);
    await rnn(...batch, '--out', 'here', '--workers', '1');
    const [there, here] = [
      await rnn('results', 'night', '--hash'),
      await rnn('results', 'night', '--hash', '--out', 'here'),
    ];
    expect(there).toEqual({ exitCode: 0, stdout: expect.stringMatching(/[0-9a-f]{64}/) });
    expect(there).toEqual(here);
  });

  test('has a damaged run trained afresh with --retry-failed', async () => {
    await space.write('suite.yaml', SUITE);
    await rnn('batch', 'suite.yaml', '--quiet', '--progress', 'none');
    const whole = await rnn('results', 'night', '--hash');
    const [name = ''] = (await space.list('runs')).filter((one) => one !== 'suites');
    await space.write(join('runs', name, 'result.json'), '{}');
    const worker = startWorker(['--idle-exit', '3s']);
    const batch = ['batch', 'suite.yaml', '--quiet', '--executor', 'redis'];
    expect((await rnn(...batch)).exitCode).toBe(65);
    expect((await rnn(...batch, '--retry-failed')).exitCode).toBe(0);
    expect(await worker.ended).toBe(0);
    expect(await rnn('results', 'night', '--hash')).toEqual(whole);
  });
});

describe.skipIf(!canTry)('rnn worker', () => {
  test('trains what is queued and ends when it is idle', async () => {
    const context = contextOf(space.cwd, space.path('runs'));
    const jobs = jobsOf(context, 4);
    const worker = startWorker(['--idle-exit', '2s', '--workers', '2']);
    await execute(context, jobs);
    expect(await worker.ended).toBe(0);
    expect(worker.said()).toMatch(
      /^takes runs of the queue rnn at redis:\/\/127\.0\.0\.1:\d+, 2 at/,
    );
    expect(worker.said()).toContain('run-0: finished after step 5');
    const reference = { ...context, out: space.path('reference') };
    await runHere(reference, jobs);
    expect(await hashOfResults(context, jobs)).toBe(await hashOfResults(reference, jobs));
  });

  test('ends with 143 at SIGTERM, and another goes on to the same bytes', async () => {
    const context = contextOf(space.cwd, space.path('runs'));
    const jobs = jobsOf(context, 1, { 0: SLOW });
    const first = startWorker([]);
    let second: ReturnType<typeof startWorker> | null = null;
    await execute(context, jobs, async () => {
      if (second) return;
      first.child.kill('SIGTERM');
      expect(await first.ended).toBe(143);
      second = startWorker(['--idle-exit', '1s', '--quiet']);
    });
    expect(await (second as ReturnType<typeof startWorker> | null)?.ended).toBe(0);
    expect(first.said()).toContain('given back: interrupted');
    const reference = { ...context, out: space.path('reference') };
    await runHere(reference, jobs);
    expect(await hashOfResults(context, jobs)).toBe(await hashOfResults(reference, jobs));
  });

  test('says nothing of its password, not to other processes and not in files', async () => {
    const { password } = server.redis;
    const context = contextOf(space.cwd, space.path('runs'));
    const jobs = jobsOf(context, 1);
    const worker = startWorker(['--idle-exit', '2s']);
    await execute(context, jobs);
    const commandLine = await readFile(`/proc/${worker.child.pid}/cmdline`, 'utf8').catch(() => '');
    await worker.ended;
    const [run = ''] = await readdir(context.out);
    const files = await readdir(join(context.out, run));
    const texts = await Promise.all(
      files.map((file) => readFile(join(context.out, run, file), 'latin1')),
    );
    expect(files).toContain('provenance.json');
    for (const text of [...texts, worker.said(), commandLine]) expect(text).not.toContain(password);
  });

  test('is refused with a wrong password, which it does not repeat', async () => {
    const env = { RNN_REDIS_PASSWORD: 'wrong-secret' };
    const worker = startWorker([], env);
    expect(await worker.ended).toBe(74);
    expect(worker.said()).toMatch(/rnn: cannot use Redis at redis:\/\/127\.0\.0\.1:\d+: WRONGPASS/);
    expect(worker.said()).not.toContain('wrong-secret');
  });

  test.each([
    ['without a server', [], { RNN_REDIS_URL: 'redis://127.0.0.1:1' }, 74, 'ECONNREFUSED'],
    ['without a URL', [], { RNN_REDIS_URL: '' }, 2, 'RNN_REDIS_URL is not set'],
    ['with a wrong queue', ['--queue', 'a:b'], {}, 2, 'the queue: expected a name'],
    ['with a store that is a file', ['--out', 'file'], {}, 73, 'EEXIST'],
    ['with no process', ['--workers', '0'], {}, 2, '--workers'],
    ['with another machine', [], { RNN_REDIS_URL: 'redis://10.0.0.1' }, 2, '--insecure'],
  ] as const)('ends at once %s', async (_, argv, env, exitCode, wanted) => {
    await space.write('file', '');
    const worker = startWorker(argv, env);
    expect(await worker.ended).toBe(exitCode);
    expect(worker.said()).toContain(wanted);
  });
});
