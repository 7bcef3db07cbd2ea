// The command line that was given, without its window and its files: for the advice how to look closer.

import type { SweepCommand } from '../../report/surface/closerLook.ts';
import type { SweepPlan } from './plan.ts';
import type { Options } from './settings.ts';

/** Options that the advice keeps, by camel-case name. */
const KEPT = [
  'config',
  'run',
  'directions',
  'sequences',
  'seed',
  'set',
  'steps',
  'target',
  'start',
  'activation',
  'quantity',
  'scale',
  'precision',
] as const;

/** Values that need not be said. */
const USUAL: Readonly<Record<string, string>> = { quantity: 'cost', scale: 'linear' };

/** Writes what was asked for as words of a command. */
export function closerCommand({ names }: SweepPlan, options: Options): SweepCommand {
  return {
    verb: 'rnn sweep',
    names,
    options: KEPT.flatMap((name) => {
      const value = options[name];
      if (value === undefined || USUAL[name] === value) return [];
      return [value].flat().flatMap((one) => [`--${name}`, String(one)]);
    }),
  };
}
