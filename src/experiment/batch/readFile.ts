// A file of configs or suites, read but not understood yet.

import { fileSource, type SourceText } from '../load/issue.ts';
import { readConfigFile } from '../load/readConfigFile.ts';
import { readTree, type Tree } from '../load/tree.ts';

/** A file as data, with the places of everything in it. */
export interface ReadFile {
  readonly source: SourceText;
  readonly tree: Tree;
  /** Absolute. */
  readonly path: string;
}

/**
 * Reads a file.
 * @param path - absolute
 * @param label - how errors name it
 * @param order - its place among the texts of a config
 * @returns its data, or why it cannot be read
 * @throws what is not about the path, such as an input/output error
 */
export async function readFile(
  path: string,
  label: string,
  order = 0,
): Promise<ReadFile | { readonly message: string }> {
  const read = await readConfigFile(path);
  if (!read.ok) return { message: read.message };
  const source = fileSource(label, read.text, order);
  return { source, tree: readTree(source.text), path };
}
