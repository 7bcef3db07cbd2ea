// Fixed points and attractors of a unit whose activation saturates. F(x) − x is monotone between the
// places where w f′(x) = 1, which are known, so that no fixed point is missed.
import type { Attractor, FixedPoint, Recurrence } from './dynamics.ts';
import { rootWithin } from './roots.ts';
import type { SaturatingActivation } from './saturating.ts';

/** Computes F(x) = w f(x) + b. */
function next({ value }: SaturatingActivation, { w, b }: Recurrence, x: number): number {
  return w * value(x) + b;
}

/**
 * Lists the fixed points of a unit, ascending: one, three, or two exactly at a fold.
 * @param activation - f
 * @param unit - weight and bias, finite
 */
export function saturatingFixedPoints(
  activation: SaturatingActivation,
  unit: Recurrence,
): FixedPoint[] {
  const { slope, lowest, highest, steepest } = activation;
  const { w, b } = unit;
  const pointAt = (x: number, stable: boolean) => ({ x, multiplier: w * slope(x), stable });
  const root = (low: number, high: number, isRising: boolean) =>
    rootWithin({
      value: (x) => next(activation, unit, x) - x,
      slope: (x) => w * slope(x) - 1,
      low,
      high,
      isRising,
    });
  const low = w * (w < 0 ? highest : lowest) + b;
  const high = w * (w < 0 ? lowest : highest) + b;
  const turn = w * steepest > 1 ? activation.turn(w) : 0;
  const bottom = next(activation, unit, -turn) + turn;
  const top = next(activation, unit, turn) - turn;
  // No turns, or turns closer together than rounding can tell.
  if (!(bottom < top)) {
    const x = root(low, high, false);
    return [pointAt(x, Math.abs(w * slope(x)) < 1)];
  }
  const found: FixedPoint[] = [];
  if (bottom < 0) found.push(pointAt(root(low, -turn, false), true));
  if (bottom === 0) found.push(pointAt(-turn, false));
  if (bottom < 0 && top > 0) found.push(pointAt(root(-turn, turn, true), false));
  if (top === 0) found.push(pointAt(turn, false));
  if (top > 0) found.push(pointAt(root(turn, high, false), true));
  return found;
}

/** The 2-cycle around an unstable fixed point of a decreasing map: the other roots of F(F(x)) = x. */
function cycleAround(
  activation: SaturatingActivation,
  unit: Recurrence,
  middle: number,
): Attractor {
  const { slope, lowest } = activation;
  const { w, b } = unit;
  const high = rootWithin({
    value: (x) => next(activation, unit, next(activation, unit, x)) - x,
    slope: (x) => w * slope(next(activation, unit, x)) * (w * slope(x)) - 1,
    low: middle,
    high: w * lowest + b,
    isRising: false,
  });
  return { kind: 'cycle', x: [next(activation, unit, high), high] };
}

/**
 * Finds where a start ends, without iterating: close to a fold that would take as long as one likes.
 *
 * For w > 0 the map increases, and a state moves up or down to the next fixed point. For w < 0 there
 * is one fixed point, and F∘F has at most two more: as the Schwarzian derivative of sigmoid and tanh
 * is negative, there is at most one 2-cycle, which attracts once the fixed point does not.
 *
 * @param activation - f
 * @param unit - weight and bias
 * @param start - any finite state
 * @param fixedPoints - those of the unit
 * @see Singer 1978, "Stable orbits and bifurcation of maps of the interval"
 */
export function saturatingAttractor(
  activation: SaturatingActivation,
  unit: Recurrence,
  start: number,
  fixedPoints: readonly FixedPoint[],
): Attractor {
  const left = fixedPoints.findLast(({ x }) => x < start);
  const right = fixedPoints.find(({ x }) => x >= start);
  if (right?.x === start) return { kind: 'fixedPoint', x: start };
  const reached = left === undefined || right?.stable === true ? right : left;
  if (reached === undefined) throw new RangeError('saturatingAttractor: no fixed points given');
  return unit.w < 0 && reached.multiplier < -1
    ? cycleAround(activation, unit, reached.x)
    : { kind: 'fixedPoint', x: reached.x };
}
