// `--set path=value`: changes a config before the schema sees it, along paths the schema knows. The
// value is text, or data that stands in a file itself.

import { resolveDefaults } from '../schema/defaults.ts';
import { type ConfigPath, copyData, isRecord, type RawRecord, valueAt } from '../schema/raw.ts';
import type { Draft, Located } from './draft.ts';
import { formatPath, quoted, type SourceText } from './issue.ts';
import { suggest } from './suggest.ts';
import { FORBIDDEN_KEYS, readTree, type Tree } from './tree.ts';
import { holdsKeys, lacksType, type Place, placeAt } from './walk.ts';

/** One override as given on the command line. */
export interface Override {
  /** Its name in errors: `--set #2`, `--seed`. */
  readonly label: string;
  /** Place in the order of sources, from 1; the file is 0. */
  readonly order: number;
  /** `path=value`. */
  readonly text: string;
}

/** An override read from its text. */
export interface ReadOverride {
  readonly source: SourceText;
  readonly segments: readonly string[];
  /** Index in the text where the path begins. */
  readonly pathOffset: number;
  /** Index in the text that the places of the value's tree count from. */
  readonly valueOffset: number;
  readonly tree: Tree;
  readonly problems: readonly Located[];
}

/** What an override decides. */
export interface Decided {
  /** The path whose value it set. */
  readonly path: ConfigPath;
  /** The mapping it put in place of a value that had no keys, or null. */
  readonly created: ConfigPath | null;
}

/** An override that has been applied. */
export interface AppliedOverride extends ReadOverride, Decided {}

/**
 * Splits an override and reads its value as YAML.
 * @param override - label and text
 */
export function readOverride({ label, order, text }: Override): ReadOverride {
  const source: SourceText = { label, order, text, isFile: false };
  const equals = text.indexOf('=');
  const segments = (equals < 0 ? text : text.slice(0, equals)).split('.');
  const valueOffset = equals < 0 ? text.length : equals + 1;
  const tree = readTree(text.slice(valueOffset));
  const read = { source, segments, pathOffset: 0, valueOffset, tree };
  const problems = tree.problems.map((problem) => ({
    ...problem,
    source,
    path: [...segments, ...problem.path],
    offset: problem.offset + valueOffset,
  }));
  if (equals > 0) return { ...read, problems };
  const message = `expected path=value, got ${quoted(text)}`;
  return { ...read, problems: [{ source, path: [], offset: 0, message }] };
}

/** What changes a config on the command line. */
export interface CommandOverrides {
  /** Values of `--set`, in order. */
  readonly set?: readonly string[];
  /** Value of `--seed`, as written. */
  readonly seed?: string;
}

/**
 * Reads the overrides of a command line.
 * @param firstOrder - place of the first among the texts of the config
 * @returns one for each, in order, `--seed` last
 */
export function readOverrides(
  { set = [], seed }: CommandOverrides,
  firstOrder = 1,
): readonly ReadOverride[] {
  const given = set.map((text, index) => ({ label: `--set #${index + 1}`, text }));
  const seeds = seed === undefined ? [] : [{ label: '--seed', text: `seed=${seed}` }];
  return [...given, ...seeds].map((one, index) =>
    readOverride({ ...one, order: firstOrder + index }),
  );
}

/** Puts the overrides of the task first: it decides defaults that others may build on. */
export function tasksFirst(overrides: readonly ReadOverride[]): readonly ReadOverride[] {
  const isOfTask = ({ segments }: ReadOverride) => segments[0] === 'task';
  return [...overrides.filter(isOfTask), ...overrides.filter((one) => !isOfTask(one))];
}

/** A value for a path of the config that is data already. */
export interface DataOverride {
  /** The text that path and value stand in. */
  readonly source: SourceText;
  readonly path: string;
  /** Index in the text where the path stands. */
  readonly pathOffset: number;
  /** The value, with places in the same text where it is written there. */
  readonly tree: Tree;
}

/**
 * Makes an override of data.
 * @param override - path and value, and where they stand
 */
export function dataOverride({ source, path, pathOffset, tree }: DataOverride): ReadOverride {
  const segments = path.split('.');
  return { source, segments, pathOffset, valueOffset: 0, tree, problems: [] };
}

function unknownKey(path: ConfigPath, place: Place, segment: string): Draft {
  const received = quoted(segment);
  const base = { path: [...path, segment], received, isKey: true };
  if (!holdsKeys(place))
    return { ...base, expected: `${formatPath(path)} to be set as a whole: it holds no keys` };
  if (place.kind === 'freeMapping') return { ...base, expected: 'a key of the config' };
  const known = place.keys.filter((key) => key !== '$schema');
  const expected = `one of the keys ${known.join(', ')}`;
  return { ...base, expected, suggestion: suggest(segment, known) };
}

function position(path: ConfigPath, list: readonly unknown[], segment: string): Draft | number {
  const index = /^\d{1,4}$/.test(segment) ? Number(segment) : Number.NaN;
  if (index < list.length) return index;
  const positions = list.length === 0 ? 'no position' : `a position from 0 to ${list.length - 1}`;
  const expected = `${positions}, or ${formatPath(path)} to be set as a whole`;
  return { path: [...path, segment], expected, received: quoted(segment), isKey: true };
}

// An absent part of the config takes its default first, so that one key of it can be changed.
function fill(config: RawRecord, path: ConfigPath): unknown {
  const present = valueAt(config, path);
  const place = placeAt(path, config);
  const defaultHere = () => copyData(valueAt(resolveDefaults(config), path));
  if (place?.kind === 'list') return Array.isArray(present) ? present : (defaultHere() ?? []);
  if (place === undefined || !holdsKeys(place)) return present;
  if (!isRecord(present)) {
    const whole = defaultHere();
    return isRecord(whole) ? whole : {};
  }
  if (lacksType(place, present)) {
    const whole = defaultHere();
    if (isRecord(whole)) present.type = whole.type;
  }
  return present;
}

// Free keys are names of tensors and may contain dots: they take the rest of the path.
function keyAt(place: Place, parent: RawRecord, path: ConfigPath, segments: readonly string[]) {
  const segment = segments[path.length] ?? '';
  if (place.kind === 'list') return position(path, Object.values(parent), segment);
  const key = place.kind === 'freeMapping' ? segments.slice(path.length).join('.') : segment;
  const isType = key === 'type' && place.kind === 'family';
  const isKnown = isType || place.below(key) !== undefined;
  return isKnown && !FORBIDDEN_KEYS.includes(key) ? key : unknownKey(path, place, key);
}

function setType(family: RawRecord, type: unknown): void {
  for (const key of Object.keys(family)) delete family[key];
  family.type = type;
}

/**
 * Sets one value; setting a `type` replaces the object it stands in.
 * @param config - the config, changed in place
 * @param override - path and value
 * @returns what the override now decides, or why it cannot be applied
 */
export function applyOverride(
  config: RawRecord,
  { segments, tree }: ReadOverride,
): Decided | { readonly draft: Draft } {
  const path: (string | number)[] = [];
  let created: ConfigPath | null = null;
  let parent: RawRecord = config;
  for (;;) {
    const place = placeAt(path, config);
    // Only below a type that is no word: the schema reports that type.
    if (place === undefined) return { path, created };
    const key = keyAt(place, parent, path, segments);
    if (typeof key === 'object') return { draft: key };
    if (path.length === segments.length - 1 || place.kind === 'freeMapping') {
      // A later override may reach into the value: it gets a copy.
      if (key !== 'type' || place.kind !== 'family') parent[key] = copyData(tree.value);
      else {
        setType(parent, tree.value);
        return { path, created };
      }
      return { path: [...path, key], created };
    }
    path.push(key);
    const present = valueAt(config, path);
    const below = fill(config, path);
    if (typeof below !== 'object' || below === null) {
      const scalar = placeAt(path, config) ?? place;
      return { draft: unknownKey(path, scalar, segments[path.length] ?? '') };
    }
    if (present !== undefined && present !== below) created ??= [...path];
    parent[key] = below;
    parent = below as RawRecord;
  }
}
