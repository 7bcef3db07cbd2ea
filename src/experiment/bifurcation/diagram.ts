// The bifurcation diagram of the one-unit recurrence x_{t+1} = w f(x_t) + b over one parameter:
// where it changes, and what it does at one value. Nothing is sampled here.
import type { ActivationName } from '../../cells/activations.ts';
import type { Axis } from '../surface/axis.ts';
import type {
  Attractor,
  Bifurcation,
  Crossing,
  FixedPoint,
  ParameterName,
  Recurrence,
} from './dynamics.ts';
import { dynamics } from './index.ts';

/** Which diagram: what varies and what stays. */
export interface DiagramSettings {
  readonly activation: ActivationName;
  readonly axis: Axis & { readonly name: ParameterName };
  /** Weight; not read where it varies. So are the bias and the start. */
  readonly w: number;
  readonly b: number;
  /** x_0. */
  readonly start: number;
}

/** An interval of the parameter without its ends, which may be infinite. */
export interface Interval {
  readonly min: number;
  readonly max: number;
}

/** A diagram's places of change, over all values of the parameter and not only the axis. */
export interface Diagram extends DiagramSettings {
  /** Ascending; none over x_0. */
  readonly bifurcations: readonly Bifurcation[];
  /** Where the attractor reached from x_0 jumps, ascending. */
  readonly crossings: readonly Crossing[];
  /** Where there are two stable fixed points; null for nowhere, and over x_0. */
  readonly twoAttractors: Interval | null;
  /** Where a 2-cycle is what attracts; null for nowhere, and over x_0. */
  readonly cycles: Interval | null;
}

/** The recurrence at one value of the parameter. */
export interface DiagramPoint {
  readonly value: number;
  /** Ascending. */
  readonly fixedPoints: readonly FixedPoint[];
  /** Where x_0 ends. */
  readonly attractor: Attractor;
}

/** The interval between two bifurcations, or from one on: a side without one is open. */
function between(bifurcations: readonly Bifurcation[], open: 'below' | 'above'): Interval | null {
  const [first, second] = bifurcations.map(({ parameter }) => parameter);
  if (first === undefined) return null;
  if (second !== undefined) return { min: first, max: second };
  return open === 'below'
    ? { min: Number.NEGATIVE_INFINITY, max: first }
    : { min: first, max: Number.POSITIVE_INFINITY };
}

/**
 * Finds the places of change of a diagram.
 * @param settings - every number finite
 */
export function computeDiagram(settings: DiagramSettings): Diagram {
  const { activation, axis, start } = settings;
  const analysis = dynamics[activation];
  const crossings = analysis.crossings(axis.name, settings, start);
  if (axis.name === 'x0') {
    return { ...settings, bifurcations: [], crossings, twoAttractors: null, cycles: null };
  }
  const bifurcations = analysis.bifurcations(axis.name, settings);
  const isBounded = activation === 'sigmoid' || activation === 'tanh';
  const ofKind = (...kinds: readonly Bifurcation['kind'][]) =>
    bifurcations.filter(({ kind }) => kinds.includes(kind));
  return {
    ...settings,
    bifurcations,
    crossings,
    twoAttractors: isBounded ? between(ofKind('fold', 'pitchfork'), 'above') : null,
    cycles:
      activation === 'linear'
        ? null
        : between(ofKind('flip'), axis.name === 'w' ? 'below' : 'above'),
  };
}

/** Gives weight, bias and start at a value of the parameter. */
function settingsAt(
  { axis, w, b, start }: DiagramSettings,
  value: number,
): Recurrence & { readonly start: number } {
  if (axis.name === 'x0') return { w, b, start: value };
  return axis.name === 'w' ? { w: value, b, start } : { w, b: value, start };
}

/**
 * Analyses the recurrence at one value of the parameter.
 * @param settings - the diagram
 * @param value - any finite number, on the axis or not
 */
export function pointAt(settings: DiagramSettings, value: number): DiagramPoint {
  const { start, ...unit } = settingsAt(settings, value);
  const analysis = dynamics[settings.activation];
  const fixedPoints = analysis.fixedPoints(unit);
  return { value, fixedPoints, attractor: analysis.attractor(unit, start, fixedPoints) };
}
