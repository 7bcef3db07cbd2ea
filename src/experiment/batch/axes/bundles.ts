// Named bundles of settings: `methods: { clip: { … }, none: { … } }` is the axis `method`, `named`
// gives other axes of that kind their names.

import { quoted } from '../../load/issue.ts';
import { type ConfigPath, isRecord, valueAt } from '../../schema/raw.ts';
import { choicesOf } from '../choices.ts';
import { SUITE_NAME, SUITE_NAME_EXPECTED } from '../suite.ts';
import { note, readMapping, type SuiteText, writtenOverride } from '../suiteText.ts';
import type { AxesNode } from './axis.ts';
import { product } from './combine.ts';

const BUNDLES_EXPECTED = 'a mapping from names to settings, with at least one name';
const BUNDLE_EXPECTED = 'a mapping from paths of the config to values ({} changes nothing)';

function isName(text: SuiteText, place: ConfigPath): boolean {
  const name = String(place.at(-1));
  if (SUITE_NAME.test(name)) return true;
  const draft = { path: place, expected: SUITE_NAME_EXPECTED, received: quoted(name) };
  note(text, { ...draft, isKey: true });
  return false;
}

function readBundles(text: SuiteText, place: ConfigPath, axis: string): AxesNode | null {
  const bundles = readMapping(text, place, BUNDLES_EXPECTED);
  if (bundles === null) return null;
  const places = Object.keys(bundles).map((name) => [...place, name]);
  const areRead = places.map((below) => {
    const isFine = isName(text, below);
    if (isRecord(valueAt(text.tree.value, below))) return isFine;
    note(text, { path: below, expected: BUNDLE_EXPECTED });
    return false;
  });
  if (areRead.includes(false)) return null;
  const sets = places.flatMap((below) =>
    Object.keys(valueAt(text.tree.value, below) as object).map((path) => ({
      path,
      place: [...below, path],
    })),
  );
  const names = Object.keys(bundles);
  const choices = choicesOf(names.length, (index) => {
    const name = names[index] ?? '';
    const settings = Object.keys(bundles[name] as object).map((path) => {
      const at = [...place, name, path];
      return writtenOverride(text, path, at, at);
    });
    return { labels: [[axis, name]], settings };
  });
  return { choices, axes: [{ name: axis, place, labels: () => names }], sets };
}

/**
 * Reads the axis `method`.
 * @returns null with the problems noted
 */
export function readMethods(text: SuiteText, place: ConfigPath): AxesNode | null {
  return readBundles(text, place, 'method');
}

/**
 * Reads axes of bundles by name; several are a product.
 * @returns null with the problems noted
 */
export function readNamed(text: SuiteText, place: ConfigPath): AxesNode | null {
  const axes = readMapping(text, place, 'a mapping from axes to named settings');
  if (axes === null) return null;
  const nodes = Object.keys(axes).map((name) => {
    const below = [...place, name];
    return isName(text, below) ? readBundles(text, below, name) : null;
  });
  return product(text, nodes);
}
