// Config file to a resolved experiment: the two halves of loading put together.

import { type LoadOptions, type LoadResult, loadConfig } from './loadConfig.ts';
import { readConfigFile } from './readConfigFile.ts';

/**
 * Loads an experiment from a config file.
 * @param path - where the file is
 * @param options - how errors name the file, and overrides
 * @returns the experiment or every problem; a file that cannot be read is one problem
 * @throws what is not about the path, such as an input/output error
 */
export async function loadConfigFile(path: string, options: LoadOptions): Promise<LoadResult> {
  const read = await readConfigFile(path);
  if (read.ok) return loadConfig(read.text, options);
  const issue = { source: options.file, position: null, path: '', suggestion: null, excerpt: null };
  return { ok: false, issues: [{ ...issue, message: read.message }] };
}
