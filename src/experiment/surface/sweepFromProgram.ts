// A sweep asked for by a program instead of a command line: a toy by its form, or a network by its
// config, with the same defaults.
import { ConfigurationError } from '../../math/configurationError.ts';
import { SCAN_ACTIVATIONS, type ScanActivation } from '../../math/scan/scan.ts';
import { TOY_PARAMETERS, type ToyForm } from '../../tasks/toy.ts';
import type { Axis } from './axis.ts';
import type { DescentOptions } from './descend.ts';
import { checkSurfaceSize } from './limits.ts';
import type { RefineOptions } from './refinement/refine.ts';
import { type SweepOptions, type SweepRequest, type SweepResult, sweep } from './sweep.ts';
import { TOY_DEFAULTS, TOY_WINDOWS, type Window } from './toyDefaults.ts';
import type { ToySource } from './toySource.ts';

/** What a program may ask a toy's surface to be; everything but the form has a default. */
export interface ToySweepInput {
  /** lecture: over wr (x) and wi (y); paper: over w (x) and b (y). */
  readonly form: ToyForm;
  readonly x?: Window;
  readonly y?: Window;
  readonly activation?: ScanActivation;
  /** y_0 of the lecture's form, x_0 of the paper's. */
  readonly start?: number;
  readonly target?: number;
  /** T. */
  readonly steps?: number;
  readonly precision?: 'f32' | 'f64';
  /** Refines where the grid is too coarse; left out, the grid is all. */
  readonly refine?: RefineOptions;
  readonly descents?: readonly DescentOptions[];
}

/** Options of a sweep from a program: all may be left out. */
export interface SweepProgramOptions extends Omit<SweepOptions, 'out'> {
  /** Where an interrupted sweep leaves its finished tiles; `runs` by default. */
  readonly out?: string;
}

/**
 * Sweeps a toy. The same input gives the same numbers on every machine.
 * @throws ConfigurationError if a window, a number or the size of the whole is not possible
 * @throws SweepInterruptedError once `options.signal` says so; finished tiles are kept
 */
export function sweepToy(
  input: ToySweepInput,
  options: SweepProgramOptions = {},
): Promise<SweepResult> {
  const request = requestOf(input);
  const refinementPoints = request.refine?.budget ?? 0;
  checkSurfaceSize(request.x, request.y, { refinementPoints, hasText: false });
  return sweep(request, { out: 'runs', ...options });
}

function requestOf(input: ToySweepInput): SweepRequest {
  const { form, x, y, refine = null, descents = [], ...given } = input;
  if (!Object.hasOwn(TOY_PARAMETERS, form)) {
    throw new ConfigurationError(
      `sweep: form: expected ${Object.keys(TOY_PARAMETERS).join(' or ')}, got ${String(form)}`,
    );
  }
  const [recurrent, weight] = TOY_PARAMETERS[form];
  const source: ToySource = { ...TOY_DEFAULTS, ...given, type: 'toy', form, xIsRecurrent: true };
  checkSource(source);
  return {
    source,
    x: axisOf(recurrent, x ?? TOY_WINDOWS[form].recurrent),
    y: axisOf(weight, y ?? TOY_WINDOWS[form].input),
    refine,
    descents,
  };
}

function checkSource({ activation, steps, start, target, precision }: ToySource): void {
  const wrong = (name: string, expected: string, got: unknown) =>
    new ConfigurationError(`sweep: ${name}: expected ${expected}, got ${String(got)}`);
  if (!SCAN_ACTIVATIONS.includes(activation)) {
    throw wrong('activation', `one of ${SCAN_ACTIVATIONS.join(', ')}`, activation);
  }
  if (!(Number.isSafeInteger(steps) && steps >= 0 && steps < 2 ** 31)) {
    throw wrong('steps', 'a whole number from 0', steps);
  }
  if (precision !== 'f32' && precision !== 'f64') throw wrong('precision', 'f32 or f64', precision);
  for (const [name, value] of Object.entries({ start, target })) {
    if (!Number.isFinite(value)) throw wrong(name, 'a finite number', value);
  }
}

function axisOf(name: string, { min, max, count }: Window): Axis {
  const isWhole = Number.isSafeInteger(count) && count >= 1;
  const isRange = Number.isFinite(min) && Number.isFinite(max) && (count === 1) === (min === max);
  if (isWhole && isRange) return { name, min, max, count };
  throw new ConfigurationError(
    `sweep: ${name}: expected finite ends that differ and a whole count from 2, or equal ends and ` +
      `the count 1, got ${String(min)}, ${String(max)} and ${String(count)}`,
  );
}
