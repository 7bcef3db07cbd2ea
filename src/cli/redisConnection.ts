// Where Redis is and its password, from the environment: on the command line every user of the machine
// would see them.
import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type RedisAddress, readRedisAddress } from '../experiment/executors/redis/address.ts';
import { CliError, exitCodes } from './exitCodes.ts';
import type { CliIo } from './io.ts';

/** Variables of the environment that are read. */
const URL_VARIABLE = 'RNN_REDIS_URL';
const PASSWORD_VARIABLE = 'RNN_REDIS_PASSWORD';
const FILE_VARIABLE = 'RNN_REDIS_PASSWORD_FILE';

/** Mode bits that let others than the owner at a file. */
const OTHERS = 0o077;

const LONGEST_PASSWORD = 4096;

const refused = (problem: string) => new CliError(exitCodes.usage, `${FILE_VARIABLE}: ${problem}`);

/** @throws CliError if others may read the file, or it does not hold one line */
async function readPasswordFile(path: string): Promise<string> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    throw refused(`cannot read ${path}: ${error.message}`);
  });
  try {
    const stat = await file.stat();
    if (!stat.isFile()) throw refused(`expected a file, got ${path}`);
    if ((stat.mode & OTHERS) !== 0) {
      const mode = (stat.mode & 0o777).toString(8).padStart(4, '0');
      throw refused(`expected a file of mode 0600, got ${mode}: chmod 600 ${path}`);
    }
    if (stat.size > LONGEST_PASSWORD) throw refused(`expected one line, got ${stat.size} bytes`);
    const text = (await file.readFile('utf8')).replace(/\r?\n$/, '');
    if (text === '' || text.includes('\n')) throw refused(`expected one line in ${path}`);
    return text;
  } finally {
    await file.close();
  }
}

/**
 * Reads where Redis is and how to get in.
 * @param allowInsecure connects to another machine even without TLS or without a password
 * @throws CliError with exit code 2 if the environment does not say, or a password file is not safe
 * @throws ConfigurationError if the URL is none, or not of a safe connection
 */
export async function readRedisConnection(
  { env, cwd }: Pick<CliIo, 'env' | 'cwd'>,
  allowInsecure: boolean,
): Promise<RedisAddress> {
  const url = env[URL_VARIABLE];
  if (!url) {
    throw new CliError(
      exitCodes.usage,
      `${URL_VARIABLE} is not set: expected where Redis is, such as redis://127.0.0.1:6379 or ` +
        `rediss://redis.example.org, and its password in ${PASSWORD_VARIABLE} or ${FILE_VARIABLE}`,
    );
  }
  const path = env[FILE_VARIABLE];
  const password = env[PASSWORD_VARIABLE] || (path && (await readPasswordFile(resolve(cwd, path))));
  return readRedisAddress(url, { password: password || undefined, allowInsecure });
}
