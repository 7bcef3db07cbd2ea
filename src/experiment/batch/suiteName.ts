// The name of a suite, found without expanding it: it says where the suite's own files lie.
import { basename, extname } from 'node:path';
import { readConfigFile } from '../load/readConfigFile.ts';
import { readTree } from '../load/tree.ts';
import { isRecord } from '../schema/raw.ts';

/**
 * Reads the name of a suite file: the one it gives itself, else that of the file.
 * @param path absolute
 * @returns the name, not checked, or why there is none, to follow the file's name and a colon
 * @throws what is not about the path, such as an input/output error
 */
export async function readSuiteName(
  path: string,
): Promise<{ readonly name: string } | { readonly message: string }> {
  const read = await readConfigFile(path);
  if (!read.ok) return { message: read.message };
  const { value } = readTree(read.text);
  if (!isRecord(value)) return { message: 'expected a suite, got something else' };
  if (Object.hasOwn(value, 'task')) {
    return { message: 'expected a suite, got a config; name the suite that it was run in' };
  }
  const { name } = value;
  return { name: typeof name === 'string' ? name : basename(path, extname(path)) };
}
