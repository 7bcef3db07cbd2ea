// Suites as tests write and read them.

import { loadSuite } from '../../../src/experiment/batch/loadSuite.ts';
import type { Plan, SuiteOptions } from '../../../src/experiment/batch/plan.ts';
import { formatIssues } from '../../../src/experiment/load/issue.ts';
import type { Workspace } from '../../helpers/workspace.ts';

/** A config that every suite of the tests may change. */
export const BASE = 'base: { task: { type: temporalOrder } }';

type Options = Partial<SuiteOptions>;

/** Plans a suite that is fine. */
export async function planOf(space: Workspace, text: string, options: Options = {}): Promise<Plan> {
  await space.write('suite.yaml', text);
  const result = await loadSuite(['suite.yaml'], { cwd: space.cwd, ...options });
  if (!result.ok) throw new Error(formatIssues(result.issues));
  return result.plan;
}

/** Plans a suite that is not, and gives its problems as the user sees them. */
export async function problemsOf(
  space: Workspace,
  text: string,
  options: Options = {},
): Promise<string> {
  await space.write('suite.yaml', text);
  const result = await loadSuite(['suite.yaml'], { cwd: space.cwd, ...options });
  return result.ok ? '' : formatIssues(result.issues);
}

/** The labels of every run as one text each. */
export function labelsOf({ manifest }: Plan): string[] {
  return manifest.jobs.map(({ labels }) => Object.values(labels).join(' '));
}
