// Connections to Redis, and the first one, which finds out whether the server is there and fit.
import type { RedisOptions } from 'ioredis';
import { ExecutorError } from '../executor.ts';
import { type RedisAddress, shownAddress, withoutPassword } from './address.ts';
import type { RedisLibraries } from './libraries.ts';

/** Everything of ours in Redis begins with it. */
export const KEY_PREFIX = 'rnn';

const CONNECT_TIMEOUT_MS = 10_000;
const KEEP_ALIVE_MS = 10_000;
const LONGEST_RETRY_MS = 5_000;

/** Longer than any command blocks; then the connection is taken for dead, whatever TCP thinks. */
const SILENCE_MS = 30_000;

/**
 * Makes options of a connection that waits for a server that is away.
 * @param ended how long: a connection that fails once it is aborted is not tried again
 */
export function connectionOptions(address: RedisAddress, ended: AbortSignal) {
  const { host, port, db, tls, username, password } = address;
  return {
    host,
    port,
    db,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(tls ? { tls: {} } : {}),
    connectTimeout: CONNECT_TIMEOUT_MS,
    keepAlive: KEEP_ALIVE_MS,
    socketTimeout: SILENCE_MS,
    maxRetriesPerRequest: null,
    /** Says how long to wait before the next try, in ms; null for none. */
    retryStrategy: (times: number) =>
      ended.aborted ? null : Math.min(times * 250, LONGEST_RETRY_MS),
  } satisfies RedisOptions;
}

/** What a server says about itself. */
export interface ServerFacts {
  /** Its clock, in ms since 1970: later entries of a stream have no smaller ids. */
  readonly timeMs: number;
  /** What may lose jobs there, one line each. */
  readonly warnings: readonly string[];
}

const OLDEST_VERSION = [6, 2] as const;

function fieldOf(info: string, name: string): string | undefined {
  return new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1];
}

/** @throws ExecutorError if the server is too old */
function checkVersion(info: string, shown: string): void {
  const version = fieldOf(info, 'redis_version') ?? '';
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_VERSION;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new ExecutorError(
    `Redis at ${shown}: expected version ${OLDEST_VERSION.join('.')} or later, got ${JSON.stringify(version)}`,
  );
}

function warningsOf(info: string, shown: string): string[] {
  const policy = fieldOf(info, 'maxmemory_policy') ?? 'noeviction';
  if (policy === 'noeviction') return [];
  return [
    `Redis at ${shown} may drop jobs: expected maxmemory-policy noeviction, got ${policy}; ` +
      'dropped jobs are added again, which takes time',
  ];
}

/** Says what went wrong, without the password; some errors of connections have a code only. */
export function reasonOf(address: RedisAddress, error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'no answer';
  return withoutPassword(address, message || code);
}

/**
 * Connects once to find out whether the server can be used.
 * @throws ExecutorError if it cannot be reached, does not let us in, or is too old
 */
export async function inspectServer(
  { ioredis }: RedisLibraries,
  address: RedisAddress,
): Promise<ServerFacts> {
  const shown = shownAddress(address);
  const client = new ioredis.Redis({
    ...connectionOptions(address, AbortSignal.abort()),
    lazyConnect: true,
    maxRetriesPerRequest: 0,
  });
  // A connection that fails says why in an event, and to its caller only that it is closed.
  let cause: unknown;
  client.on('error', (error: unknown) => {
    cause ??= error;
  });
  try {
    await client.connect();
    const info = await client.info();
    const [seconds = 0, microseconds = 0] = (await client.time()).map(Number);
    checkVersion(info, shown);
    const timeMs = seconds * 1000 + Math.floor(microseconds / 1000);
    return { timeMs, warnings: warningsOf(info, shown) };
  } catch (error) {
    if (error instanceof ExecutorError) throw error;
    throw new ExecutorError(`cannot use Redis at ${shown}: ${reasonOf(address, cause ?? error)}`);
  } finally {
    client.disconnect();
  }
}
