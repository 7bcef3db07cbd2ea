// Questions to the config schema along a path: which keys, which members, what lies below. Reads
// the schema only; `--set` and "did you mean" are built on it.

import { z } from 'zod';
import { type ConfigPath, hasType, isRecord, valueAt } from '../schema/raw.ts';
import { specSchema } from '../schema/spec.ts';

/** A schema of any kind. */
export type Schema = z.core.$ZodType;

function unwrap(schema: Schema): Schema {
  let inner = schema;
  for (;;) {
    if (inner instanceof z.ZodPipe) inner = inner.def.in;
    else if (inner instanceof z.ZodOptional || inner instanceof z.ZodExactOptional)
      inner = inner.def.innerType;
    else if (inner instanceof z.ZodDefault || inner instanceof z.ZodPrefault)
      inner = inner.def.innerType;
    else return inner;
  }
}

/** Names of the members of a family. */
function memberNames(family: z.ZodDiscriminatedUnion): string[] {
  return family.def.options.flatMap((option) =>
    option instanceof z.ZodObject && option.shape.type instanceof z.ZodLiteral
      ? [String(option.shape.type.value)]
      : [],
  );
}

function member(family: z.ZodDiscriminatedUnion, value: unknown): Schema | undefined {
  if (!hasType(value)) return undefined;
  return family.def.options[memberNames(family).indexOf(value.type)];
}

/** What the schema says about one place of a config. */
export interface Place {
  readonly kind: 'mapping' | 'family' | 'list' | 'freeMapping' | 'scalar';
  /** Keys known here; of a family, those of the member that the value names. */
  readonly keys: readonly string[];
  /** Members of the family, empty elsewhere. */
  readonly members: readonly string[];
  /** Schema below a key, or undefined where the key is unknown. */
  readonly below: (key: string | number) => Schema | undefined;
}

function placeOfObject(schema: z.ZodObject): Place {
  const { shape } = schema;
  const below = (key: string | number) =>
    Object.hasOwn(shape, key) ? (shape[key] as Schema) : undefined;
  return { kind: 'mapping', keys: Object.keys(shape), members: [], below };
}

function placeOf(wrapped: Schema, value: unknown): Place {
  const schema = unwrap(wrapped);
  if (schema instanceof z.ZodObject) return placeOfObject(schema);
  if (schema instanceof z.ZodDiscriminatedUnion) {
    const members = memberNames(schema);
    const chosen = member(schema, value);
    if (!(chosen instanceof z.ZodObject))
      return { kind: 'family', keys: ['type'], members, below: () => undefined };
    return { ...placeOfObject(chosen), kind: 'family', members };
  }
  if (schema instanceof z.ZodArray)
    return { kind: 'list', keys: [], members: [], below: () => schema.def.element };
  if (schema instanceof z.ZodRecord)
    return { kind: 'freeMapping', keys: [], members: [], below: () => schema.def.valueType };
  if (schema instanceof z.ZodUnion) {
    const mapping = schema.def.options.find((option) => option instanceof z.ZodObject);
    if (mapping instanceof z.ZodObject) return placeOfObject(mapping);
  }
  return { kind: 'scalar', keys: [], members: [], below: () => undefined };
}

/**
 * Looks up a place of the config schema, or of another.
 * @param path - way from the root
 * @param root - the config, which decides the member at each family on the way
 * @param rootSchema - schema of the root
 * @returns the place, or undefined where the schema knows no such path
 */
export function placeAt(
  path: ConfigPath,
  root: unknown,
  rootSchema: Schema = specSchema,
): Place | undefined {
  let schema = rootSchema;
  for (const [index, key] of path.entries()) {
    const below = placeOf(schema, valueAt(root, path.slice(0, index))).below(key);
    if (below === undefined) return undefined;
    schema = below;
  }
  return placeOf(schema, valueAt(root, path));
}

/** Tells whether a place can hold keys. */
export function holdsKeys(place: Place): boolean {
  return place.kind === 'mapping' || place.kind === 'family' || place.kind === 'freeMapping';
}

/** Tells whether a record leaves out the type of its family. */
export function lacksType(place: Place, value: unknown): boolean {
  return place.kind === 'family' && isRecord(value) && !Object.hasOwn(value, 'type');
}
