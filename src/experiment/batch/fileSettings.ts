// Paths of files inside settings. All runs of a suite share one directory where relative paths start,
// that of the base config: a path written elsewhere is rewritten to lead to the same file from there.

import { isAbsolute, relative, resolve } from 'node:path';
import type { ReadOverride } from '../load/overrides.ts';
import { copyData, type RawRecord, valueAt } from '../schema/raw.ts';

/** Places of a config that name a file. */
const FILE_PATHS = [
  ['task', 'file'],
  ...['training', 'validation', 'test'].map((split) => ['task', 'file', split]),
  ['model', 'initializer', 'path'],
];

function moved(path: unknown, from: string, to: string): unknown {
  if (Array.isArray(path)) return path.map((one) => moved(one, from, to) ?? one);
  if (typeof path !== 'string' || path === '' || isAbsolute(path) || from === to) return null;
  return relative(to, resolve(from, path)) || '.';
}

function withValueAt(root: unknown, path: readonly string[], value: unknown): unknown {
  const [last, ...above] = [...path].reverse();
  if (last === undefined) return value;
  const copy = copyData(root);
  const parent = valueAt(copy, above.reverse()) as RawRecord;
  parent[last] = value;
  return copy;
}

/**
 * Lets the relative file paths in a setting start elsewhere.
 * @param from - absolute directory where they start as written
 * @param to - absolute directory where they are to start
 * @returns the setting itself where it names no such file
 */
export function movedOverride(override: ReadOverride, from: string, to: string): ReadOverride {
  let { value } = override.tree;
  for (const path of FILE_PATHS) {
    if (!override.segments.every((segment, index) => segment === path[index])) continue;
    const below = path.slice(override.segments.length);
    const file = moved(valueAt(value, below), from, to);
    if (file !== null) value = withValueAt(value, below, file);
  }
  if (value === override.tree.value) return override;
  return { ...override, tree: { ...override.tree, value } };
}
