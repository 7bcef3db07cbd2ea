// Runs of a suite that are no experiments: every problem once, with the run it was first seen in.

import { type ConfigText, compose } from '../load/compose.ts';
import type { Located } from '../load/draft.ts';
import type { ReadOverride } from '../load/overrides.ts';
import { specSchema } from '../schema/spec.ts';
import type { Choice } from './choices.ts';

/** Runs looked at in detail; each takes as long as many good ones. */
const MOST_FAILED = 2000;
const MOST_PROBLEMS = 200;
const LONGEST_RUN = 160;

/** Collects what is wrong with runs. */
export interface FailedRuns {
  /** Whether so much is wrong that the rest need not be looked at. */
  readonly isFull: boolean;
  /** Counts a run that is looked at, whatever comes of it. */
  look(): void;
  /** Takes a run that is no experiment. */
  add(base: ConfigText, overrides: readonly ReadOverride[], labels: Choice['labels']): void;
  /** Every problem, saying which runs have it unless all do. */
  problems(): Located[];
}

interface Seen {
  readonly problem: Located;
  readonly labels: Choice['labels'];
  count: number;
}

function runOf(labels: Choice['labels']): string {
  const text = labels.map(([axis, label]) => `${axis} ${label}`).join(', ');
  return text.length > LONGEST_RUN ? `${text.slice(0, LONGEST_RUN - 3)}...` : text;
}

function withRun({ problem, labels, count }: Seen, lookedAt: number): Located {
  if (labels.length === 0 || (count === lookedAt && count > 1)) return problem;
  const others = count === 1 ? '' : ` and ${count - 1} more`;
  return { ...problem, message: `${problem.message} (run ${runOf(labels)}${others})` };
}

/** Makes an empty collection. */
export function createFailedRuns(): FailedRuns {
  const seen = new Map<string, Seen>();
  let lookedAt = 0;
  let failedCount = 0;
  return {
    get isFull() {
      return failedCount >= MOST_FAILED || seen.size >= MOST_PROBLEMS;
    },
    look() {
      lookedAt++;
    },
    add(base, overrides, labels) {
      failedCount++;
      const composed = compose(base, overrides, specSchema);
      for (const problem of 'problems' in composed ? composed.problems : []) {
        const { source, offset, path, message } = problem;
        const key = JSON.stringify([source.label, offset, path, message]);
        const known = seen.get(key);
        if (known === undefined) seen.set(key, { problem, labels, count: 1 });
        else known.count++;
      }
    },
    problems: () => [...seen.values()].map((one) => withRun(one, lookedAt)),
  };
}
