// Where Redis is and how to get in: a URL and a password that whoever calls has found. Decides what is
// safe to connect to, and keeps the password out of everything that is shown.
import { isIPv4 } from 'node:net';
import { ConfigurationError } from '../../../math/configurationError.ts';

/** A Redis server, with what it takes to be let in. */
export interface RedisAddress {
  readonly host: string;
  readonly port: number;
  /** Number of the database on the server. */
  readonly db: number;
  readonly tls: boolean;
  readonly username?: string;
  /** Secret: belongs into a connection and nowhere else. */
  readonly password?: string;
}

/** What comes on top of the URL. */
export interface AddressOptions {
  /** Takes the place of a password in the URL. */
  readonly password?: string | undefined;
  /** Connects to another machine even without TLS or without a password. */
  readonly allowInsecure?: boolean;
}

const DEFAULT_PORT = 6379;
const LARGEST_DB = 15;

const EXPECTED = 'the URL of Redis: expected redis://HOST:PORT or rediss://HOST:PORT';

/** Whether TLS is spoken, by scheme. */
const SCHEMES: Readonly<Record<string, boolean>> = { 'redis:': false, 'rediss:': true };

// What was given is never repeated: it may hold a password where none is looked for.
function parse(url: string): URL {
  try {
    return new URL(url);
  } catch {
    throw new ConfigurationError(`${EXPECTED}, got something that is no URL`);
  }
}

function decoded(part: string, what: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new ConfigurationError(`${EXPECTED}; its ${what} is not percent-encoded`);
  }
}

function readDb(path: string): number {
  if (path === '' || path === '/') return 0;
  const db = /^\/\d{1,2}$/.test(path) ? Number(path.slice(1)) : Number.NaN;
  if (db <= LARGEST_DB) return db;
  throw new ConfigurationError(`${EXPECTED}, with /0 to /${LARGEST_DB} for a database, got others`);
}

/** Tells whether a host can only be this machine. */
function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}

/** What another machine is asked for and this address lacks; empty where it is safe. */
function lacking({ host, tls, password }: RedisAddress): string[] {
  if (isLoopback(host)) return [];
  return [...(tls ? [] : ['TLS (rediss://)']), ...(password === undefined ? ['a password'] : [])];
}

/**
 * Reads where Redis is.
 * @param url `redis://[user[:password]@]host[:port][/db]`, or `rediss:` for TLS
 * @throws ConfigurationError if it is not such a URL, or another machine without TLS and password;
 *   the message repeats nothing secret
 */
export function readRedisAddress(url: string, options: AddressOptions = {}): RedisAddress {
  const { protocol, hostname, port, pathname, search, hash, username, password } = parse(url);
  const tls = Object.hasOwn(SCHEMES, protocol) ? SCHEMES[protocol] : undefined;
  if (tls === undefined) throw new ConfigurationError(`${EXPECTED}, got another scheme`);
  if (hostname === '') throw new ConfigurationError(`${EXPECTED}, got no host`);
  if (search !== '' || hash !== '') throw new ConfigurationError(`${EXPECTED}, got a ? or #`);
  const secret = options.password || decoded(password, 'password');
  const user = decoded(username, 'user name');
  const address: RedisAddress = {
    host: hostname.replace(/^\[(.*)\]$/, '$1').toLowerCase(),
    port: port === '' ? DEFAULT_PORT : Number(port),
    db: readDb(pathname),
    tls,
    ...(user === '' ? {} : { username: user }),
    ...(secret === '' ? {} : { password: secret }),
  };
  const missing = lacking(address);
  if (missing.length > 0 && !options.allowInsecure) {
    throw new ConfigurationError(
      `Redis at ${shownAddress(address)} is another machine: expected ${missing.join(' and ')}; ` +
        '--insecure connects all the same',
    );
  }
  return address;
}

/** Writes an address for people: without user and password. */
export function shownAddress({ host, port, db, tls }: RedisAddress): string {
  const place = host.includes(':') ? `[${host}]` : host;
  return `${tls ? 'rediss' : 'redis'}://${place}:${port}${db === 0 ? '' : `/${db}`}`;
}

/** Takes the password out of a text, however it got there. */
export function withoutPassword({ password }: RedisAddress, text: string): string {
  if (password === undefined) return text;
  return text.replaceAll(password, '***').replaceAll(encodeURIComponent(password), '***');
}
