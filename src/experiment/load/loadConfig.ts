// Config text to a resolved experiment or the list of everything wrong with it. Pure: files are
// read by `readConfigFile`, networks are built elsewhere.

import type { z } from 'zod';
import { type OwnTaskSpec, ownTaskSpecSchema, type Spec, specSchema } from '../schema/spec.ts';
import { compose } from './compose.ts';
import { type ConfigIssue, fileSource, type SourceText } from './issue.ts';
import { toIssues } from './locate.ts';
import { type CommandOverrides, readOverrides, tasksFirst } from './overrides.ts';
import { readTree, type Tree, treeOfData } from './tree.ts';

/** A resolved experiment, or every problem of its config. */
export type LoadResult<Loaded = Spec> =
  | { readonly ok: true; readonly spec: Loaded }
  | { readonly ok: false; readonly issues: readonly ConfigIssue[] };

/** What to load, apart from the text. */
export interface LoadOptions extends CommandOverrides {
  /** Name of the text in errors: the path as the user gave it. */
  readonly file: string;
}

function load<Loaded extends OwnTaskSpec>(
  source: SourceText,
  tree: Tree,
  options: LoadOptions,
  schema: z.ZodType<Loaded>,
): LoadResult<Loaded> {
  const composed = compose({ source, tree }, tasksFirst(readOverrides(options)), schema);
  return 'spec' in composed
    ? { ok: true, spec: composed.spec }
    : { ok: false, issues: toIssues(composed.problems) };
}

/**
 * Loads an experiment from the text of its config.
 * @param text - YAML 1.2 or JSON
 * @param options - name of the text and overrides
 */
export function loadConfig(text: string, options: LoadOptions): LoadResult {
  const source = fileSource(options.file, text);
  return load(source, readTree(source.text), options, specSchema);
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
