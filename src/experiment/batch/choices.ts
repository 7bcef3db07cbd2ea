// The algebra of axes: what there is to choose from, counted and looked up by index without ever being
// written out. Products are mixed-radix numbers, zips share their index, concatenations follow one
// another.

import type { ReadOverride } from '../load/overrides.ts';
import type { Label } from './manifest.ts';

/** One choice: where it stands on the axes, and what it sets. */
export interface Choice {
  readonly labels: readonly (readonly [axis: string, label: Label])[];
  readonly settings: readonly ReadOverride[];
}

/** Choices by index. */
export interface Choices {
  /** How many there are, at least 1; a product's may be beyond any that could be listed. */
  readonly count: number;
  /**
   * Looks one up; the same index gives the same settings, as the same objects.
   * @param index - 0 … count − 1
   */
  at(index: number): Choice;
}

/** The one choice that changes nothing. */
export const noChoice: Choices = { count: 1, at: () => ({ labels: [], settings: [] }) };

/**
 * Makes the choices of one axis.
 * @param make - makes each choice, asked once for each
 */
export function choicesOf(count: number, make: (index: number) => Choice): Choices {
  const made: (Choice | undefined)[] = [];
  return {
    count,
    at(index) {
      made[index] ??= make(index);
      return made[index];
    },
  };
}

function joined(parts: readonly Choices[], indexOf: (part: number) => number): Choice {
  const labels: Choice['labels'][number][] = [];
  const settings: ReadOverride[] = [];
  for (const [place, part] of parts.entries()) {
    const choice = part.at(indexOf(place));
    for (const label of choice.labels) labels.push(label);
    for (const setting of choice.settings) settings.push(setting);
  }
  return { labels, settings };
}

/** Combines every choice of each with every choice of the others; the last changes fastest. */
export function productOf(parts: readonly Choices[]): Choices {
  const count = parts.reduce((product, part) => product * part.count, 1);
  return {
    count,
    at(index) {
      let rest = index;
      let size = count;
      return joined(parts, (place) => {
        size /= parts[place]?.count ?? 1;
        const digit = Math.floor(rest / size);
        rest -= digit * size;
        return digit;
      });
    },
  };
}

/** Combines the first choice of each, the second of each, … */
export function zipOf(parts: readonly Choices[]): Choices {
  const count = Math.min(...parts.map((part) => part.count));
  return { count, at: (index) => joined(parts, () => index) };
}

/** Lists the choices of each behind those of the one before. */
export function concatOf(parts: readonly Choices[]): Choices {
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  return {
    count,
    at(index) {
      let rest = index;
      for (const part of parts) {
        if (rest < part.count) return part.at(rest);
        rest -= part.count;
      }
      throw new RangeError(`concat: choice ${index} of ${count}`);
    },
  };
}
