// Nodes put together: what may stand side by side in one run, and what its choices then are.

import { quoted } from '../../load/issue.ts';
import type { ConfigPath } from '../../schema/raw.ts';
import { concatOf, productOf, zipOf } from '../choices.ts';
import { objectSetBy } from '../settingsOrder.ts';
import { note, type SuiteText } from '../suiteText.ts';
import type { AxesNode, Axis, SetPath } from './axis.ts';

/** Most axes of a run; a table of more could not be read, nor runs with them be made in time. */
const MOST_AXES = 32;

function noteTwice(text: SuiteText, place: ConfigPath, expected: string, name: string): void {
  note(text, { path: place, expected, received: `${quoted(name)} again`, isKey: true });
}

// Within a node a path may stand several times, in bundles or concatenated nodes: one run has one.
function areApart(text: SuiteText, nodes: readonly AxesNode[]): boolean {
  const before = text.problems.length;
  const objects = new Set<string>();
  const names = new Set<string>();
  for (const { axes, sets } of nodes) {
    const twice = axes.find(({ name }) => names.has(name));
    const again = sets.find(({ path }) => objects.has(objectSetBy(path)));
    if (again !== undefined) {
      noteTwice(text, again.place, 'a path that no other axis of the run sets', again.path);
    } else if (twice !== undefined) {
      noteTwice(text, twice.place, 'an axis that the run does not have yet', twice.name);
    }
    for (const { name } of axes) names.add(name);
    for (const { path } of sets) objects.add(objectSetBy(path));
  }
  return text.problems.length === before;
}

function allOf(nodes: readonly (AxesNode | null)[]): readonly AxesNode[] | null {
  const read = nodes.filter((node) => node !== null);
  return read.length === nodes.length ? read : null;
}

function contentsOf(nodes: readonly AxesNode[]): {
  readonly axes: readonly Axis[];
  readonly sets: readonly SetPath[];
} {
  return {
    axes: nodes.flatMap(({ axes }) => axes),
    sets: nodes.flatMap(({ sets }) => sets),
  };
}

/**
 * Combines every choice with every other.
 * @param nodes - null for one that could not be read
 * @returns null with the problems noted
 */
export function product(text: SuiteText, nodes: readonly (AxesNode | null)[]): AxesNode | null {
  const read = allOf(nodes);
  if (read === null || !areApart(text, read)) return null;
  return { ...contentsOf(read), choices: productOf(read.map(({ choices }) => choices)) };
}

/**
 * Combines first with first, second with second, …
 * @param nodes - null for one that could not be read
 * @param places - where they are written
 * @returns null with the problems noted
 */
export function zip(
  text: SuiteText,
  nodes: readonly (AxesNode | null)[],
  places: readonly ConfigPath[],
): AxesNode | null {
  const read = allOf(nodes);
  const [first] = read ?? [];
  if (read === null || first === undefined || !areApart(text, read)) return null;
  const { count } = first.choices;
  const other = read.findIndex(({ choices }) => choices.count !== count);
  if (other > 0) {
    const expected = `as many values as the first of the zip has, ${count}`;
    const received = String(read[other]?.choices.count);
    note(text, { path: places[other] ?? [], expected, received });
    return null;
  }
  return { ...contentsOf(read), choices: zipOf(read.map(({ choices }) => choices)) };
}

/**
 * Lists the choices of one behind those of the other.
 * @param nodes - null for one that could not be read
 */
export function concat(nodes: readonly (AxesNode | null)[]): AxesNode | null {
  const read = allOf(nodes);
  return read && { ...contentsOf(read), choices: concatOf(read.map(({ choices }) => choices)) };
}

/** Checks that the runs of a suite do not have too many axes. */
export function checkAxisCount(text: SuiteText, names: ReadonlySet<string>): void {
  if (names.size <= MOST_AXES) return;
  note(text, { path: ['runs'], expected: `at most ${MOST_AXES} axes`, received: `${names.size}` });
}
