// Where Redis may be, and that its password shows nowhere.
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import {
  readRedisAddress,
  shownAddress,
  withoutPassword,
} from '../../../src/experiment/executors/redis/address.ts';
import { inspectServer } from '../../../src/experiment/executors/redis/connection.ts';
import { loadRedisLibraries } from '../../../src/experiment/executors/redis/libraries.ts';
import { checkQueueName } from '../../../src/experiment/executors/redis/queueName.ts';

const SECRET = 'p@ss/w:rd';
const ENCODED = encodeURIComponent(SECRET);

describe('the URL of Redis', () => {
  test('is read with its defaults', () => {
    expect(readRedisAddress('redis://127.0.0.1')).toEqual({
      host: '127.0.0.1',
      port: 6379,
      db: 0,
      tls: false,
    });
  });

  test('may hold user, password, port and database', () => {
    const url = `rediss://ann:${ENCODED}@redis.example.org:7000/3`;
    expect(readRedisAddress(url)).toEqual({
      host: 'redis.example.org',
      port: 7000,
      db: 3,
      tls: true,
      username: 'ann',
      password: SECRET,
    });
  });

  test('gives way to a password from elsewhere', () => {
    const address = readRedisAddress('redis://:old@localhost', { password: 'new' });
    expect(address).toMatchObject({ password: 'new' });
  });

  test.each([
    'localhost:6379',
    'http://127.0.0.1',
    'redis:',
    'redis://',
    'redis://127.0.0.1/16',
    'redis://127.0.0.1/x',
    'redis://127.0.0.1?db=1',
    'redis://127.0.0.1#1',
    'redis://127.0.0.1:99999',
    'redis+unix:///tmp/redis.sock',
    'toString://127.0.0.1',
    '',
  ])('is refused: %s', (url) => {
    expect(() => readRedisAddress(url)).toThrow(/^the URL of Redis: expected/);
  });

  test.each([
    `redis://:${SECRET}@127.0.0.1:x`,
    `http://:${ENCODED}@127.0.0.1`,
    `redis://:${ENCODED}@127.0.0.1/99`,
    `redis://:${ENCODED}%@127.0.0.1`,
    `redis://:${ENCODED}@redis.example.org`,
  ])('is refused without repeating the password', (url) => {
    const error = refusalOf(url);
    expect(error).toBeInstanceOf(Error);
    expect(inspect(error)).not.toMatch(/p@ss|p%40ss|w:rd/);
  });
});

function refusalOf(url: string): unknown {
  try {
    return readRedisAddress(url);
  } catch (error) {
    return error;
  }
}

describe('another machine', () => {
  test.each([
    ['redis://redis.example.org', 'TLS (rediss://) and a password'],
    ['rediss://redis.example.org', 'expected a password'],
    [`redis://:${ENCODED}@redis.example.org`, 'expected TLS (rediss://);'],
    ['redis://127.0.0.1.example.org', 'TLS'],
    ['redis://0.0.0.0', 'TLS'],
    ['redis://localhost.example.org', 'TLS'],
    ['redis://[::ffff:10.0.0.1]', 'TLS'],
    ['redis://127.1', 'TLS'],
  ])('needs TLS and a password: %s', (url, wanted) => {
    expect(() => readRedisAddress(url)).toThrow(wanted);
    expect(readRedisAddress(url, { allowInsecure: true }).port).toBe(6379);
  });

  test('is taken with both', () => {
    const url = `rediss://:${ENCODED}@redis.example.org`;
    expect(readRedisAddress(url)).toMatchObject({ tls: true, password: SECRET });
  });

  test.each(['redis://localhost', 'redis://LOCALHOST', 'redis://127.9.9.9', 'redis://[::1]'])(
    'is not %s',
    (url) => {
      expect(readRedisAddress(url)).toMatchObject({ tls: false });
    },
  );
});

describe('what is shown', () => {
  test('is the place alone', () => {
    const address = readRedisAddress(`rediss://ann:${ENCODED}@redis.example.org/2`);
    expect(shownAddress(address)).toBe('rediss://redis.example.org:6379/2');
    expect(shownAddress(readRedisAddress('redis://[::1]:7'))).toBe('redis://[::1]:7');
  });

  test('has no password, plain or encoded', () => {
    const address = readRedisAddress(`redis://:${ENCODED}@localhost`);
    const text = `AUTH ${SECRET} at redis://:${ENCODED}@localhost`;
    expect(withoutPassword(address, text)).toBe('AUTH *** at redis://:***@localhost');
  });
});

describe('a server that is not there', () => {
  test('is named with the reason', async () => {
    const address = readRedisAddress('redis://127.0.0.1:1', { password: SECRET });
    const libraries = await loadRedisLibraries();
    const error = await inspectServer(libraries, address).catch((error: unknown) => error);
    expect(String(error)).toMatch(/cannot use Redis at redis:\/\/127\.0\.0\.1:1: .*ECONNREFUSED/);
    expect(inspect(error)).not.toContain(SECRET);
  });
});

describe('the libraries', () => {
  test('are asked for by name where they are missing', async () => {
    const missing = Object.assign(new Error("Cannot find package 'bullmq'"), {
      code: 'ERR_MODULE_NOT_FOUND',
    });
    const loaded = loadRedisLibraries(() => Promise.reject(missing));
    await expect(loaded).rejects.toMatchObject({
      name: 'ExecutorError',
      message: expect.stringContaining('install bullmq and ioredis'),
    });
  });

  test('may fail otherwise', async () => {
    const broken = new TypeError('broken');
    await expect(loadRedisLibraries(() => Promise.reject(broken))).rejects.toBe(broken);
  });
});

describe('the name of a queue', () => {
  test.each(['rnn', 'a', 'night-2.b_C', 'q'.repeat(64)])('may be %s', (name) => {
    expect(checkQueueName(name)).toBe(name);
  });

  test.each(['', '.', '-rf', 'a:b', 'a b', '../a', 'a\n', 'a\u0000', 'ä', 'q'.repeat(65), 'a*'])(
    'may not be %j',
    (name) => {
      expect(() => checkQueueName(name)).toThrow('the queue: expected a name');
    },
  );
});
