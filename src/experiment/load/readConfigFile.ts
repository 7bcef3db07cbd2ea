// The one place where a config file is opened. What its text means is decided by `loadConfig`.

import { open } from 'node:fs/promises';

/** Largest config file, in bytes: 1 MiB. */
export const LARGEST_CONFIG_BYTES = 2 ** 20;

/** The text of a file, or one line saying why there is none. */
export type ReadResult =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly message: string };

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'expected a config file, got no such file',
  ENOTDIR: 'expected a config file, got a path through something that is not a directory',
  EISDIR: 'expected a config file, got a directory',
  EACCES: 'expected a readable config file, got no permission to read it',
  EPERM: 'expected a readable config file, got no permission to read it',
  ELOOP: 'expected a config file, got a cycle of symbolic links',
  ENAMETOOLONG: 'expected a config file, got a path that is too long',
  ERR_INVALID_ARG_VALUE: 'expected a config file, got a path with a null character',
};

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

async function readBytes(path: string): Promise<Uint8Array | string> {
  const handle = await open(path, 'r');
  try {
    const stat = await handle.stat();
    if (stat.isDirectory()) return 'expected a config file, got a directory';
    const limit = `expected a config of at most 1 MiB, got`;
    if (stat.size > LARGEST_CONFIG_BYTES) return `${limit} ${stat.size} bytes`;
    // Pipes and devices have no size: one byte more than allowed tells.
    const bytes = new Uint8Array(LARGEST_CONFIG_BYTES + 1);
    let length = 0;
    while (length < bytes.length) {
      const { bytesRead } = await handle.read(bytes, length, bytes.length - length, null);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return length > LARGEST_CONFIG_BYTES ? `${limit} more` : bytes.subarray(0, length);
  } finally {
    await handle.close();
  }
}

/**
 * Reads a config file.
 * @param path - absolute, or relative to the working directory
 * @returns its text without byte order mark, or why it cannot be read
 * @throws what is not about the path, such as an input/output error
 */
export async function readConfigFile(path: string): Promise<ReadResult> {
  let bytes: Uint8Array | string;
  try {
    bytes = await readBytes(path);
  } catch (error) {
    const message = reasons[codeOf(error) ?? ''];
    if (message === undefined) throw error;
    return { ok: false, message };
  }
  if (typeof bytes === 'string') return { ok: false, message: bytes };
  try {
    return { ok: true, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { ok: false, message: 'expected UTF-8 text, got other bytes' };
  }
}
