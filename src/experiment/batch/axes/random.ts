// Random search: runs whose values are drawn. Every parameter has a random stream of its own, so that
// more runs keep the first ones and another parameter changes no draw of these.

import { z } from 'zod';
import { openStream, type RandomStream } from '../../../math/random.ts';
import { integer } from '../../schema/fields.ts';
import { type ConfigPath, isRecord, valueAt } from '../../schema/raw.ts';
import { type Choice, choicesOf } from '../choices.ts';
import { labelOf } from '../label.ts';
import { MOST_RUNS } from '../suite.ts';
import { derivedOverride, note, readPart, type SuiteText } from '../suiteText.ts';
import type { AxesNode } from './axis.ts';
import { roundWithin, type Spacing, spread } from './range.ts';
import { ends, endsSchema } from './values.ts';

/** Name of the axis that numbers the draws, which groups the seeds of one. */
const DRAW_AXIS = 'draw';
/** Most values of an integer, as many as a draw can tell apart. */
const MOST_INTEGERS = 2 ** 32;

const randomSchema = z.strictObject({
  count: integer(1),
  seed: integer(0, Number.MAX_SAFE_INTEGER).default(1),
  parameters: z.record(z.string(), z.unknown(), {
    error: 'a mapping from paths of the config to what is drawn',
  }),
});

const INTEGERS = `two different integers, [from, to], less than ${MOST_INTEGERS} apart`;
const CHOICE = 'a list of at least one value';

const distributions = {
  linear: z.strictObject({ linear: ends.linear }),
  log: z.strictObject({ log: ends.log }),
  integer: z.strictObject({
    integer: endsSchema(z.int({ error: INTEGERS }), INTEGERS).refine(
      ([from, to]) => Math.abs(to - from) < MOST_INTEGERS,
      { error: INTEGERS },
    ),
  }),
  choice: z.strictObject({
    choice: z.array(z.unknown(), { error: CHOICE }).min(1, { error: CHOICE }),
  }),
} as const;

type Kind = keyof typeof distributions;

const KINDS: readonly Kind[] = ['linear', 'log', 'integer', 'choice'];

type Ends = readonly [number, number];

/** Significant digits of a value drawn by ratio. */
const DRAWN_DIGITS = 4;
/** Error of rounding that is allowed for others, as a share of the range. */
const ROUNDING_SHARE = 1e-4;

const roundings: Readonly<Record<Spacing, (value: number, bounds: Ends) => number>> = {
  linear: (value, [from, to]) => roundWithin(value, Math.abs(to - from) * ROUNDING_SHARE),
  log: (value) => Number(value.toPrecision(DRAWN_DIGITS)),
};

type Draw = (stream: RandomStream) => unknown;

function drawBetween(spacing: Spacing, bounds: Ends): Draw {
  const [least, most] = [Math.min(...bounds), Math.max(...bounds)];
  return (stream) => {
    const rounded = roundings[spacing](spread(spacing, ...bounds, stream.uniform()), bounds);
    return Math.min(most, Math.max(least, rounded));
  };
}

const draws: { readonly [Key in Kind]: (bounds: readonly unknown[]) => Draw } = {
  linear: (bounds) => drawBetween('linear', bounds as unknown as Ends),
  log: (bounds) => drawBetween('log', bounds as unknown as Ends),
  integer(bounds) {
    const [from, to] = bounds as unknown as Ends;
    const [least, most] = [Math.min(from, to), Math.max(from, to)];
    return (stream) => least + stream.integer(most - least + 1);
  },
  choice: (values) => (stream) => values[stream.integer(values.length)],
};

function readDistribution(text: SuiteText, place: ConfigPath): Draw | null {
  const value = valueAt(text.tree.value, place);
  const kind = isRecord(value) ? KINDS.find((one) => Object.hasOwn(value, one)) : undefined;
  if (kind === undefined) {
    const forms = '{ linear: [from, to] }, { log: [from, to] }, { integer: [from, to] }';
    note(text, { path: place, expected: `one of ${forms} or { choice: [value, …] }` });
    return null;
  }
  const read = readPart<z.ZodType<Partial<Record<Kind, readonly unknown[]>>>>(
    text,
    place,
    distributions[kind],
  );
  // What is chosen is taken as it was written: the schema library makes other objects of mappings.
  const written = valueAt(text.tree.value, [...place, kind]);
  return read && draws[kind](written as readonly unknown[]);
}

/**
 * Reads `random: { count, seed, parameters }`.
 * @returns null with the problems noted
 */
export function readRandom(text: SuiteText, place: ConfigPath): AxesNode | null {
  const random = readPart(text, place, randomSchema);
  if (random === null) return null;
  const paths = Object.keys(valueAt(text.tree.value, [...place, 'parameters']) as object);
  if (paths.length === 0) {
    note(text, { path: [...place, 'parameters'], expected: 'at least one parameter' });
    return null;
  }
  const parameters = paths.map((path) => {
    const at = [...place, 'parameters', path];
    const draw = readDistribution(text, at);
    return draw && { path, place: at, draw, stream: openStream(random.seed, `suite/${path}`) };
  });
  const read = parameters.filter((parameter) => parameter !== null);
  if (read.length < parameters.length) return null;

  const drawn: Choice[] = [];
  const drawNext = (): Choice => {
    const number = drawn.length + 1;
    const values = read.map(({ draw, stream }) => draw(stream));
    return {
      labels: [
        [DRAW_AXIS, number],
        ...read.map(({ path }, i) => [path, labelOf(values[i], number)] as const),
      ],
      settings: read.map(({ path, place: at }, i) =>
        derivedOverride(text, path, at, at, values[i]),
      ),
    };
  };
  const at = (index: number): Choice => {
    while (drawn.length <= index) drawn.push(drawNext());
    return drawn[index] as Choice;
  };
  const choices = choicesOf(random.count, at);
  const labelsOf = (name: string) => () =>
    Array.from({ length: Math.min(random.count, MOST_RUNS) }, (_, index) =>
      choices.at(index).labels.flatMap(([axis, label]) => (axis === name ? [label] : [])),
    ).flat();
  return {
    choices,
    axes: [
      { name: DRAW_AXIS, place, labels: labelsOf(DRAW_AXIS) },
      ...read.map((one) => ({ name: one.path, place: one.place, labels: labelsOf(one.path) })),
    ],
    sets: read.map(({ path, place: key }) => ({ path, place: key })),
  };
}
