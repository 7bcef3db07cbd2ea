// `exclude`: runs that are left out, by their labels.

import { quoted } from '../load/issue.ts';
import { suggest } from '../load/suggest.ts';
import { type ConfigPath, isRecord, valueAt } from '../schema/raw.ts';
import type { Axis } from './axes/axis.ts';
import type { Choice } from './choices.ts';
import { labelOf } from './label.ts';
import type { Label } from './manifest.ts';
import { note, readList, readMapping, type SuiteText } from './suiteText.ts';

/** Tells whether a run is left out. */
export type Exclusion = (labels: Choice['labels']) => boolean;

type Wanted = readonly (readonly [axis: string, labels: ReadonlySet<Label>])[];

const SHOWN_LABELS = 10;

function known(labels: ReadonlySet<Label>): string {
  const shown = [...labels].slice(0, SHOWN_LABELS).map(String);
  return [...shown, ...(labels.size > SHOWN_LABELS ? ['…'] : [])].join(', ');
}

function labelsAt(text: SuiteText, place: ConfigPath, there: ReadonlySet<Label>): Set<Label> {
  const value = valueAt(text.tree.value, place);
  // A label that is a list itself stands for itself; any other list for each of its elements.
  const isLabel = there.has(labelOf(value, 0));
  const places =
    Array.isArray(value) && !isLabel ? value.map((_, index) => [...place, index]) : [place];
  if (places.length === 0) note(text, { path: place, expected: 'a label, or a list of labels' });
  const labels = new Set<Label>();
  for (const at of places) {
    const label = labelOf(valueAt(text.tree.value, at), 0);
    labels.add(label);
    if (there.has(label)) continue;
    const suggestion = suggest(String(label), [...there].map(String));
    note(text, { path: at, expected: `one of the labels ${known(there)}`, suggestion });
  }
  return labels;
}

function wantedAt(
  text: SuiteText,
  place: ConfigPath,
  labelsOf: (axis: string) => ReadonlySet<Label> | null,
  names: readonly string[],
): Wanted {
  const mapping = readMapping(text, place, 'a mapping from axes to labels');
  return Object.keys(mapping ?? {}).flatMap((axis) => {
    const at = [...place, axis];
    const there = labelsOf(axis);
    if (there !== null) return [[axis, labelsAt(text, at, there)] as const];
    const expected =
      names.length === 0 ? 'no axis, since there are none' : `one of the axes ${names.join(', ')}`;
    const suggestion = suggest(axis, names);
    note(text, { path: at, expected, received: quoted(axis), suggestion, isKey: true });
    return [];
  });
}

/**
 * Reads `exclude`: a list of mappings from axes to a label or several; a run is left out where one of
 * them holds as a whole.
 * @returns what tells; with problems noted, nothing is left out by the parts that have them
 */
export function readExclusions(text: SuiteText, axes: readonly Axis[]): Exclusion {
  const { value } = text.tree;
  if (!isRecord(value) || value.exclude === undefined) return () => false;
  const list = readList(text, ['exclude'], 'a list of mappings from axes to labels');
  const names = [...new Set(axes.map(({ name }) => name))];
  const cache = new Map<string, ReadonlySet<Label>>();
  const labelsOf = (name: string): ReadonlySet<Label> | null => {
    if (!names.includes(name)) return null;
    const labels =
      cache.get(name) ??
      new Set(axes.filter((axis) => axis.name === name).flatMap((axis) => axis.labels()));
    cache.set(name, labels);
    return labels;
  };
  const exclusions = (list ?? [])
    .map((_, index) => wantedAt(text, ['exclude', index], labelsOf, names))
    .filter((wanted) => wanted.length > 0);
  return (labels) =>
    exclusions.some((wanted) =>
      wanted.every(([axis, allowed]) =>
        labels.some(([name, label]) => name === axis && allowed.has(label)),
      ),
    );
}
