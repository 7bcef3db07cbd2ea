// Successive halving: every run gets a few updates, the better part of them more, and so on, until the best
// have all. Which runs go on follows from results alone, so it is the same on any machine.
//
// Jamieson & Talwalkar 2016, "Non-stochastic best arm identification and hyperparameter optimization",
// figure 3, with rungs a constant factor apart as in Li et al. 2018 (Hyperband); one bracket.
import type { ManifestSearch } from './manifest.ts';
import type { SuiteRun } from './suiteRun.ts';

export type { ManifestSearch } from './manifest.ts';

/** Name of the axis that tells how many updates a run has had. */
export const RUNG_AXIS = 'steps';

/**
 * Lays out the rungs.
 * @param minimumSteps updates every run gets, less than `fullSteps`
 * @returns ascending, the last is `fullSteps`
 */
export function rungSteps(minimumSteps: number, factor: number, fullSteps: number): number[] {
  const steps: number[] = [];
  for (let at = minimumSteps; at < fullSteps; at *= factor) steps.push(at);
  return [...steps, fullSteps];
}

/** How many of a rung's runs go on. */
export const survivorCount = (count: number, factor: number): number => Math.ceil(count / factor);

/** What a finished run is ranked by; null where it cannot go on. */
function rankOf({ state }: SuiteRun, measure: 'loss' | 'error'): number | null {
  if (state.type !== 'finished' || state.outcome === 'diverged') return null;
  const value = state.validation?.[measure] ?? null;
  return value !== null && Number.isFinite(value) ? value : null;
}

/** Places of the runs of a rung that go on, ascending; of equals, those that stand first. */
function survivors(runs: readonly SuiteRun[], measure: 'loss' | 'error', count: number): number[] {
  const ranked = runs.flatMap((run, place) => {
    const rank = rankOf(run, measure);
    return rank === null ? [] : [{ place, rank }];
  });
  ranked.sort((a, b) => a.rank - b.rank || a.place - b.place);
  return ranked
    .slice(0, count)
    .map(({ place }) => place)
    .sort((a, b) => a - b);
}

/** Whether nothing of a run is left to do. */
export const isSettled = ({ state }: SuiteRun): boolean =>
  state.type !== 'open' && state.type !== 'interrupted';

/**
 * Picks the runs that a search has come to: all of the first rung, and of each later one those that go on,
 * once every run of the rung before has been settled.
 * @param runs one per job, in the order of the manifest
 * @returns in the same order; all of them without a search
 */
export function reachedRuns(
  search: ManifestSearch,
  runs: readonly SuiteRun[],
): readonly SuiteRun[] {
  if (search.type === 'none') return runs;
  const { factor, measure, steps } = search;
  const width = runs.length / steps.length;
  const reached: SuiteRun[] = [];
  let places = Array.from({ length: width }, (_, place) => place);
  for (let rung = 0; rung < steps.length; rung++) {
    const now = places.flatMap((place) => runs[rung * width + place] ?? []);
    reached.push(...now);
    if (!now.every(isSettled)) break;
    const kept = survivors(now, measure, survivorCount(now.length, factor));
    places = kept.flatMap((index) => places[index] ?? []);
  }
  return reached;
}
