// The grammar of `runs`: a node is a mapping whose keys are operators or paths of the config, or a list
// of nodes; both are products.

import { quoted } from '../../load/issue.ts';
import { suggest } from '../../load/suggest.ts';
import { placeAt } from '../../load/walk.ts';
import { type ConfigPath, isRecord, valueAt } from '../../schema/raw.ts';
import { noChoice } from '../choices.ts';
import { note, readList, readMapping, type SuiteText } from '../suiteText.ts';
import type { AxesNode } from './axis.ts';
import { readMethods, readNamed } from './bundles.ts';
import { concat, product, zip } from './combine.ts';
import { readRandom } from './random.ts';
import { readPathAxis, readSeeds } from './values.ts';

type ReadNode = (text: SuiteText, place: ConfigPath) => AxesNode | null;

const LIST_EXPECTED = 'a list of at least one node';

function placesBelow(text: SuiteText, place: ConfigPath): ConfigPath[] | null {
  const list = readList(text, place, LIST_EXPECTED);
  return list?.map((_, index) => [...place, index]) ?? null;
}

const readNodes = (text: SuiteText, places: readonly ConfigPath[]) =>
  places.map((place) => readNode(text, place));

const operators = {
  product(text, place) {
    const places = placesBelow(text, place);
    return places && product(text, readNodes(text, places));
  },
  zip(text, place) {
    const places = placesBelow(text, place);
    return places && zip(text, readNodes(text, places), places);
  },
  concat(text, place) {
    const places = placesBelow(text, place);
    return places && concat(readNodes(text, places));
  },
  seeds: readSeeds,
  methods: readMethods,
  named: readNamed,
  random: readRandom,
} as const satisfies Readonly<Record<string, ReadNode>>;

function operatorAt(key: string): ReadNode | undefined {
  return Object.hasOwn(operators, key) ? operators[key as keyof typeof operators] : undefined;
}

// Paths are judged where they are applied; here it is enough that they begin like one.
function readKey(text: SuiteText, place: ConfigPath): AxesNode | null {
  const key = String(place.at(-1));
  const operator = operatorAt(key);
  if (operator !== undefined) return operator(text, place);
  const [first = ''] = key.split('.');
  const known = placeAt([], undefined)?.keys ?? [];
  if (known.includes(first)) return readPathAxis(text, place);
  const words = Object.keys(operators);
  note(text, {
    path: place,
    expected: `a path of the config, or one of ${words.join(', ')}`,
    received: quoted(key),
    suggestion: suggest(key, words) ?? suggest(first, known),
    isKey: true,
  });
  return null;
}

const NODE_EXPECTED = 'axes: a mapping with at least one key, or a list of such mappings';

function readNode(text: SuiteText, place: ConfigPath): AxesNode | null {
  if (Array.isArray(valueAt(text.tree.value, place))) return operators.product(text, place);
  const keys = readMapping(text, place, NODE_EXPECTED);
  return (
    keys &&
    product(
      text,
      Object.keys(keys).map((key) => readKey(text, [...place, key])),
    )
  );
}

/**
 * Reads `runs`.
 * @returns the one run that changes nothing where it is left out, null with the problems noted
 */
export function readAxes(text: SuiteText): AxesNode | null {
  const { value } = text.tree;
  if (!isRecord(value) || value.runs === undefined)
    return { choices: noChoice, axes: [], sets: [] };
  return readNode(text, ['runs']);
}
