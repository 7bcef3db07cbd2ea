// The recurrence x ↦ w·max(0, x) + b: two straight pieces, so everything has a closed form. Its
// bifurcations are collisions of a fixed point with the kink, or happen at infinity.
import type {
  Attractor,
  Bifurcation,
  Crossing,
  Dynamics,
  FixedPoint,
  ParameterName,
  Recurrence,
} from './dynamics.ts';

const DIVERGES: Attractor = { kind: 'diverges', x: null };

const fixedPoint = (x: number): Attractor => ({ kind: 'fixedPoint', x });

function fixedPoints({ w, b }: Recurrence): FixedPoint[] {
  const found: FixedPoint[] = [];
  if (b < 0) found.push({ x: b, multiplier: 0, stable: true });
  // At the kink the slope from above is the one that matters: below, every state maps to 0.
  if (b === 0) found.push({ x: 0, multiplier: w, stable: w < 1 });
  const active = b / (1 - w);
  if (w !== 1 && active > 0) found.push({ x: active, multiplier: w, stable: Math.abs(w) < 1 });
  return found;
}

/** For w < 0 and b > 0: a state leaves 0 < x < b for good, or comes back on a 2-cycle. */
function oscillating({ w, b }: Recurrence, start: number): Attractor {
  const middle = b / (1 - w);
  if (w > -1 || start === middle) return fixedPoint(middle);
  if (w < -1) return { kind: 'cycle', x: [b * (1 + w), b] };
  // At w = −1 every state of [0, b] returns after two steps; from outside one arrives at its ends.
  const high = start >= 0 && start <= b ? Math.max(start, b - start) : b;
  return { kind: 'cycle', x: [b - high, high] };
}

function attractor(unit: Recurrence, start: number): Attractor {
  const { w, b } = unit;
  if (b > 0) {
    if (w >= 1) return DIVERGES;
    return w < 0 ? oscillating(unit, start) : fixedPoint(b / (1 - w));
  }
  if (w < 1 || start <= 0) return fixedPoint(b);
  if (w === 1) return fixedPoint(b === 0 ? start : b);
  const boundary = b / (1 - w);
  if (start > boundary) return DIVERGES;
  return fixedPoint(start === boundary ? start : b);
}

function bifurcations(parameter: 'b' | 'w', { w, b }: Recurrence): Bifurcation[] {
  if (parameter === 'b') {
    if (w >= 1) return [{ kind: 'fold', parameter: 0, x: 0 }];
    return w <= -1 ? [{ kind: 'flip', parameter: 0, x: 0 }] : [];
  }
  const atInfinity: Bifurcation = { kind: 'escape', parameter: 1, x: b === 0 ? 0 : null };
  return b > 0 ? [{ kind: 'flip', parameter: -1, x: b / 2 }, atInfinity] : [atInfinity];
}

function crossings(parameter: ParameterName, { w, b }: Recurrence, start: number): Crossing[] {
  const divergesFrom = (place: number, x: number, held: number): Crossing[] => [
    { parameter: place, x, from: fixedPoint(held), to: DIVERGES },
  ];
  if (parameter === 'w') {
    const place = (start - b) / start;
    const isHeld = b > 0 || start <= 0 || !Number.isFinite(place);
    return isHeld ? [] : divergesFrom(place, start, b);
  }
  if (w < 1) return [];
  if (parameter === 'b') {
    const x = w === 1 ? 0 : Math.max(0, start);
    const place = x === 0 ? 0 : x * (1 - w);
    return divergesFrom(place, x, place);
  }
  const boundary = b / (1 - w);
  return w > 1 && b <= 0 ? divergesFrom(boundary + 0, boundary + 0, b) : [];
}

/** The recurrence of max(0, x). */
export const reluDynamics: Dynamics = {
  fixedPoints,
  attractor,
  bifurcations,
  crossings,
};
