// YAML document to plain data with positions: records without a prototype, lists, scalars. Refuses
// what YAML allows and a config must not contain; knows nothing of the config's keys.

import { isAlias, isMap, isScalar, isSeq, type ParsedNode, type Scalar } from 'yaml';
import { type ConfigPath, newRecord, type RawRecord } from '../schema/raw.ts';
import { gluedColon, SPACE_EXPECTED } from './gluedColon.ts';
import { formatPath, quoted } from './issue.ts';
import { DEEPEST_NESTING, parseYaml, type TextProblem } from './yamlText.ts';

/** Where a value stands in its text. */
export interface Span {
  /** Index of the key that leads to the value; null in lists and at the root. */
  readonly keyOffset: number | null;
  /** Index where the value begins. */
  readonly offset: number;
  /** The value as written, for scalars. */
  readonly written: string | null;
}

/** A problem found while reading data, at a path. */
export interface TreeProblem extends TextProblem {
  readonly path: ConfigPath;
}

/** Data of a text, with the place of every value by `pathKey`. */
export interface Tree {
  readonly value: unknown;
  readonly spans: ReadonlyMap<string, Span>;
  readonly problems: readonly TreeProblem[];
}

/** Keys that would reach into JavaScript's object model. */
export const FORBIDDEN_KEYS: readonly string[] = ['__proto__', 'constructor', 'prototype'];

function forbidden(path: ConfigPath, offset: number): TreeProblem {
  const message = `expected a key of the config, got ${quoted(String(path.at(-1)))}`;
  return { path, offset, message };
}

/** Key of a path in a map. */
export function pathKey(path: ConfigPath): string {
  return JSON.stringify(path);
}

/**
 * Reads YAML or JSON text as data.
 * @param text - one document
 * @returns the data and its positions; with problems, the data is what could be read
 */
export function readTree(text: string): Tree {
  const document = parseYaml(text);
  const spans = new Map<string, Span>();
  const problems: TreeProblem[] = [];

  if (!('contents' in document))
    return { value: null, spans, problems: document.map((problem) => ({ ...problem, path: [] })) };

  function readScalar(node: Scalar.Parsed, path: ConfigPath): unknown {
    const { value } = node;
    if (node.type === 'PLAIN' && typeof value === 'number' && /^[-+]?0\d/.test(node.source ?? ''))
      problems.push({
        path,
        offset: node.range[0],
        message: `expected a number without leading zeros, got ${node.source}`,
      });
    // One zero: -0 would differ from 0 in results but not in JSON, hence not in run ids.
    return value === 0 ? 0 : value;
  }

  function readKey(node: ParsedNode | null, path: ConfigPath): string | null {
    const offset = node?.range[0] ?? 0;
    if (!isScalar(node) || typeof node.value !== 'string') {
      const got = isScalar(node) ? `${node.source}` : 'something else';
      problems.push({ path, offset, message: `expected a word as key, got ${got}` });
      return null;
    }
    if (FORBIDDEN_KEYS.includes(node.value)) {
      problems.push(forbidden([...path, node.value], offset));
      return null;
    }
    return node.value;
  }

  // Goes on with the word as value: where it is a type, the keys beside it hang on it.
  function readGlued(node: ParsedNode | null, path: ConfigPath, record: RawRecord): boolean {
    if (!isScalar(node) || node.type !== 'PLAIN') return false;
    const word = String(node.value);
    const glued = gluedColon(word);
    if (glued === null) return false;
    const { key, value, meant } = glued;
    problems.push({
      path: [...path, key],
      offset: node.range[0],
      message: `expected ${SPACE_EXPECTED}, got ${quoted(word)}`,
      suggestion: meant,
    });
    if (!FORBIDDEN_KEYS.includes(key)) record[key] = value;
    return true;
  }

  function read(node: ParsedNode | null, path: ConfigPath, keyOffset: number | null): unknown {
    const offset = node?.range[0] ?? keyOffset ?? 0;
    const written = isScalar(node) ? (node.source ?? '') : null;
    spans.set(pathKey(path), { keyOffset, offset, written });
    if (isAlias(node)) {
      const message = `expected a value, got the alias *${quoted(node.source).slice(1, -1)}`;
      problems.push({ path, offset, message });
      return null;
    }
    if (isScalar(node)) return readScalar(node, path);
    if (isSeq(node))
      return node.items.map((item, index) => read(item as ParsedNode, [...path, index], null));
    if (!isMap(node)) return null;
    const record = newRecord();
    for (const pair of node.items) {
      const keyNode = pair.key as ParsedNode | null;
      if (readGlued(keyNode, path, record)) continue;
      const key = readKey(keyNode, path);
      if (key === null) continue;
      const at = keyNode?.range[0] ?? 0;
      if (Object.hasOwn(record, key)) {
        const message = `expected each key once, got ${quoted(key)} again`;
        problems.push({ path: [...path, key], offset: at, message });
        continue;
      }
      record[key] = read(pair.value as ParsedNode | null, [...path, key], at);
    }
    return record;
  }

  return { value: read(document.contents, [], null), spans, problems };
}

/**
 * Copies plain data into the form `readTree` gives, without positions.
 * @param data - lists, records and scalars; anything else is a problem
 */
export function treeOfData(data: unknown): Tree {
  const problems: TreeProblem[] = [];

  function copy(value: unknown, path: ConfigPath): unknown {
    if (path.length > DEEPEST_NESTING) {
      const message = `expected at most ${DEEPEST_NESTING} nested levels, got more`;
      problems.push({ path, offset: 0, message });
      return null;
    }
    if (typeof value === 'number') return value === 0 ? 0 : value;
    if (Array.isArray(value)) return value.map((element, index) => copy(element, [...path, index]));
    if (typeof value !== 'object' || value === null) return value;
    const record = newRecord();
    for (const [key, below] of Object.entries(value)) {
      if (!FORBIDDEN_KEYS.includes(key)) record[key] = copy(below, [...path, key]);
      else problems.push(forbidden([...path, key], 0));
    }
    return record;
  }

  return { value: copy(data, []), spans: new Map(), problems };
}

/**
 * Describes a received value for "got …".
 * @param value - the value, undefined where there is none
 * @param written - the value as it stands in the text, for scalars
 */
export function describeReceived(value: unknown, written: string | null = null): string {
  if (value === undefined || value === null) return 'nothing';
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object') {
    const keys = Object.keys(value);
    return keys.length === 0
      ? 'a mapping without keys'
      : `a mapping with ${formatPath(keys.slice(0, 1))}`;
  }
  return written === null || written === '' ? String(value) : quoted(written).slice(1, -1);
}
