// What the two kinds of sweep, a toy's and a network's, make of a command line: the same plan.

import type { Axis } from '../../experiment/surface/axis.ts';
import type { RunPath } from '../../experiment/surface/runPath.ts';
import type { SurfaceSource } from '../../experiment/surface/source.ts';
import type { Place } from '../../experiment/surface/surface.ts';
import type { Wall } from '../../experiment/surface/wall.ts';
import { CliError, exitCodes } from '../exitCodes.ts';
import type { GivenPlace, Options } from './settings.ts';

/** A sweep ready to be made. */
export interface SweepPlan {
  readonly source: SurfaceSource;
  readonly x: Axis;
  readonly y: Axis;
  /** Names a place may be given by, beside x and y: those of x and of y. */
  readonly aliases: { readonly x: readonly string[]; readonly y: readonly string[] };
  /** Points of refinement where the command line does not say. */
  readonly usualRefinement: number;
  readonly wall: Wall | null;
  readonly wallFormula: string | null;
  /** What is swept, in a few words. */
  readonly title: string;
  /** What else decides the numbers, by name. */
  readonly settings: Readonly<Record<string, string>>;
  /** Names given as arguments, for the advice how to look closer. */
  readonly names: readonly string[];
  readonly runPath: RunPath | null;
}

/**
 * Finds the place of a start given by names.
 * @throws CliError with exit code 2 for a name that is none of the plane's
 */
export function placeOf(given: GivenPlace, { aliases }: SweepPlan): Place {
  const read = (names: readonly string[]): number => {
    const name = names.find((one) => given[one] !== undefined);
    if (name === undefined) {
      const known = [aliases.x.join(' or '), aliases.y.join(' or ')].join(', and ');
      const got = Object.keys(given).join(', ');
      throw new CliError(exitCodes.usage, `--descend: expected values of ${known}, got ${got}`);
    }
    return given[name] ?? Number.NaN;
  };
  return { x: read(aliases.x), y: read(aliases.y) };
}

/**
 * Refuses options that mean nothing for what is swept.
 * @param reason what would make them mean something
 * @throws CliError with exit code 2
 */
export function refuseOptions(options: Options, names: readonly string[], reason: string): void {
  const given = names.find((name) => {
    const value = options[name];
    return value !== undefined && !(Array.isArray(value) && value.length === 0);
  });
  if (given !== undefined) throw new CliError(exitCodes.usage, `--${given}: ${reason}`);
}
