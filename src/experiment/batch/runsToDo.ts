// Which runs of a suite are left to do: by what became of each, and of a plan at most those that the rungs
// of a search can come to.
import { isSettled, reachedRuns, survivorCount } from './halving.ts';
import type { Manifest } from './manifest.ts';
import type { SuiteRun } from './suiteRun.ts';

/** Whether a run goes on by itself. */
export const isOpen = ({ state }: SuiteRun): boolean =>
  state.type === 'open' || state.type === 'interrupted';

/** Whether no attempt at a run succeeded. */
export const isFailed = ({ state }: SuiteRun): boolean => state.type === 'failed';

/** Whether a run is damaged and training it afresh would help. */
export const isToRepair = ({ state }: SuiteRun): boolean =>
  state.type === 'damaged' && state.isRepairable;

/**
 * Makes the test whether a run is to be done.
 * @param retryFailed - whether those are that failed or are damaged
 */
export const isToDoWith =
  (retryFailed: boolean) =>
  (run: SuiteRun): boolean =>
    isOpen(run) || (retryFailed && (isFailed(run) || isToRepair(run)));

/**
 * Lists runs of a plan that are to be done. On a rung of a search as many of its first runs stand for
 * whichever may go on, as those are the ones whose demands count.
 * @param runs - one per job, in the order of the manifest
 * @param isToDo - whether a run is to be done, once it is reached
 * @returns indexes, ascending
 */
export function runsToDo(
  { search, jobs }: Pick<Manifest, 'search' | 'jobs'>,
  runs: readonly SuiteRun[],
  isToDo: (run: SuiteRun) => boolean,
): readonly number[] {
  const open = runs.filter(isToDo).map(({ job }) => job.index);
  if (search.type === 'none') return open;
  const reached = reachedRuns(search, runs);
  const width = jobs.length / search.steps.length;
  let most = width;
  let isReached = true;
  return search.steps.flatMap((_, rung) => {
    const isHere = (index: number) => Math.floor(index / width) === rung;
    const now = reached.filter(({ job }) => isHere(job.index));
    const openHere = isReached ? now.filter(isToDo) : open.filter(isHere);
    const count = Math.min(most, openHere.length);
    most = survivorCount(isReached ? now.length : most, search.factor);
    isReached &&= now.every(isSettled);
    return Array.from({ length: count }, (_, place) => rung * width + place);
  });
}
