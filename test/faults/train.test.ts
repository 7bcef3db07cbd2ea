// `rnn train` as a process among others: signals, pipes, full and forbidden disks, crashes.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { chmod, mkdir } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { fileURLToPath } from 'node:url';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { useWorkspace } from '../helpers/workspace.ts';

const bin = fileURLToPath(new URL('../../bin/rnn.js', import.meta.url));
const built = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

beforeAll(() => {
  if (!existsSync(built)) throw new Error('run `npm run build` before this test: dist is missing');
});

const space = useWorkspace();

beforeEach(async () => {
  await space.write(
    'quick.yaml',
    `name: quick
task: { type: temporalOrder, length: 10 }
model: { layers: [{ type: elman, hiddenSize: 5 }] }
training: { steps: 200, batchSize: 4 }
evaluation: { every: 100, size: 8 }
`,
  );
  await space.write(
    'endless.yaml',
    `name: endless
task: { type: toy, length: 5 }
training: { steps: 100000000 }
evaluation: { every: 1000000 }
metrics: { every: 1000 }
`,
  );
});

function shell(command: string, env: Readonly<Record<string, string>> = {}) {
  const result = spawnSync('bash', ['-c', `set -o pipefail; ${command}`], {
    cwd: space.cwd,
    encoding: 'utf8',
    env: { ...process.env, RNN: bin, NODE: process.execPath, ...env },
  });
  return { exitCode: result.status, stdout: result.stdout, stderr: result.stderr };
}

const TRAIN = '"$NODE" "$RNN" train';

/** Tells whether a shell command works here; says what is left out where it does not. */
function can(command: string, what: string): boolean {
  const works = spawnSync('bash', ['-c', command]).status === 0;
  if (!works) process.stdout.write(`${what} is left out: \`${command}\` fails here\n`);
  return works;
}

describe('pipes and devices', () => {
  test('a reader that goes away ends nothing but the output', () => {
    const { exitCode, stdout, stderr } = shell(`${TRAIN} quick.yaml --progress none | head -n 1`);
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 0,
      stdout: 'Training loss (nats)\n',
      stderr: '',
    });
    expect(shell(`${TRAIN} quick.yaml --fresh 2>&1 | head -n 1`)).toMatchObject({ exitCode: 0 });
  });

  test.skipIf(!existsSync('/dev/full'))('a full device is an error of output', async () => {
    const { exitCode, stderr } = shell(`${TRAIN} quick.yaml --json --quiet > /dev/full`);
    expect(exitCode).toBe(74);
    expect(stderr).toMatch(/^rnn: cannot write output: ENOSPC.*\n$/);
    expect(await space.list(await space.runDirectory())).toContain('result.json');
  });

  test('progress goes to stderr, the report to stdout, without escape codes', () => {
    const { stdout, stderr } = shell(`${TRAIN} quick.yaml`, { FORCE_COLOR: '' });
    expect(stdout).toContain('completed 200 steps');
    expect(stderr).toMatch(/^step 100: evaluation loss/m);
    for (const code of ['\u001b', '\r']) expect(stdout + stderr).not.toContain(code);
  });
});

/** Starts an endless run and waits until it has trained for a while. */
async function startEndless(...argv: readonly string[]): Promise<ChildProcess> {
  const child = spawn(process.execPath, [bin, 'train', 'endless.yaml', '--quiet', ...argv], {
    cwd: space.cwd,
  });
  const hasSteps = () => {
    const [run] = existsSync(space.path('runs')) ? readdirSync(space.path('runs')) : [];
    const metrics = run === undefined ? '' : space.path('runs', run, 'metrics.jsonl');
    return existsSync(metrics) && readFileSync(metrics, 'utf8').includes('"step":2000,');
  };
  while (!hasSteps()) {
    if (child.exitCode !== null) throw new Error(`ended too early with ${child.exitCode}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return child;
}

function ended(child: ChildProcess) {
  const output = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk) => {
    output.stdout += String(chunk);
  });
  child.stderr?.on('data', (chunk) => {
    output.stderr += String(chunk);
  });
  return new Promise<{ exitCode: number | null; signal: string | null } & typeof output>(
    (resolve) => {
      child.on('close', (exitCode, signal) => resolve({ exitCode, signal, ...output }));
    },
  );
}

function isPortOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' });
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

const INSPECTOR_PORT = 9229;

describe('signals', () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGUSR1', 143],
    ['SIGUSR2', 143],
  ] as const)('%s ends the run after its step with exit code %d', async (signal, exitCode) => {
    const child = await startEndless();
    const end = ended(child);
    child.kill(signal);
    const result = await end;
    expect(result).toMatchObject({ exitCode, signal: null, stderr: '' });
    expect(result.stdout).toMatch(/^interrupted after [\d,]+ steps; .*\n$/);
    const directory = await space.runDirectory();
    const metrics = await space.read(`${directory}/metrics.jsonl`);
    const last = JSON.parse(metrics.trimEnd().split('\n').at(-1) ?? '');
    expect(last).toMatchObject({ type: 'end' });
    expect(await space.list(directory)).toEqual([
      `checkpoint-${last.step}.safetensors`,
      ...['metrics.jsonl', 'provenance.json', 'spec.json'],
    ]);
  });

  test('the second SIGINT ends the process at once, however busy it is', async () => {
    const signals = JSON.stringify(new URL('../../dist/cli/signals.js', import.meta.url).href);
    const script = `
      import { writeSync } from 'node:fs';
      import { listenForSignals } from ${signals};
      listenForSignals(() => { writeSync(1, 'first'); for (;;); });
      setInterval(() => {}, 1000);
      writeSync(1, 'ready');
    `;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script]);
    const end = ended(child);
    const says = (word: string) =>
      new Promise<void>((resolve) => {
        child.stdout.on('data', (chunk) => {
          if (String(chunk).includes(word)) resolve();
        });
      });
    await says('ready');
    child.kill('SIGINT');
    await says('first');
    child.kill('SIGINT');
    expect(await end).toMatchObject({ exitCode: null, signal: 'SIGINT' });
  });

  test('SIGUSR1 opens no debugger port, neither the first nor the second', async (context) => {
    if (await isPortOpen(INSPECTOR_PORT)) context.skip('something listens on port 9229 already');
    const child = await startEndless();
    const end = ended(child);
    child.kill('SIGUSR1');
    child.kill('SIGUSR1');
    const { stderr } = await end;
    expect(stderr).not.toMatch(/debugger|inspector/i);
    expect(await isPortOpen(INSPECTOR_PORT)).toBe(false);
  });
});

const ordinaryUser = 'setpriv --reuid=65534 --regid=65534 --clear-groups';
const isRoot = process.getuid?.() === 0;

describe('disks', () => {
  test.skipIf(isRoot && !can(`${ordinaryUser} true`, 'the forbidden directory'))(
    'a forbidden directory fails before training starts',
    async () => {
      await chmod(space.cwd, 0o755);
      await mkdir(space.path('locked'), { mode: 0o555 });
      const user = isRoot ? `${ordinaryUser} ` : '';
      const { exitCode, stdout, stderr } = shell(`${user}${TRAIN} quick.yaml --out locked`);
      expect([exitCode, stdout]).toEqual([73, '']);
      expect(stderr).toMatch(/^rnn: cannot make the directory .*locked.*: EACCES.*\n$/);
    },
  );

  const canMount = can('unshare -Urm mount -t tmpfs -o size=64k none /mnt', 'the full disk');

  test.skipIf(!canMount)('a full disk names path and bytes, and the rerun continues', async () => {
    await mkdir(space.path('runs'));
    const script = `
      mount -t tmpfs -o size=16k none runs
      ${TRAIN} quick.yaml --quiet; echo "first $?"
      find runs -name '*.tmp' | wc -l
      mount -o remount,size=1m runs
      ${TRAIN} quick.yaml --quiet > /dev/null; echo "second $?"
      ls runs/*
    `;
    await space.write('script.sh', script);
    const { stdout, stderr } = shell('unshare -Urm bash script.sh');
    expect(stderr).toMatch(/^rnn: cannot write .*runs\/quick-\w+\/\S+ \(\d+ bytes\): ENOSPC.*\n$/);
    expect(stdout.split('\n')).toEqual([
      'first 74',
      '0',
      'second 0',
      ...['best-100.safetensors', 'checkpoint-200.safetensors', 'metrics.jsonl'],
      ...['provenance.json', 'result.json'],
      ...['spec.json', ''],
    ]);
  });

  test.skipIf(!canMount)('a read-only disk fails before training starts', async () => {
    await mkdir(space.path('runs'));
    await space.write('script.sh', `mount -t tmpfs -o ro none runs; ${TRAIN} quick.yaml --quiet`);
    const { exitCode, stdout, stderr } = shell('unshare -Urm bash script.sh');
    expect([exitCode, stdout]).toEqual([73, '']);
    expect(stderr).toMatch(/^rnn: cannot make the directory .*: EROFS.*\n$/);
  });

  test.skipIf(!canMount)(
    'a read-only disk without the output directory is called one',
    async () => {
      await mkdir(space.path('disk'));
      const train = `${TRAIN} quick.yaml --quiet --out disk/runs`;
      await space.write('script.sh', `mount -t tmpfs -o ro none disk; ${train}`);
      const { exitCode, stderr } = shell('unshare -Urm bash script.sh');
      expect(exitCode).toBe(73);
      expect(stderr).toMatch(/^rnn: cannot make the directory .*: EROFS.*disk\/runs'\n$/);
    },
  );
});

describe('long runs', () => {
  test('take no more memory than short ones', () => {
    const argv = '--quiet --set training.steps=100000 --set metrics.every=10';
    const result = shell(`${TRAIN} endless.yaml ${argv} --set task.length=1`, {
      NODE_OPTIONS: '--max-old-space-size=48',
    });
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    expect(result.stdout).toMatch(/^completed 100,000 steps/);
  });
});
