// In which order the settings of a run are applied. A suite lists them without order, as facts about
// the run: one that replaces a whole object comes before those that change parts of it.

import { type ReadOverride, tasksFirst } from '../load/overrides.ts';

/**
 * Names what a path sets as a whole: setting a `type` replaces the object it stands in.
 * @returns dotted path
 */
export function objectSetBy(path: string): string {
  return path.replace(/\.type$/, '');
}

const pathOf = ({ segments }: ReadOverride) => segments.join('.');

const depthOf = (override: ReadOverride) => objectSetBy(pathOf(override)).split('.').length;

/** Whether one path replaces what another sets. */
function covers(wide: string, narrow: string): boolean {
  const object = objectSetBy(wide);
  return narrow === object || narrow.startsWith(`${object}.`);
}

/** Leaves out the settings that a later one replaces. */
export function withoutReplaced(overrides: readonly ReadOverride[]): readonly ReadOverride[] {
  return overrides.filter(
    (one, index) => !overrides.slice(index + 1).some((later) => covers(pathOf(later), pathOf(one))),
  );
}

function undoesAnother(overrides: readonly ReadOverride[]): boolean {
  return withoutReplaced(overrides).length < overrides.length;
}

/**
 * Puts settings in the order they are applied: those of the task first, and wide before narrow where
 * one would undo another. Otherwise they stay as they are, so that runs begin alike.
 */
export function inOrder(overrides: readonly ReadOverride[]): readonly ReadOverride[] {
  if (!undoesAnother(overrides)) return tasksFirst(overrides);
  const byDepth = overrides
    .map((override) => ({ override, depth: depthOf(override) }))
    .sort((a, b) => a.depth - b.depth);
  return tasksFirst(byDepth.map(({ override }) => override));
}

/** Orders the settings of many runs, most of which set the same paths. */
export function createOrdering(): typeof inOrder {
  const places = new Map<string, readonly number[]>();
  return (overrides) => {
    let key = '';
    for (const override of overrides) key += `${pathOf(override)} `;
    const known =
      places.get(key) ?? inOrder(overrides).map((override) => overrides.indexOf(override));
    places.set(key, known);
    return known.map((place) => overrides[place] as ReadOverride);
  };
}
