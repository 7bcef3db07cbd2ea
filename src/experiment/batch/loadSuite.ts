// The files named on the command line to a plan: one suite, or any number of configs.

import { resolve } from 'node:path';
import { type ConfigIssue, quoted } from '../load/issue.ts';
import { isRecord } from '../schema/raw.ts';
import type { PlanResult, SuiteOptions } from './plan.ts';
import { planConfigs } from './planConfigs.ts';
import { planSuite } from './planSuite.ts';
import { type ReadFile, readFile } from './readFile.ts';
import { SUITE_NAME, SUITE_NAME_EXPECTED } from './suite.ts';

function issueOf(source: string, message: string): ConfigIssue {
  return { source, position: null, path: '', message, suggestion: null, excerpt: null };
}

const SUITE_KEYS = ['base', 'runs', 'exclude', 'search'];

/** Whether a file has keys that only suites have. */
function isSuite({ tree: { value } }: ReadFile): boolean {
  return isRecord(value) && SUITE_KEYS.some((key) => Object.hasOwn(value, key));
}

/**
 * Loads a suite, or configs that are run as one.
 * @param files - as typed; one suite, or configs
 * @returns the plan, or every problem
 * @throws DataError if a file that the runs name cannot be read
 * @throws what is not about a path, such as an input/output error
 */
export async function loadSuite(
  files: readonly string[],
  options: SuiteOptions,
): Promise<PlanResult> {
  const { cwd, name } = options;
  const issues: ConfigIssue[] = [];
  if (name !== undefined && !SUITE_NAME.test(name)) {
    issues.push(issueOf('--name', `expected ${SUITE_NAME_EXPECTED}, got ${quoted(name)}`));
  }
  const read: ReadFile[] = [];
  for (const [index, file] of files.entries()) {
    const one = await readFile(resolve(cwd, file), file, index);
    if ('message' in one) issues.push(issueOf(file, one.message));
    else read.push(one);
  }
  if (issues.length > 0) return { ok: false, issues };
  const [first] = read;
  if (first === undefined)
    return { ok: false, issues: [issueOf('batch', 'expected a suite or configs, got no file')] };
  const isAlone = read.length === 1;
  const isConfig = isRecord(first.tree.value) && Object.hasOwn(first.tree.value, 'task');
  if (isAlone && (isSuite(first) || !isConfig)) return planSuite(first, options);
  const suites = read.filter(isSuite);
  if (suites.length === 0) return planConfigs(read, options);
  const message = 'expected a config, got a suite: a suite is run alone';
  return { ok: false, issues: suites.map(({ source }) => issueOf(source.label, message)) };
}
