// The text of a suite while it is read: its data, the places in it, and the problems found so far.

import type { z } from 'zod';
import type { Draft, Located } from '../load/draft.ts';
import type { SourceText } from '../load/issue.ts';
import { locate } from '../load/locate.ts';
import { dataOverride, type ReadOverride } from '../load/overrides.ts';
import { draftsOf } from '../load/schemaProblems.ts';
import { pathKey, type Span, type Tree } from '../load/tree.ts';
import { type ConfigPath, isRecord, type RawRecord, valueAt } from '../schema/raw.ts';

/** A suite's text under reading. */
export interface SuiteText {
  readonly source: SourceText;
  readonly tree: Tree;
  /** Every problem so far; reading goes on behind one. */
  readonly problems: Located[];
}

/** Notes a problem at a place of the suite. */
export function note({ source, tree, problems }: SuiteText, draft: Draft): void {
  problems.push(locate({ source, tree, applied: [] }, draft, tree.value));
}

/**
 * Checks the value at a place.
 * @returns what the schema makes of it, or null with the problems noted
 */
export function readPart<Part extends z.ZodType>(
  text: SuiteText,
  path: ConfigPath,
  schema: Part,
): z.output<Part> | null {
  const value = valueAt(text.tree.value, path);
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  for (const issue of result.error.issues)
    for (const draft of draftsOf(issue, value, schema))
      note(text, { ...draft, path: [...path, ...draft.path] });
  return null;
}

/**
 * Reads a mapping with at least one key.
 * @param what - to follow "expected ", should it be something else
 * @returns null with the problem noted
 */
export function readMapping(text: SuiteText, path: ConfigPath, what: string): RawRecord | null {
  const value = valueAt(text.tree.value, path);
  if (isRecord(value) && Object.keys(value).length > 0) return value;
  note(text, { path, expected: what });
  return null;
}

/**
 * Reads a list with at least one element.
 * @param what - to follow "expected ", should it be something else
 * @returns null with the problem noted
 */
export function readList(
  text: SuiteText,
  path: ConfigPath,
  what: string,
): readonly unknown[] | null {
  const value = valueAt(text.tree.value, path);
  if (Array.isArray(value) && value.length > 0) return value;
  note(text, { path, expected: what });
  return null;
}

/** Index in the text of the key that leads to a place. */
export function keyOffset({ tree }: SuiteText, path: ConfigPath): number {
  const span = tree.spans.get(pathKey(path));
  return span?.keyOffset ?? span?.offset ?? 0;
}

/** Takes the part of a tree at a path for a tree of its own, with the places it has in the text. */
export function treeBelow(tree: Tree, path: ConfigPath): Tree {
  const prefix = path.length === 0 ? '[' : `${pathKey(path).slice(0, -1)}`;
  const spans = new Map<string, Span>();
  for (const [key, span] of tree.spans) {
    const rest = key.slice(prefix.length);
    if (!key.startsWith(prefix) || !/^[,\]]/.test(rest)) continue;
    spans.set(rest === ']' ? pathKey([]) : `[${rest.slice(1)}`, span);
  }
  return { value: valueAt(tree.value, path), spans, problems: [] };
}

/**
 * Makes the override that sets a path of the config to a value written in the suite.
 * @param path - of the config
 * @param key - place of the key it stands behind
 * @param place - place of the value
 */
export function writtenOverride(
  text: SuiteText,
  path: string,
  key: ConfigPath,
  place: ConfigPath,
): ReadOverride {
  const pathOffset = keyOffset(text, key);
  return dataOverride({
    source: text.source,
    path,
    pathOffset,
    tree: treeBelow(text.tree, place),
  });
}

/**
 * Makes the override that sets a path of the config to a value the suite does not write out.
 * @param place - place of what the value comes from, which problems point at
 */
export function derivedOverride(
  text: SuiteText,
  path: string,
  key: ConfigPath,
  place: ConfigPath,
  value: unknown,
): ReadOverride {
  const offset = text.tree.spans.get(pathKey(place))?.offset ?? 0;
  const spans = new Map([[pathKey([]), { keyOffset: null, offset, written: null }]]);
  const pathOffset = keyOffset(text, key);
  const tree = { value, spans, problems: [] };
  return dataOverride({ source: text.source, path, pathOffset, tree });
}
