// A config put together from a text and overrides, then checked: the resolved experiment or every
// problem with its place. Nothing is read here.

import type { z } from 'zod';
import { resolveDefaults } from '../schema/defaults.ts';
import { copyRecord, isRecord, type RawRecord } from '../schema/raw.ts';
import { partsOfSpec } from '../schema/rule.ts';
import { ruleViolations } from '../schema/rules.ts';
import type { OwnTaskSpec } from '../schema/spec.ts';
import type { Draft, Located } from './draft.ts';
import type { SourceText } from './issue.ts';
import { locate, locateInOverride, withoutConsequences } from './locate.ts';
import { type AppliedOverride, applyOverride, type ReadOverride } from './overrides.ts';
import { draftsOf } from './schemaProblems.ts';
import type { Tree } from './tree.ts';

/** The text a config begins with, and its data. */
export interface ConfigText {
  readonly source: SourceText;
  readonly tree: Tree;
}

/**
 * Fills the defaults of a config and checks it.
 * @param config - a config as written; not changed
 */
export function checkConfig<Loaded extends OwnTaskSpec>(
  config: RawRecord,
  schema: z.ZodType<Loaded>,
): { readonly spec: Loaded } | { readonly drafts: readonly Draft[] } {
  const resolved = resolveDefaults(config);
  const result = schema.safeParse(resolved);
  const violations = result.success
    ? ruleViolations(resolved, partsOfSpec(result.data))
    : ruleViolations(resolved);
  if (result.success && violations.length === 0) return { spec: result.data };
  const drafts = result.success
    ? []
    : result.error.issues.flatMap((issue) => draftsOf(issue, resolved));
  const ofRules = violations.map(
    ({ path, expected, reason }): Draft => ({
      path,
      expected,
      ...(reason === undefined ? {} : { received: reason }),
    }),
  );
  return { drafts: [...drafts, ...ofRules] };
}

/**
 * Applies overrides to a config and checks what comes of it.
 * @param text - the config as written; not changed
 * @param overrides - in the order they are applied
 * @returns the experiment, or every problem of text, overrides and config
 */
export function compose<Loaded extends OwnTaskSpec>(
  { source, tree }: ConfigText,
  overrides: readonly ReadOverride[],
  schema: z.ZodType<Loaded>,
): { readonly spec: Loaded } | { readonly problems: readonly Located[] } {
  const located: Located[] = [
    ...tree.problems.map((problem) => ({ ...problem, source })),
    ...overrides.flatMap((override) => override.problems),
  ];
  if (!isRecord(tree.value)) {
    const draft = { path: [], expected: 'a mapping with at least the key task' };
    if (tree.problems.length === 0)
      located.push(locate({ source, tree, applied: [] }, draft, tree.value));
    return { problems: located };
  }
  const config = copyRecord(tree.value);
  const applied: AppliedOverride[] = [];
  for (const override of overrides.filter(({ problems }) => problems.length === 0)) {
    const outcome = applyOverride(config, override);
    if ('path' in outcome) applied.push({ ...override, ...outcome });
    else located.push(locateInOverride(override, outcome.draft, config));
  }
  const checked = checkConfig(config, schema);
  if ('spec' in checked && located.length === 0) return checked;
  const drafts = 'spec' in checked ? [] : checked.drafts;
  const resolved = resolveDefaults(config);
  const sources = { source, tree, applied };
  const further = withoutConsequences(drafts, located).map((draft) =>
    locate(sources, draft, resolved),
  );
  return { problems: [...located, ...further] };
}
