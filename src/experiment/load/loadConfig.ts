// Config text to a resolved experiment or the list of everything wrong with it. Pure: files are
// read by `readConfigFile`, networks are built elsewhere.

import type { z } from 'zod';
import { resolveDefaults } from '../schema/defaults.ts';
import { isRecord, type RawRecord } from '../schema/raw.ts';
import { partsOfSpec } from '../schema/rule.ts';
import { ruleViolations } from '../schema/rules.ts';
import { type OwnTaskSpec, ownTaskSpecSchema, type Spec, specSchema } from '../schema/spec.ts';
import type { Draft, Located } from './draft.ts';
import type { ConfigIssue, SourceText } from './issue.ts';
import { locate, locateInOverride, toIssues, withoutConsequences } from './locate.ts';
import {
  type AppliedOverride,
  applyOverride,
  type Override,
  type ReadOverride,
  readOverride,
} from './overrides.ts';
import { draftsOf } from './schemaProblems.ts';
import { readTree, type Tree, treeOfData } from './tree.ts';

/** A resolved experiment, or every problem of its config. */
export type LoadResult<Loaded = Spec> =
  | { readonly ok: true; readonly spec: Loaded }
  | { readonly ok: false; readonly issues: readonly ConfigIssue[] };

/** What to load, apart from the text. */
export interface LoadOptions {
  /** Name of the text in errors: the path as the user gave it. */
  readonly file: string;
  /** Values of `--set`, in order. */
  readonly set?: readonly string[];
  /** Value of `--seed`, as written. */
  readonly seed?: string;
}

function overridesOf({ set = [], seed }: LoadOptions): Override[] {
  const overrides = set.map((text, index) => ({
    label: `--set #${index + 1}`,
    order: index + 1,
    text,
  }));
  return seed === undefined
    ? overrides
    : [...overrides, { label: '--seed', order: set.length + 1, text: `seed=${seed}` }];
}

function checkConfig<Loaded extends OwnTaskSpec>(
  config: RawRecord,
  schema: z.ZodType<Loaded>,
): { spec: Loaded } | { drafts: Draft[] } {
  const resolved = resolveDefaults(config);
  const result = schema.safeParse(resolved);
  const violations = result.success
    ? ruleViolations(resolved, partsOfSpec(result.data))
    : ruleViolations(resolved);
  const drafts = [
    ...(result.success ? [] : result.error.issues.flatMap((issue) => draftsOf(issue, resolved))),
    ...violations.map(
      ({ path, expected, reason }): Draft => ({
        path,
        expected,
        ...(reason === undefined ? {} : { received: reason }),
      }),
    ),
  ];
  return result.success && drafts.length === 0 ? { spec: result.data } : { drafts };
}

// The task decides defaults that later overrides may build on, so its overrides come first.
function inOrder(overrides: readonly ReadOverride[]): ReadOverride[] {
  const isOfTask = ({ segments }: ReadOverride) => segments[0] === 'task';
  return [...overrides.filter(isOfTask), ...overrides.filter((one) => !isOfTask(one))];
}

function load<Loaded extends OwnTaskSpec>(
  source: SourceText,
  tree: Tree,
  options: LoadOptions,
  schema: z.ZodType<Loaded>,
): LoadResult<Loaded> {
  const config = tree.value;
  const overrides = inOrder(overridesOf(options).map(readOverride));
  const located: Located[] = [
    ...tree.problems.map((problem) => ({ ...problem, source })),
    ...overrides.flatMap((override) => override.problems),
  ];
  if (!isRecord(config)) {
    const draft = { path: [], expected: 'a mapping with at least the key task' };
    if (tree.problems.length === 0)
      located.push(locate({ source, tree, applied: [] }, draft, config));
    return { ok: false, issues: toIssues(located) };
  }
  const applied: AppliedOverride[] = [];
  for (const override of overrides.filter(({ problems }) => problems.length === 0)) {
    const outcome = applyOverride(config, override);
    if ('path' in outcome) applied.push({ ...override, ...outcome });
    else located.push(locateInOverride(override, outcome.draft, config));
  }
  const checked = checkConfig(config, schema);
  if ('spec' in checked && located.length === 0) return { ok: true, spec: checked.spec };
  const drafts = 'spec' in checked ? [] : checked.drafts;
  const resolved = resolveDefaults(config);
  const fresh = withoutConsequences(drafts, located);
  const sources = { source, tree, applied };
  const further = fresh.map((draft) => locate(sources, draft, resolved));
  return { ok: false, issues: toIssues([...located, ...further]) };
}

/**
 * Loads an experiment from the text of its config.
 * @param text - YAML 1.2 or JSON
 * @param options - name of the text and overrides
 */
export function loadConfig(text: string, options: LoadOptions): LoadResult {
  const plain = text.startsWith('\u{feff}') ? text.slice(1) : text;
  const source: SourceText = { label: options.file, order: 0, text: plain, isFile: true };
  return load(source, readTree(plain), options, specSchema);
}

/**
 * Loads an experiment from data, for library users and stored specs.
 * @param value - plain data as a config would hold it; not changed
 * @param options - name of the data in errors, and overrides
 */
export function loadConfigValue(value: unknown, options: LoadOptions): LoadResult {
  return load(dataSource(options), treeOfData(value), options, specSchema);
}

/**
 * Loads an experiment without its task, which is code of a library user.
 * @param value - plain data as a config would hold it, but for `task`; not changed
 * @param options - name of the data in errors, and overrides
 */
export function loadOwnTaskConfig(value: unknown, options: LoadOptions): LoadResult<OwnTaskSpec> {
  return load(dataSource(options), treeOfData(value), options, ownTaskSpecSchema);
}

function dataSource({ file }: LoadOptions): SourceText {
  return { label: file, order: 0, text: '', isFile: false };
}
