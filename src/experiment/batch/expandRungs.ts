// The rungs of a successive halving as jobs: every run once for each number of updates it may get.

import { dataOverride } from '../load/overrides.ts';
import { treeOfData } from '../load/tree.ts';
import type { AxesNode } from './axes/axis.ts';
import { type ExpandRequest, type Expansion, expand } from './expand.ts';
import { type ManifestSearch, RUNG_AXIS, rungSteps, survivorCount } from './halving.ts';
import type { Job } from './manifest.ts';
import type { RunDemand } from './runDemand.ts';
import { withoutReplaced } from './settingsOrder.ts';
import { specOfJob } from './specOfJob.ts';
import { MOST_RUNS, type Search } from './suite.ts';
import { note, type SuiteText } from './suiteText.ts';

const STEPS_PATH = 'training.steps';

type Halving = Extract<Search, { readonly type: 'halving' }>;

/** An expansion with the search its jobs are laid out for. */
type SearchedExpansion = Expansion & { readonly search: ManifestSearch };

/** Number of updates that all runs have in full; notes why they cannot be searched where they cannot. */
function fullSteps(
  text: SuiteText,
  { minimumSteps }: Halving,
  { demands }: Expansion,
  { axes, sets }: AxesNode,
): number | null {
  const counts = [...new Set(demands.map(({ steps }) => steps))];
  const [steps = 0] = counts;
  const refuse = (expected: string, received: string): null => {
    note(text, { path: ['search'], expected, received, isKey: true });
    return null;
  };
  if (counts.length > 1 || sets.some(({ path }) => path === STEPS_PATH || path === 'training')) {
    return refuse(`runs of the same ${STEPS_PATH}, which halving divides`, 'an axis that sets it');
  }
  if (axes.some(({ name }) => name === RUNG_AXIS)) {
    return refuse(`no axis called ${RUNG_AXIS}, as halving has one`, 'one');
  }
  if (minimumSteps >= steps) {
    return refuse(`minimumSteps below ${STEPS_PATH}, ${steps}`, String(minimumSteps));
  }
  return steps;
}

/** Whether every run has been validated when it is first compared. */
function areValidated(
  text: SuiteText,
  { minimumSteps }: Halving,
  request: ExpandRequest,
  jobs: readonly Job[],
): boolean {
  const base = treeOfData(request.base.tree.value).value as Readonly<Record<string, unknown>>;
  for (const job of jobs) {
    const { every } = specOfJob({ base }, job).evaluation;
    if (every <= minimumSteps) continue;
    const expected = `minimumSteps of at least evaluation.every, ${every}, so that runs can be compared`;
    note(text, { path: ['search'], expected, received: String(minimumSteps), isKey: true });
    return false;
  }
  return true;
}

/** What a rung asks for: the updates it adds, for as many runs as come so far. */
function demandsOf(
  demands: readonly RunDemand[],
  runCount: number,
  before: number,
  steps: number,
): RunDemand[] {
  return demands.map((demand, place) => {
    const share = place < runCount ? (steps - before) / steps : 0;
    return {
      ...demand,
      operations: demand.operations * share,
      steps: share === 0 ? 0 : steps - before,
      diskBytes: place < runCount ? demand.diskBytes : 0,
    };
  });
}

/**
 * Lays a suite out for successive halving.
 * @param full the runs as they would be without it
 * @returns rung by rung, or the runs as they were where problems were noted
 */
export async function expandRungs(
  text: SuiteText,
  halving: Halving,
  request: ExpandRequest,
  full: Expansion,
  axes: AxesNode,
): Promise<SearchedExpansion> {
  const unsearched = { ...full, search: { type: 'none' } } as const;
  const most = fullSteps(text, halving, full, axes);
  if (most === null || !areValidated(text, halving, request, full.jobs)) return unsearched;
  const { factor, measure, minimumSteps } = halving;
  const steps = rungSteps(minimumSteps, factor, most);
  if (full.jobs.length * steps.length > MOST_RUNS) {
    const received = `${full.jobs.length} runs with ${steps.length} rungs, limit ${MOST_RUNS} in all`;
    note(text, { path: ['search'], expected: 'a search that can be run', received, isKey: true });
    return unsearched;
  }
  const jobs: Job[] = [];
  const demands: RunDemand[] = [];
  let [runCount, before] = [full.jobs.length, 0];
  for (const count of steps) {
    const tree = treeOfData(count);
    const override = dataOverride({ source: text.source, path: STEPS_PATH, pathOffset: 0, tree });
    const rung = await expand({
      ...request,
      common: withoutReplaced([...request.common, override]),
    });
    const previous = jobs.slice(-full.jobs.length);
    for (const [place, job] of rung.jobs.entries()) {
      const shorter = previous[place]?.runId;
      jobs.push({
        ...job,
        index: jobs.length,
        labels: { ...job.labels, [RUNG_AXIS]: count },
        ...(shorter === undefined ? {} : { extends: shorter }),
      });
    }
    demands.push(...demandsOf(rung.demands, runCount, before, count));
    [runCount, before] = [survivorCount(runCount, factor), count];
  }
  return { ...full, jobs, demands, search: { type: 'halving', factor, measure, steps } };
}
