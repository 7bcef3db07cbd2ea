// From a command line that names a toy's two parameters to its plan.

import { suggest } from '../../experiment/load/suggest.ts';
import { TOY_DEFAULTS, TOY_WINDOWS } from '../../experiment/surface/toyDefaults.ts';
import type { ToySource } from '../../experiment/surface/toySource.ts';
import { wallOf } from '../../experiment/surface/wall.ts';
import { SCAN_ACTIVATIONS } from '../../math/scan/scan.ts';
import { wallFormula } from '../../report/surface/wallFormula.ts';
import { TOY_PARAMETERS, type ToyForm } from '../../tasks/toy.ts';
import type { CommandContext } from '../command.ts';
import { CliError, exitCodes } from '../exitCodes.ts';
import { readChoice, readWhole } from '../options.ts';
import { readNumber } from '../ranges.ts';
import { refuseOptions, type SweepPlan } from './plan.ts';
import { readAxis, type SweepSettings } from './settings.ts';

const MOST_STEPS = 10_000_000;
const REFINEMENT_POINTS = 300_000;

const forms = Object.keys(TOY_PARAMETERS) as ToyForm[];

/** The toy whose parameters two names are, in either order; null where they are no toy's. */
function formOf(x: string, y: string): ToyForm | null {
  const both = [x, y].sort().join(' ');
  return forms.find((form) => [...TOY_PARAMETERS[form]].sort().join(' ') === both) ?? null;
}

/** Says what is wrong with two names that are no toy's, and which were meant. */
function refuseNames(x: string, y: string): never {
  const names = [x, y].filter((name) => name !== '');
  const known = forms.map((form) => TOY_PARAMETERS[form].join(' ')).join(', or ');
  const got = names.length === 0 ? 'none' : names.map((name) => JSON.stringify(name)).join(' ');
  const isMeant = (form: ToyForm) => names.every((name) => suggest(name, TOY_PARAMETERS[form]));
  const form = names.length === 2 && x !== y ? forms.find(isMeant) : undefined;
  const [first, second] = names.map((name) => form && suggest(name, TOY_PARAMETERS[form]));
  const meant =
    first && second && first !== second ? `did you mean ${first} ${second}? Those` : 'those';
  throw new CliError(
    exitCodes.usage,
    `expected the two parameters of a toy (${known}), got ${got}; ${meant} of a network need ` +
      '--config or --run',
  );
}

/**
 * Plans the sweep of a toy.
 * @throws CliError with exit code 2 for names that are no toy's, or a value an option does not take
 */
export function planToySweep(
  { arguments: [x = '', y = ''], options }: CommandContext,
  { precision }: SweepSettings,
): SweepPlan {
  refuseOptions(
    options,
    ['directions', 'sequences', 'set', 'seed'],
    'is for networks, with --config or --run',
  );
  const form = formOf(x, y);
  if (form === null) refuseNames(x, y);
  const [recurrent] = TOY_PARAMETERS[form];
  const xIsRecurrent = x === recurrent;
  const number = (name: string, usual: number) =>
    options[name] === undefined ? usual : readNumber(`--${name}`, String(options[name]));
  const source: ToySource = {
    type: 'toy',
    form,
    activation:
      options.activation === undefined
        ? TOY_DEFAULTS.activation
        : readChoice(options, 'activation', SCAN_ACTIVATIONS),
    start: number('start', TOY_DEFAULTS.start),
    target: number('target', TOY_DEFAULTS.target),
    steps:
      options.steps === undefined
        ? TOY_DEFAULTS.steps
        : readWhole('--steps', options.steps, 0, MOST_STEPS),
    precision: precision ?? TOY_DEFAULTS.precision,
    xIsRecurrent,
  };
  const { recurrent: w, input: u } = TOY_WINDOWS[form];
  const wall = wallOf(source);
  const { activation, start, target, steps } = source;
  return {
    source,
    x: readAxis(options, '--x', x, xIsRecurrent ? w : u),
    y: readAxis(options, '--y', y, xIsRecurrent ? u : w),
    aliases: { x: ['x', x], y: ['y', y] },
    usualRefinement: REFINEMENT_POINTS,
    wall,
    wallFormula: wall && wallFormula(wall, TOY_PARAMETERS[form]),
    title: form === 'lecture' ? "the lecture's unit" : "the paper's unit",
    settings: {
      form,
      activation,
      steps: String(steps),
      start: String(start),
      target: String(target),
      precision: source.precision,
    },
    names: [x, y],
    runPath: null,
  };
}
