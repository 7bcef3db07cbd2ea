// What the options of `rnn bifurcate` ask for, with types and checked. Computes nothing.

import { resolve } from 'node:path';
import type { ActivationName } from '../cells/activations.ts';
import type { DiagramSettings } from '../experiment/bifurcation/diagram.ts';
import type { ParameterName } from '../experiment/bifurcation/dynamics.ts';
import { suggest } from '../experiment/load/suggest.ts';
import type { CommandContext } from './command.ts';
import { CliError, exitCodes } from './exitCodes.ts';
import { isOn, readChoice } from './options.ts';
import { type NumberRange, readInterval, readNumber, readRange } from './ranges.ts';

/** What the command line asks for, read and checked. */
export interface BifurcateSettings {
  readonly diagram: DiagramSettings;
  /** States the plot shows; null lets the branches decide. */
  readonly states: { readonly min: number; readonly max: number } | null;
  readonly isJson: boolean;
  readonly allowColor: boolean;
  /** Where the table goes, absolute; null for nowhere. */
  readonly csv: string | null;
}

const PARAMETERS = ['b', 'w', 'x0'] as const satisfies ParameterName[];
const ACTIVATIONS = ['sigmoid', 'tanh', 'relu', 'linear'] as const satisfies ActivationName[];

/** The option that fixes each parameter. */
const FLAGS: Readonly<Record<ParameterName, string>> = { b: '--b', w: '--w', x0: '--start' };

const MOST_VALUES = 1_000_000;
const DEFAULT_COUNT = 401;
const DEFAULT_START = 0.5;

/** Ends of the axis unless they are given. */
type DefaultEnds = Readonly<Record<ParameterName, readonly [min: number, max: number]>>;

/** What is not given: for each activation a window that shows what it can do. */
const DEFAULTS: Readonly<
  Record<ActivationName, { readonly w: number; readonly b: number; readonly ends: DefaultEnds }>
> = {
  // The window of figure 3 in Pascanu, Mikolov, Bengio 2013, for w = 5.
  sigmoid: { w: 5, b: -2.5, ends: { b: [-4, -1], w: [3, 7], x0: [-5, 3] } },
  tanh: { w: 5, b: 0, ends: { b: [-4, 4], w: [-3, 3], x0: [-5, 5] } },
  relu: { w: 5, b: -1, ends: { b: [-4, 1], w: [0, 5], x0: [-5, 3] } },
  linear: { w: 0.5, b: 1, ends: { b: [-2, 2], w: [-2, 2], x0: [-5, 3] } },
};

function readParameter(word: string): ParameterName {
  const found = PARAMETERS.find((name) => name === word);
  if (found !== undefined) return found;
  const meant = suggest(word, PARAMETERS);
  const hint = meant === null ? '' : `; did you mean ${meant}?`;
  throw new CliError(
    exitCodes.usage,
    `expected a parameter, one of ${PARAMETERS.join(', ')}, got ${JSON.stringify(word)}${hint}`,
  );
}

type Options = CommandContext['options'];

/** Reads the option of a parameter that stays fixed; that of the one that varies is refused. */
function readFixed(options: Options, name: ParameterName, varying: ParameterName, usual: number) {
  const flag = FLAGS[name];
  const given = options[flag.slice(2)];
  if (given === undefined) return usual;
  if (name === varying) {
    throw new CliError(
      exitCodes.usage,
      `${flag}: ${name} is what varies here; its values are given by --range min:max:count`,
    );
  }
  return readNumber(flag, String(given));
}

function readAxis(options: Options, [min, max]: readonly [number, number]): NumberRange {
  if (options.range === undefined) return { min, max, count: DEFAULT_COUNT };
  const limits = { mostCount: MOST_VALUES, defaultCount: DEFAULT_COUNT };
  return readRange('--range', String(options.range), limits);
}

function readFile(options: Options, cwd: string): string | null {
  if (options.csv === undefined) return null;
  if (options.csv !== '') return resolve(cwd, String(options.csv));
  throw new CliError(exitCodes.usage, '--csv: expected the name of a file, got ""');
}

/**
 * Reads the argument and the options of `rnn bifurcate`.
 * @throws CliError with exit code 2 for a value that none of them takes
 */
export function readBifurcateSettings({
  arguments: [word = 'b'],
  options,
  io,
}: CommandContext): BifurcateSettings {
  const name = readParameter(word);
  const activation = readChoice(options, 'activation', ACTIVATIONS);
  const usual = DEFAULTS[activation];
  return {
    diagram: {
      activation,
      axis: { name, ...readAxis(options, usual.ends[name]) },
      w: readFixed(options, 'w', name, usual.w),
      b: readFixed(options, 'b', name, usual.b),
      start: readFixed(options, 'x0', name, DEFAULT_START),
    },
    states: options.states === undefined ? null : readInterval('--states', String(options.states)),
    isJson: isOn(options, 'json'),
    allowColor: options.color !== false,
    csv: readFile(options, io.cwd),
  };
}
