// What loading a suite gives: its runs, and what is known of them before any has started.

import type { ConfigIssue } from '../load/issue.ts';
import type { Manifest } from './manifest.ts';
import type { RunDemand } from './runDemand.ts';

/** A suite, expanded and checked. */
export interface Plan {
  readonly manifest: Manifest;
  /** What each run asks of the machine, by index. */
  readonly demands: readonly RunDemand[];
  /** Runs that `exclude` leaves out. */
  readonly excludedCount: number;
  /** Runs that the axes name again and that stand in the manifest once. */
  readonly repeatedCount: number;
}

/** A plan, or every problem of its suite. */
export type PlanResult =
  | { readonly ok: true; readonly plan: Plan }
  | { readonly ok: false; readonly issues: readonly ConfigIssue[] };

/** What the command line adds to the files. */
export interface SuiteOptions {
  /** Where relative paths of the command line start, absolute. */
  readonly cwd: string;
  /** Name of the suite, instead of the one it gives itself. */
  readonly name?: string;
  /** Values of `--set`, in order; they hold for every run. */
  readonly set?: readonly string[];
  /** Value of `--seed`, as written. */
  readonly seed?: string;
}
