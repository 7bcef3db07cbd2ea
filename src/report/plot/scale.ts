// Axes of numbers: which values lie at the ends, where between them a value stands, and which ticks
// say so. Linear, or by the decimal logarithm. No drawing here.
import { formatCount, formatNumber } from '../format.ts';

/** How values are laid out over the height. */
export type ScaleKind = 'linear' | 'log10';

/** A labelled place on the y axis. */
export interface Tick {
  /** Height in [0, 1], 0 at the bottom. */
  readonly height: number;
  readonly label: string;
}

/** A finished y axis. */
export interface Scale {
  /** Gives the height of a transformed value, clamped to [0, 1]. */
  heightOf(transformed: number): number;
  readonly ticks: readonly Tick[];
}

/**
 * Transforms a value for a scale.
 *
 * @param kind - the scale.
 * @param value - any number.
 * @returns the value or its decimal logarithm; -Infinity for 0 and NaN below it on a log scale.
 */
export function transform(kind: ScaleKind, value: number): number {
  return kind === 'log10' ? Math.log10(value) : value;
}

/** Ranges smaller than this share of their values are drawn as constant. */
const SMALLEST_RELATIVE_RANGE = 1e-6;

const TICK_MANTISSAS = [1, 2, 5, 10] as const;

/** Digits a double always holds. */
const MOST_DIGITS = 15;

/**
 * Finds the smallest round step (1, 2 or 5 times a power of ten) of at least a given size.
 *
 * @param size - a positive number.
 */
export function roundStep(size: number): number {
  const exponent = Math.floor(Math.log10(size));
  // Reading the decimal text gives the double nearest to the round number; a product would not.
  const candidates = TICK_MANTISSAS.map((mantissa) => Number(`${mantissa}e${exponent}`));
  return candidates.find((step) => step >= size * (1 - 1e-9)) ?? Number(`1e${exponent + 1}`);
}

/** Multiples of `step` in [low, high], by counting so that no rounding adds up. */
function multiples(low: number, high: number, step: number): number[] {
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  const count = last - first + 1;
  return count >= 1 && count <= 1000 ? Array.from({ length: count }, (_, i) => first + i) : [];
}

/** Writes a tick with the digits its step needs, no more. */
function linearLabel(value: number, step: number, largest: number): string {
  const stepExponent = Math.floor(Math.log10(step) + 1e-9);
  if (largest < 1e6 && stepExponent >= -6) {
    return stepExponent >= 0 ? formatCount(value) : (value + 0).toFixed(-stepExponent);
  }
  if (value === 0) return '0';
  const digits = Math.floor(Math.log10(Math.abs(value)) + 1e-9) - stepExponent + 1;
  return formatNumber(value, { digits: Math.min(MOST_DIGITS, Math.max(1, digits)) });
}

/** Round multiples of a step within [low, high], labelled. */
function roundMarks(low: number, high: number, step: number) {
  const largest = Math.max(Math.abs(low), Math.abs(high));
  return multiples(low, high, step).map((n) => {
    const at = Number((n * step).toPrecision(MOST_DIGITS));
    return { at, label: linearLabel(at, step, largest) };
  });
}

interface Ruler {
  readonly low: number;
  readonly high: number;
  readonly marks: readonly { readonly at: number; readonly label: string }[];
}

/** Ticks at both ends, for ranges without a round number. */
const endMarks = ({ low, high }: Pick<Ruler, 'low' | 'high'>, write: (at: number) => string) =>
  [low, high].map((at) => ({ at, label: write(at) }));

function linearRuler(low: number, high: number, tickCount: number): Ruler {
  const largest = Math.max(Math.abs(low), Math.abs(high));
  const span = high / 2 - low / 2 > (largest * SMALLEST_RELATIVE_RANGE) / 2;
  const margin = span ? 0 : largest * 0.1 || 1;
  const bottom = Math.max(-Number.MAX_VALUE, low - margin);
  const top = Math.min(Number.MAX_VALUE, high + margin);
  const step = roundStep(Math.max(top / tickCount - bottom / tickCount, Number.MIN_VALUE));
  const first = Math.floor(bottom / step + 1e-9) * step;
  const last = Math.ceil(top / step - 1e-9) * step;
  // Rounding outwards overflows at the largest doubles and loses its meaning at the smallest.
  const rounded = Number.isFinite(last - first) && last > first;
  const ends = rounded ? { low: first, high: last } : { low: bottom, high: top };
  const marks = roundMarks(ends.low, ends.high, step);
  return { ...ends, marks: marks.length > 0 ? marks : endMarks(ends, (at) => formatNumber(at)) };
}

/** Ticks at 1, 2 and 5 times each power of ten, for ranges that hold fewer than two decades. */
function withinDecades(low: number, high: number) {
  const exponents = multiples(Math.floor(low), Math.ceil(high), 1);
  return exponents
    .flatMap((exponent) => [1, 2, 5].map((mantissa) => ({ exponent, mantissa })))
    .map(({ exponent, mantissa }) => ({
      at: exponent + Math.log10(mantissa),
      label: `${mantissa}e${exponent}`,
    }))
    .filter(({ at }) => at >= low - 1e-9 && at <= high + 1e-9);
}

function logRuler(low: number, high: number, tickCount: number): Ruler {
  const margin = high - low > SMALLEST_RELATIVE_RANGE ? 0 : 0.5;
  const ends = { low: low - margin, high: high + margin };
  const step = Math.max(1, roundStep((ends.high - ends.low) / tickCount));
  const decades = multiples(ends.low, ends.high, step).map((n) => ({
    at: n * step,
    label: `1e${n * step}`,
  }));
  if (decades.length >= 2) return { ...ends, marks: decades };
  const finer = withinDecades(ends.low, ends.high);
  if (finer.length >= 2) return { ...ends, marks: finer };
  return { ...ends, marks: endMarks(ends, (at) => formatNumber(10 ** at)) };
}

const RULERS = { linear: linearRuler, log10: logRuler } satisfies Record<ScaleKind, unknown>;

/**
 * Lays out a y axis.
 *
 * @param kind - linear or by the decimal logarithm.
 * @param low - smallest transformed value, finite.
 * @param high - largest transformed value, finite, not below `low`.
 * @param tickCount - about how many intervals between ticks are wanted, at least 1.
 */
export function createScale(kind: ScaleKind, low: number, high: number, tickCount: number): Scale {
  const ruler = RULERS[kind](low, high, tickCount);
  // Halves: the difference of two large doubles of opposite sign would overflow.
  const span = ruler.high / 2 - ruler.low / 2;
  const heightOf = (value: number) => {
    const height = span > 0 ? (value / 2 - ruler.low / 2) / span : 0.5;
    return Math.min(1, Math.max(0, height));
  };
  const ticks = ruler.marks.map(({ at, label }) => ({ height: heightOf(at), label }));
  return { heightOf, ticks };
}

/** A labelled place along an axis whose ends are given. */
export interface AxisLabel {
  /** Share of the way from the first to the last value, in [0, 1]. */
  readonly share: number;
  readonly text: string;
}

/**
 * Finds round numbers on an axis whose ends stay where they are, as those of a map do.
 *
 * @param first - number at the beginning.
 * @param last - number at the end; below `first` on a reversed axis.
 * @param tickCount - about how many intervals between labels are wanted, at least 1.
 * @returns labels in ascending order of their numbers; the ends where no two round numbers lie
 *   between them.
 */
export function roundLabels(first: number, last: number, tickCount: number): AxisLabel[] {
  const [low, high] = first <= last ? [first, last] : [last, first];
  const span = high - low;
  if (!(span > 0 && Number.isFinite(span))) return [{ share: 0, text: formatNumber(first) }];
  // A short range may hold fewer than two multiples of the step wanted: finer ones are tried.
  const found = [1, 2, 4]
    .map((finer) => roundMarks(low, high, roundStep(span / tickCount / finer)))
    .find((marks) => marks.length >= 2);
  const marks = found ?? endMarks({ low, high }, (at) => formatNumber(at, { digits: MOST_DIGITS }));
  return marks.map(({ at, label }) => ({
    share: Math.min(1, Math.max(0, (at - first) / (last - first))),
    text: label,
  }));
}
