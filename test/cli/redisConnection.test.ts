// How the command line learns where Redis is and its password.
import { chmod } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { readRedisConnection } from '../../src/cli/redisConnection.ts';
import { useWorkspace } from '../helpers/workspace.ts';

const space = useWorkspace();
const URL = 'redis://127.0.0.1:7000';

const read = (env: Record<string, string>, allowInsecure = false) =>
  readRedisConnection({ env, cwd: space.cwd }, allowInsecure);

async function secretFile(mode: number, text = 'from file\n'): Promise<string> {
  await space.write('secret', text);
  await chmod(space.path('secret'), mode);
  return 'secret';
}

describe('the connection to Redis', () => {
  test('is asked for where the environment does not say', async () => {
    for (const env of [{}, { RNN_REDIS_URL: '' }]) {
      await expect(read(env)).rejects.toMatchObject({
        exitCode: 2,
        message: expect.stringMatching(/^RNN_REDIS_URL is not set: expected .*redis:\/\//),
      });
    }
  });

  test('has no password where none is given', async () => {
    expect(await read({ RNN_REDIS_URL: URL })).not.toHaveProperty('password');
  });

  test('takes the password of the environment before any other', async () => {
    const env = {
      RNN_REDIS_URL: 'redis://:in-url@127.0.0.1',
      RNN_REDIS_PASSWORD: 'in env',
      RNN_REDIS_PASSWORD_FILE: await secretFile(0o600),
    };
    expect(await read(env)).toMatchObject({ password: 'in env' });
    expect(await read({ ...env, RNN_REDIS_PASSWORD: '' })).toMatchObject({ password: 'from file' });
    expect(await read({ RNN_REDIS_URL: env.RNN_REDIS_URL })).toMatchObject({ password: 'in-url' });
  });

  test.each([0o600, 0o400])('takes a password file of mode %o', async (mode) => {
    const RNN_REDIS_PASSWORD_FILE = await secretFile(mode);
    const address = await read({ RNN_REDIS_URL: URL, RNN_REDIS_PASSWORD_FILE });
    expect(address).toMatchObject({ password: 'from file' });
  });

  test.each([0o644, 0o640, 0o604, 0o620])('takes none of mode %o', async (mode) => {
    const RNN_REDIS_PASSWORD_FILE = await secretFile(mode);
    await expect(read({ RNN_REDIS_URL: URL, RNN_REDIS_PASSWORD_FILE })).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(/mode 0600, got 06[0-9]{2}: chmod 600/),
    });
  });

  test.each(['', 'one\ntwo\n', 'x'.repeat(5000)])('takes no password file of %j', async (text) => {
    const RNN_REDIS_PASSWORD_FILE = await secretFile(0o600, text);
    await expect(read({ RNN_REDIS_URL: URL, RNN_REDIS_PASSWORD_FILE })).rejects.toThrow('one line');
  });

  test.each(['missing', '.'])('takes no %s for a password file', async (path) => {
    const env = { RNN_REDIS_URL: URL, RNN_REDIS_PASSWORD_FILE: path };
    await expect(read(env)).rejects.toMatchObject({ exitCode: 2 });
  });

  test('is refused to another machine that is not safe, unless that is asked for', async () => {
    const env = { RNN_REDIS_URL: 'redis://redis.example.org' };
    await expect(read(env)).rejects.toThrow('--insecure');
    expect(await read(env, true)).toMatchObject({ host: 'redis.example.org' });
  });
});
