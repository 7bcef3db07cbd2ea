// Issues of the schema library, reworded: what was expected at which path. The library reports
// unknown keys at the parent and hides problems inside unions; both are undone here.

import type { z } from 'zod';
import { type ConfigPath, valueAt } from '../schema/raw.ts';
import { specSchema } from '../schema/spec.ts';
import type { Draft } from './draft.ts';
import { gluedColon } from './gluedColon.ts';
import { quoted } from './issue.ts';
import { suggest } from './suggest.ts';
import { placeAt, type Schema } from './walk.ts';

type Issue = z.core.$ZodIssue;

/** The value that was checked, and by what. */
interface Checked {
  readonly root: unknown;
  readonly schema: Schema;
}

function unknownKeys(
  issue: z.core.$ZodIssueUnrecognizedKeys,
  path: ConfigPath,
  { root, schema }: Checked,
) {
  const known = placeAt(path, root, schema)?.keys ?? [];
  return issue.keys.map((key): Draft => {
    const meant = known.filter((name) => name !== '$schema');
    const keys = meant.length === 1 ? 'the key' : 'one of the keys';
    return {
      path: [...path, key],
      expected: `${keys} ${meant.join(', ')}`,
      received: quoted(key),
      suggestion: suggest(key, meant),
      isKey: true,
    };
  });
}

function unknownMember(path: ConfigPath, { root, schema }: Checked): Draft {
  const members = placeAt(path.slice(0, -1), root, schema)?.members ?? [];
  return { path, ...oneOf(members, valueAt(root, path)) };
}

function oneOf(words: readonly string[], value: unknown) {
  const suggestion = typeof value === 'string' ? suggest(value, words) : null;
  return {
    expected: `${words.length === 1 ? '' : 'one of '}${words.join(', ')}`,
    suggestion,
  };
}

// The branch that the value was meant for is the one whose outer shape it has.
function insideUnion(issue: z.core.$ZodIssueInvalidUnion): readonly Issue[] {
  const fitting = issue.errors.filter((branch) =>
    branch.every(({ code, path }) => path.length > 0 || code === 'unrecognized_keys'),
  );
  return fitting.reduce<readonly Issue[]>(
    (best, branch) => (best.length === 0 || branch.length < best.length ? branch : best),
    [],
  );
}

// `optimizer: type:rprop` is a word; with a space it would be a mapping.
function meantMapping(value: unknown): string | null {
  const glued = typeof value === 'string' ? gluedColon(value) : null;
  return glued && `{ ${glued.meant} }`;
}

function wrongShape(
  issue: z.core.$ZodIssueInvalidType,
  path: ConfigPath,
  { root, schema }: Checked,
): Draft {
  const place = placeAt(path, root, schema);
  if (place?.kind === 'family') {
    const expected = `a mapping whose type is one of ${place.members.join(', ')}`;
    return { path, expected, suggestion: meantMapping(valueAt(root, path)) };
  }
  if (place?.kind === 'mapping') {
    const expected = `a mapping with the keys ${place.keys.join(', ')}`;
    return { path, expected, suggestion: meantMapping(valueAt(root, path)) };
  }
  if (place?.kind === 'freeMapping') return { path, expected: 'a mapping' };
  if (place?.kind === 'list') return { path, expected: 'a list' };
  return { path, expected: issue.message };
}

/**
 * Rewords one issue of the schema library.
 * @param issue - the issue
 * @param root - the config that was checked
 * @param schema - what it was checked by
 * @returns one problem, or several where the issue held several
 */
export function draftsOf(issue: Issue, root: unknown, schema: Schema = specSchema): Draft[] {
  return draftsBelow(issue, [], { root, schema });
}

function draftsBelow(issue: Issue, prefix: ConfigPath, checked: Checked): Draft[] {
  const path = [...prefix, ...(issue.path as ConfigPath)];
  if (issue.code === 'unrecognized_keys') return unknownKeys(issue, path, checked);
  if (issue.code === 'invalid_type') return [wrongShape(issue, path, checked)];
  if (issue.code === 'invalid_value' && issue.values.length > 1)
    return [{ path, ...oneOf(issue.values.map(String), valueAt(checked.root, path)) }];
  if (issue.code === 'invalid_union') {
    if ('discriminator' in issue) return [unknownMember(path, checked)];
    const inside = insideUnion(issue);
    if (inside.length > 0) return inside.flatMap((inner) => draftsBelow(inner, path, checked));
  }
  return [{ path, expected: issue.message }];
}
