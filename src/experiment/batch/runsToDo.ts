// Which runs of a plan are left to do, at most: of a search only those that its rungs can come to.

import { isSettled, survivorCount } from './halving.ts';
import type { Manifest } from './manifest.ts';
import type { JobState } from './planStatus.ts';
import type { SuiteRun } from './suiteRun.ts';

const isToDo = (state: JobState | undefined) => state === 'new' || state === 'interrupted';

/**
 * Lists runs to do: those neither finished nor failed. On a rung of a search as many of its first runs
 * stand for whichever may go on, as those are the ones whose demands count.
 * @param states - state of each run, by index
 * @param reached - runs that the search has come to
 * @returns indexes, ascending
 */
export function runsToDo(
  { search, jobs }: Pick<Manifest, 'search' | 'jobs'>,
  states: readonly JobState[],
  reached: readonly SuiteRun[],
): readonly number[] {
  const open = jobs.map(({ index }) => index).filter((index) => isToDo(states[index]));
  if (search.type === 'none') return open;
  const width = jobs.length / search.steps.length;
  let most = width;
  let isReached = true;
  return search.steps.flatMap((_, rung) => {
    const isHere = (index: number) => Math.floor(index / width) === rung;
    const now = reached.filter(({ job }) => isHere(job.index));
    const openHere = isReached
      ? now.filter(({ job }) => isToDo(states[job.index]))
      : open.filter(isHere);
    const count = Math.min(most, openHere.length);
    most = survivorCount(isReached ? now.length : most, search.factor);
    isReached &&= now.every(isSettled);
    return Array.from({ length: count }, (_, place) => rung * width + place);
  });
}
