// A private Redis on the loopback interface: its own port, password and folder, nothing of the machine's
// configuration. From the command line it runs a command beside it:
//   node .ci/engines/redis.mjs npx vitest run test/executors/redis
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, run } from '../check.mjs';

const PACKAGES = ['redis-server'];

/** Redis is up within 1 s on an idle machine. */
const STARTING_MS = 30_000;

/** Tells whether Redis can be started here. */
export function hasRedis() {
  return spawnSync('redis-server', ['--version'], { stdio: 'ignore' }).status === 0;
}

/** Installs Redis where it is missing; the server of the package itself is not started. */
export async function installRedis() {
  if (hasRedis()) return;
  expect(
    process.getuid() === 0 && existsSync('/usr/bin/apt-get'),
    `Redis needs ${PACKAGES.join(', ')}: install it, or run as root on Debian`,
  );
  const env = { DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  await run('apt-get', ['update'], { env });
  await run('apt-get', ['install', '--yes', '--no-install-recommends', ...PACKAGES], { env });
}

/** A port of this machine that nobody listens at. */
function freePort() {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Starts a server and waits until it takes connections; settings come in through a pipe. */
function startServer(settings) {
  const child = spawn('redis-server', ['-'], { stdio: ['pipe', 'pipe', 'ignore'] });
  // On the command line a password would be seen by everybody.
  child.stdin.end(settings.map((words) => `${words.join(' ')}\n`).join(''));
  const ended = new Promise((resolve) => child.once('close', resolve));
  const ready = new Promise((resolve, reject) => {
    let said = '';
    const late = setTimeout(
      () => reject(new Error(`redis-server does not start:\n${said}`)),
      STARTING_MS,
    );
    child.stdout.setEncoding('utf8').on('data', (text) => {
      said = (said + text).slice(-4000);
      if (!said.includes('Ready to accept connections')) return;
      clearTimeout(late);
      resolve();
    });
    child.once('error', reject);
    child.once('close', () => {
      clearTimeout(late);
      reject(new Error(`redis-server ended at its start:\n${said}`));
    });
  });
  ready.catch(() => {});
  return { child, ended, ready };
}

/**
 * Starts a private Redis.
 * @param more further lines of its configuration, each a list of words
 */
export async function startRedis(more = []) {
  const folder = mkdtempSync(join(tmpdir(), 'rnn-redis-'));
  const port = await freePort();
  const password = randomBytes(16).toString('hex');
  const settings = [
    ['bind', '127.0.0.1'],
    ['port', port],
    ['dir', folder],
    ['requirepass', password],
    ['save', '""'],
    ['appendonly', 'no'],
    ...more,
  ];
  let server = startServer(settings);
  await server.ready;
  return {
    /** Where it is, without the password. */
    url: `redis://127.0.0.1:${port}`,
    password,
    /** Kills it at once; all that it knew is gone. */
    async kill() {
      server.child.kill('SIGKILL');
      await server.ended;
    },
    /** Starts it anew, empty, after it was killed. */
    async restart() {
      server = startServer(settings);
      await server.ready;
    },
    /** Ends it and removes its folder. */
    async stop() {
      server.child.kill('SIGKILL'); // it keeps nothing that would have to be written
      await server.ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [program, ...argv] = process.argv.slice(2);
  expect(program !== undefined, 'usage: node .ci/engines/redis.mjs PROGRAM [ARGUMENT…]');
  await installRedis();
  const { url, password, stop } = await startRedis();
  const env = { ...process.env, RNN_REDIS_URL: url, RNN_REDIS_PASSWORD: password };
  const child = spawn(program, argv, { stdio: 'inherit', env });
  child.on('error', (error) => process.stderr.write(`${error.message}\n`));
  process.exitCode = await new Promise((resolve) =>
    child.on('close', (code) => resolve(code ?? 1)),
  );
  await stop();
}
