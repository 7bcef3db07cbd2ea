// The axis of one path: a list of values, one value, a range, or the seeds.

import { z } from 'zod';
import { finite, integer } from '../../schema/fields.ts';
import { type ConfigPath, isRecord, valueAt } from '../../schema/raw.ts';
import { choicesOf } from '../choices.ts';
import { labelOf } from '../label.ts';
import { derivedOverride, note, readPart, type SuiteText, writtenOverride } from '../suiteText.ts';
import type { AxesNode } from './axis.ts';
import { rangeValue, type Spacing } from './range.ts';

/** Values of a range are made one by one, so that this many cost nothing yet. */
const MOST_VALUES = 1_000_000_000;

const ENDS = 'two different numbers, [from, to]';
const POSITIVE_ENDS = 'two different numbers above 0, [from, to]';

/** Declares the two ends of a range. */
export function endsSchema(end: z.ZodNumber, error: string) {
  return z.tuple([end, end], { error }).refine(([from, to]) => from !== to, { error });
}

const count = integer(2, MOST_VALUES);

/** Ends of ranges, by how values are spread between them. */
export const ends = {
  linear: endsSchema(finite(), ENDS),
  log: endsSchema(finite({ above: 0 }), POSITIVE_ENDS),
} as const satisfies Record<Spacing, z.ZodType>;

const ranges = {
  linear: z.strictObject({ linear: ends.linear, count }),
  log: z.strictObject({ log: ends.log, count }),
} as const;

const SPACINGS = ['linear', 'log'] as const satisfies Spacing[];

const VALUES_EXPECTED =
  'a list of values (a value that is a list itself in one more), or { linear: [from, to], count } or { log: [from, to], count }';

interface Values {
  readonly count: number;
  readonly value: (index: number) => unknown;
  /** Place in the suite of what a value comes from. */
  readonly place: (index: number) => ConfigPath;
  /** Whether the values are written out at their places. */
  readonly isWritten: boolean;
}

function readRange(text: SuiteText, place: ConfigPath, spacing: Spacing): Values | null {
  const range = readPart<z.ZodType<Partial<Record<Spacing, [number, number]>> & { count: number }>>(
    text,
    place,
    ranges[spacing],
  );
  if (range === null) return null;
  const [from, to] = range[spacing] ?? [0, 0];
  const last = range.count - 1;
  const value = (index: number) => rangeValue(spacing, from, to, last, index);
  return { count: range.count, value, place: () => place, isWritten: false };
}

function readValues(text: SuiteText, place: ConfigPath): Values | null {
  const value = valueAt(text.tree.value, place);
  if (Array.isArray(value) && value.length > 0) {
    return {
      count: value.length,
      value: (index) => value[index],
      place: (index) => [...place, index],
      isWritten: true,
    };
  }
  if (isRecord(value)) {
    const spacing = SPACINGS.find((one) => Object.hasOwn(value, one));
    if (spacing !== undefined) return readRange(text, place, spacing);
  }
  const isOne = value !== null && typeof value !== 'object';
  if (isOne) return { count: 1, value: () => value, place: () => place, isWritten: true };
  note(text, { path: place, expected: VALUES_EXPECTED });
  return null;
}

function axisOf(text: SuiteText, path: string, key: ConfigPath, values: Values): AxesNode {
  const { count, value, place, isWritten } = values;
  const label = (index: number) => labelOf(value(index), index + 1);
  const choices = choicesOf(count, (index) => {
    const override = isWritten
      ? writtenOverride(text, path, key, place(index))
      : derivedOverride(text, path, key, place(index), value(index));
    return { labels: [[path, label(index)]], settings: [override] };
  });
  const labels = () => Array.from({ length: count }, (_, index) => label(index));
  return { choices, axes: [{ name: path, place: key, labels }], sets: [{ path, place: key }] };
}

/**
 * Reads the axis of a path of the config, which is named after it.
 * @param place - place of the key, which is the path
 * @returns null with the problems noted
 */
export function readPathAxis(text: SuiteText, place: ConfigPath): AxesNode | null {
  const values = readValues(text, place);
  return values && axisOf(text, String(place.at(-1)), place, values);
}

const SEEDS_EXPECTED = 'how many seeds, or a list of seeds';

/**
 * Reads `seeds: 5`, which is 1 … 5, or a list of seeds.
 * @returns null with the problem noted
 */
export function readSeeds(text: SuiteText, place: ConfigPath): AxesNode | null {
  const seeds = valueAt(text.tree.value, place);
  const isList = Array.isArray(seeds) && seeds.length > 0;
  if (isList) {
    const values = readValues(text, place);
    return values && axisOf(text, 'seed', place, values);
  }
  if (typeof seeds !== 'number') {
    note(text, { path: place, expected: SEEDS_EXPECTED });
    return null;
  }
  const many = readPart(text, place, integer(1, MOST_VALUES));
  if (many === null) return null;
  const value = (index: number) => index + 1;
  return axisOf(text, 'seed', place, { count: many, value, place: () => place, isWritten: false });
}
