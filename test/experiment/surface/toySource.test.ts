// Where a toy starts, and the recurrence of its points.
import { describe, expect, it } from 'vitest';
import { recurrenceOf, toyStart } from '../../../src/experiment/surface/toySource.ts';
import { lecture, paper } from './toys.ts';

describe('the start of a toy', () => {
  it("is the state itself in the lecture's form, with the pre-activation that gives it", () => {
    expect(toyStart(lecture)).toEqual({ preactivation: 0, state: 0.5 });
    const { preactivation } = toyStart({ ...lecture, start: 0.8 });
    expect(preactivation).toBeCloseTo(Math.log(4), 14);
  });

  it("is the pre-activation in the paper's form", () => {
    const { preactivation, state } = toyStart(paper);
    expect(preactivation).toBe(0.5);
    expect(state).toBeCloseTo(1 / (1 + Math.exp(-0.5)), 15);
  });

  it.each([
    ['tanh', 0.3, Math.atanh(0.3)],
    ['relu', 0.3, 0.3],
    ['linear', -0.3, -0.3],
  ] as const)('of %s has its inverse', (activation, start, expected) => {
    expect(toyStart({ form: 'lecture', activation, start }).preactivation).toBeCloseTo(
      expected,
      14,
    );
  });

  it.each([
    ['sigmoid', 0],
    ['sigmoid', 1],
    ['sigmoid', 1.5],
    ['sigmoid', -0.1],
    ['tanh', 1],
    ['tanh', -1],
    ['tanh', 2],
    ['relu', 0],
    ['relu', -1],
  ] as const)('of %s at %s has no finite pre-activation', (activation, start) => {
    const { preactivation, state } = toyStart({ form: 'lecture', activation, start });
    expect(Number.isFinite(preactivation)).toBe(false);
    expect(state).toBe(start);
  });

  it.each([
    ['tanh', Math.tanh(0.4)],
    ['relu', 0.4],
    ['linear', 0.4],
  ] as const)("of %s passes through the activation in the paper's form", (activation, state) => {
    expect(toyStart({ form: 'paper', activation, start: 0.4 }).state).toBeCloseTo(state, 14);
  });
});

describe('the recurrence of a toy', () => {
  it('takes everything but the plane from the source', () => {
    const source = { ...lecture, activation: 'tanh', target: -0.2, steps: 7 } as const;
    const expected = { activation: 'tanh', start: 0.5, target: -0.2, steps: 7 };
    expect(recurrenceOf(source)).toEqual(expected);
    expect(recurrenceOf({ ...source, xIsRecurrent: false })).toEqual(expected);
  });
});
