// The recurrence x ↦ w·x + b: one fixed point, which attracts every start or none.
import type { Attractor, Bifurcation, Dynamics, FixedPoint, Recurrence } from './dynamics.ts';

function fixedPoints({ w, b }: Recurrence): FixedPoint[] {
  if (w === 1) return [];
  return [{ x: b / (1 - w) + 0, multiplier: w, stable: Math.abs(w) < 1 }];
}

function attractor({ w, b }: Recurrence, start: number): Attractor {
  const middle = b / (1 - w) + 0;
  if (Math.abs(w) < 1 || start === middle) return { kind: 'fixedPoint', x: middle };
  if (w === 1 && b === 0) return { kind: 'fixedPoint', x: start };
  if (w !== -1) return { kind: 'diverges', x: null };
  return { kind: 'cycle', x: [Math.min(start, b - start), Math.max(start, b - start)] };
}

function bifurcations(parameter: 'b' | 'w', { b }: Recurrence): Bifurcation[] {
  if (parameter === 'b') return [];
  return [
    { kind: 'flip', parameter: -1, x: b / 2 },
    { kind: 'escape', parameter: 1, x: b === 0 ? 0 : null },
  ];
}

/** The recurrence without an activation; no start ever changes from one attractor to another. */
export const linearDynamics: Dynamics = {
  fixedPoints,
  attractor,
  bifurcations,
  crossings: () => [],
};
