// Config data before the schema has seen it: records without a prototype, lists and scalars.

/** A mapping of a config whose values are not checked yet. */
export type RawRecord = Record<string, unknown>;

const NOTHING: object = Object.create(null);

/**
 * Makes a record that inherits nothing, `__proto__` included. It has an empty prototype instead of none:
 * engines keep objects without one in hash tables, which makes loading many configs slow.
 */
export function newRecord(): RawRecord {
  return Object.create(NOTHING);
}

/** Tells whether a value is a mapping (not a list, not null). */
export function isRecord(value: unknown): value is RawRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Tells whether a value is a mapping that names a member of a family. */
export function hasType(value: unknown): value is RawRecord & { type: string } {
  return isRecord(value) && Object.hasOwn(value, 'type') && typeof value.type === 'string';
}

/** Way from the root of a config to a value: keys, and positions in lists. */
export type ConfigPath = readonly (string | number)[];

/**
 * Reads the value at a path.
 * @returns the value, or undefined where the path leads nowhere
 */
export function valueAt(root: unknown, path: ConfigPath): unknown {
  let value = root;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as RawRecord)[key];
  }
  return value;
}

/** Copies lists, records and what they hold, so that the copy can be changed. */
export function copyData(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Array.isArray(value) ? value.map(copyData) : copyRecord(value as RawRecord);
}

/** Copies a record and what it holds, as a record that inherits nothing. */
export function copyRecord(record: Readonly<RawRecord>): RawRecord {
  const copy = newRecord();
  for (const key of Object.keys(record)) copy[key] = copyData(record[key]);
  return copy;
}
