// `rnn sweep` as a process among others: signals, crashes, pipes, devices.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { useWorkspace } from '../helpers/workspace.ts';

const bin = fileURLToPath(new URL('../../bin/rnn.js', import.meta.url));
const built = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

beforeAll(() => {
  if (!existsSync(built)) throw new Error('run `npm run build` before this test: dist is missing');
});

const space = useWorkspace();

function shell(command: string) {
  const result = spawnSync('bash', ['-c', `set -o pipefail; ${command}`], {
    cwd: space.cwd,
    encoding: 'utf8',
    env: { ...process.env, RNN: bin, NODE: process.execPath },
  });
  return { exitCode: result.status, stdout: result.stdout, stderr: result.stderr };
}

const SWEEP = '"$NODE" "$RNN" sweep w b';

describe('pipes and devices', () => {
  test('a reader that goes away ends nothing but the output', () => {
    expect(shell(`${SWEEP} --json | head -c 10`)).toEqual({
      exitCode: 0,
      stdout: '{"schema":',
      stderr: '',
    });
  });

  test.skipIf(!existsSync('/dev/full'))('a full device is an error of output', () => {
    const { exitCode, stderr } = shell(`${SWEEP} > /dev/full`);
    expect(exitCode).toBe(74);
    expect(stderr).toMatch(/^rnn: cannot write output: ENOSPC.*\n$/);
  });

  test('needs no standard input', () => {
    expect(shell(`${SWEEP} --quiet <&-`)).toMatchObject({ exitCode: 0, stderr: '' });
  });

  test('never takes the place of a pipe or a device', () => {
    const { exitCode, stderr } = shell(`mkfifo pipe && ${SWEEP} --csv pipe`);
    expect(exitCode).toBe(73);
    expect(stderr).toMatch(/^rnn: --csv: cannot write .*: it is a device or pipe; name a file\n$/);
    expect(lstatSync(space.path('pipe')).isFIFO()).toBe(true);
  });
});

/** Where the unit ends in a 2-cycle, so that no step may be left out. */
const CYCLES = ['w', 'b', '--x', '-9:-6:300', '--y', '3:4.5:300', '--workers', '2', '--steps'];

/** Long enough to be killed, and no longer than a second attempt may take. */
const LONG = [...CYCLES, '15000'];

/** Longer than any test waits, tile by tile of half a second. */
const ENDLESS = [...CYCLES, '2000000', '--quiet'];

function start(argv: readonly string[]): { child: ChildProcess; ended: Promise<Ending> } {
  const child = spawn(process.execPath, [bin, 'sweep', ...argv], { cwd: space.cwd });
  const output = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk) => {
    output.stdout += String(chunk);
  });
  child.stderr?.on('data', (chunk) => {
    output.stderr += String(chunk);
  });
  const ended = new Promise<Ending>((resolve) => {
    child.on('close', (exitCode, signal) => resolve({ exitCode, signal, ...output }));
  });
  return { child, ended };
}

interface Ending {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

const tileFiles = () =>
  existsSync(space.path('runs'))
    ? readdirSync(space.path('runs')).filter((name) => name.endsWith('.tiles'))
    : [];

/** Waits until the sweep has written some tiles of its own accord. */
async function untilKept(child: ChildProcess): Promise<void> {
  const isKept = () =>
    tileFiles().some((name) => readFileSync(space.path('runs', name)).length > 10_000);
  while (!isKept()) {
    if (child.exitCode !== null) throw new Error(`ended too early with ${child.exitCode}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('signals', () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)(
    '%s ends the sweep, and says that the same command continues',
    async (signal, code) => {
      const { child, ended } = start(ENDLESS);
      await untilKept(child);
      child.kill(signal);
      const { exitCode, stdout, stderr } = await ended;
      expect([exitCode, stdout]).toEqual([code, '']);
      expect(stderr).toMatch(
        /^rnn: interrupted after [\d,]+ of 90,000 points; the same command continues\n$/,
      );
      expect(tileFiles()).toHaveLength(1);
    },
    120_000,
  );

  test('the second ends it at once', async () => {
    const { child, ended } = start(ENDLESS);
    await new Promise((resolve) => setTimeout(resolve, 3000));
    child.kill('SIGINT');
    await new Promise((resolve) => setTimeout(resolve, 50));
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ signal: 'SIGINT', stdout: '' });
  }, 120_000);
});

describe('crashes', () => {
  test('a sweep that was killed goes on, to the same bytes', async () => {
    const argv = [...LONG, '--csv', 'a.csv', '--progress', 'none'];
    const first = start(argv);
    await untilKept(first.child);
    first.child.kill('SIGKILL');
    expect((await first.ended).signal).toBe('SIGKILL');
    const second = await start(argv).ended;
    expect(second.exitCode).toBe(0);
    // The kill may fall into the writing of a tile: then its part is left out, and the sweep says so.
    expect(second.stderr).toMatch(
      /^(rnn: warning: \S+\.tiles: a damaged part is left out and computed again\n)?continued from [\d,]+ finished tiles\n/,
    );
    expect(tileFiles()).toEqual([]);
    const continued = readFileSync(space.path('a.csv'));
    expect((await start([...argv, '--fresh']).ended).exitCode).toBe(0);
    expect(readFileSync(space.path('a.csv')).equals(continued)).toBe(true);
  }, 120_000);
});
