// Where over w or b the fixed points of a unit with a saturating activation change, and where the
// attractor of a start jumps. A place of multiplier ±1 gives its parameter in closed form.
import type { Bifurcation, Crossing, ParameterName, Recurrence } from './dynamics.ts';
import type { SaturatingActivation } from './saturating.ts';
import { saturatingFixedPoints } from './saturatingStates.ts';

const ascending = (a: { readonly parameter: number }, b: { readonly parameter: number }) =>
  a.parameter - b.parameter;

function overBias({ steepest, turn, value }: SaturatingActivation, w: number): Bifurcation[] {
  if (!(Math.abs(w) * steepest > 1)) return [];
  const x = turn(Math.abs(w));
  const kind = w > 0 ? 'fold' : 'flip';
  return [x, -x].map((place) => ({ kind, parameter: place - w * value(place), x: place }));
}

function overWeight(activation: SaturatingActivation, b: number): Bifurcation[] {
  const { slope, value, lowest, highest, steepest } = activation;
  const flip = activation.flip(b);
  // An odd activation without bias prefers no side: at its threshold one becomes three.
  const isSymmetric = lowest === -highest && value(0) === 0 && b === 0;
  const bifurcations: Bifurcation[] = [
    { kind: 'flip', parameter: -1 / slope(flip), x: flip },
    ...activation.folds(b).map((x) => ({ kind: 'fold' as const, parameter: 1 / slope(x), x })),
  ];
  if (isSymmetric) bifurcations.push({ kind: 'pitchfork', parameter: 1 / steepest, x: 0 });
  return bifurcations.filter(({ parameter }) => Number.isFinite(parameter));
}

/**
 * Lists the bifurcations over all values of one of w and b, ascending.
 * @param activation - f
 * @param parameter - what varies
 * @param unit - the other of the two
 */
export function saturatingBifurcations(
  activation: SaturatingActivation,
  parameter: 'b' | 'w',
  { w, b }: Recurrence,
): Bifurcation[] {
  const found = parameter === 'b' ? overBias(activation, w) : overWeight(activation, b);
  return found.sort(ascending);
}

/** A place where the attractor of a start jumps, and which of the two attractors ends there. */
interface Jump {
  readonly parameter: number;
  readonly x: number;
  /** Neither ends at a wall; at a fold the lower or the upper one does. */
  readonly ending: 'neither' | 'lower' | 'upper';
}

/** Where the start is an unstable fixed point between two stable ones. */
function walls(
  activation: SaturatingActivation,
  parameter: ParameterName,
  unit: Recurrence,
  start: number,
): Jump[] {
  const { value, slope } = activation;
  if (parameter === 'x0') {
    return saturatingFixedPoints(activation, unit).flatMap(({ x, multiplier, stable }) =>
      !stable && multiplier > 1 ? [{ parameter: x, x, ending: 'neither' }] : [],
    );
  }
  const output = value(start);
  const place = parameter === 'b' ? start - unit.w * output : (start - unit.b) / output;
  const weight = parameter === 'b' ? unit.w : place;
  const isWall = Number.isFinite(place) && weight * slope(start) > 1;
  return isWall ? [{ parameter: place, x: start, ending: 'neither' }] : [];
}

/** Folds beyond which the start is let go: it lies on the outer side of the pair that vanishes. */
function lettingGo(
  activation: SaturatingActivation,
  parameter: ParameterName,
  unit: Recurrence,
  start: number,
): Jump[] {
  if (parameter === 'x0') return [];
  const found = saturatingBifurcations(activation, parameter, unit);
  return found.flatMap(({ kind, parameter: place, x }) => {
    if (kind !== 'fold' || x === null) return [];
    // Below 0 it is the lower pair that meets, above 0 the upper one.
    const ending = x < 0 ? 'lower' : 'upper';
    const isOutside = x < 0 ? start <= x : start >= x;
    return isOutside ? [{ parameter: place, x, ending }] : [];
  });
}

/**
 * Lists where the attractor of a start jumps over all values of a parameter, ascending: where the
 * start is on the boundary of two basins, or where its attractor vanishes in a fold.
 * @param activation - f
 * @param parameter - what varies; its own value is not read
 * @param unit - weight and bias
 * @param start - x_0
 */
export function saturatingCrossings(
  activation: SaturatingActivation,
  parameter: ParameterName,
  unit: Recurrence,
  start: number,
): Crossing[] {
  const jumps = [
    ...walls(activation, parameter, unit, start),
    ...lettingGo(activation, parameter, unit, start),
  ];
  const crossings = jumps.map(({ parameter: place, x, ending }): Crossing => {
    const there = parameter === 'x0' ? unit : { ...unit, [parameter]: place };
    const states = saturatingFixedPoints(activation, there).map((point) => point.x);
    const low = { kind: 'fixedPoint', x: ending === 'lower' ? x : Math.min(...states) } as const;
    const high = { kind: 'fixedPoint', x: ending === 'upper' ? x : Math.max(...states) } as const;
    // Does the state at x rise or sink as the parameter grows?
    const isSinking = parameter === 'w' && activation.value(x) < 0;
    return { parameter: place, x, from: isSinking ? high : low, to: isSinking ? low : high };
  });
  return crossings.sort(ascending);
}
