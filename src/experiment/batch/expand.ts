// The runs of a suite, made one after the other: settings applied to the base, the config checked, the
// run named.

import { runId } from '../canonical.ts';
import type { ConfigText } from '../load/compose.ts';
import type { ReadOverride } from '../load/overrides.ts';
import { newRecord, type RawRecord } from '../schema/raw.ts';
import type { Choice, Choices } from './choices.ts';
import type { Exclusion } from './exclude.ts';
import type { FailedRuns } from './failedRuns.ts';
import { createInputHashes, type InputDirectories } from './inputHashes.ts';
import type { Job, Label } from './manifest.ts';
import { type RunDemand, runDemand } from './runDemand.ts';
import { createOrdering } from './settingsOrder.ts';
import { createSpecMaker } from './specMaker.ts';

/** What is expanded. */
export interface ExpandRequest {
  readonly base: ConfigText;
  /** Settings of every run. */
  readonly common: readonly ReadOverride[];
  readonly choices: Choices;
  readonly isExcluded: Exclusion;
  readonly directories: InputDirectories;
  /** Takes the runs that are no experiments. */
  readonly failed: FailedRuns;
}

/** Runs as they come out. */
export interface Expansion {
  readonly jobs: readonly Job[];
  /** What each job asks of the machine, by index. */
  readonly demands: readonly RunDemand[];
  readonly excludedCount: number;
  /** Runs that were named before. */
  readonly repeatedCount: number;
}

function settingsOf(overrides: readonly ReadOverride[]): Job['settings'] {
  const settings = newRecord();
  for (const { segments, tree } of overrides) settings[segments.join('.')] = tree.value;
  return settings;
}

function labelsOf(labels: Choice['labels']): Job['labels'] {
  const record = newRecord() as Record<string, Label>;
  for (const [axis, label] of labels) record[axis] = label;
  return record;
}

/**
 * Makes the runs.
 * @throws DataError if a file they name cannot be read
 */
export async function expand(request: ExpandRequest): Promise<Expansion> {
  const { base, common, choices, isExcluded, failed } = request;
  const makeSpec = createSpecMaker(base.tree.value as RawRecord);
  const hashes = createInputHashes(request.directories);
  const inOrder = createOrdering();
  const jobs: Job[] = [];
  const demands: RunDemand[] = [];
  const known = new Set<string>();
  let excludedCount = 0;
  let repeatedCount = 0;
  for (let index = 0; index < choices.count && !failed.isFull; index++) {
    const { labels, settings } = choices.at(index);
    if (isExcluded(labels)) {
      excludedCount++;
      continue;
    }
    const overrides = inOrder([...common, ...settings]);
    const spec = makeSpec(overrides);
    failed.look();
    if (spec === null) {
      failed.add(base, overrides, labels);
      continue;
    }
    const id = runId(spec, hashes.hasNone(spec) ? {} : await hashes.of(spec));
    if (known.has(id)) {
      repeatedCount++;
      continue;
    }
    known.add(id);
    jobs.push({
      index: jobs.length,
      runId: id,
      name: spec.name,
      labels: labelsOf(labels),
      settings: settingsOf(overrides),
    });
    demands.push(runDemand(spec));
  }
  return { jobs, demands, excludedCount, repeatedCount };
}
