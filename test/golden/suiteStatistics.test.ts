// Statistics of suites against SciPy and NumPy: suiteStatistics.py beside this file made the JSON.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { medianSteps } from '../../src/experiment/batch/statistics/medianSteps.ts';
import { describeSample } from '../../src/experiment/batch/statistics/sample.ts';
import { signTest } from '../../src/experiment/batch/statistics/signTest.ts';
import { wilsonInterval } from '../../src/experiment/batch/statistics/wilsonInterval.ts';

interface Golden {
  readonly wilson: readonly {
    readonly successes: number;
    readonly count: number;
    readonly low: number;
    readonly high: number;
  }[];
  readonly sign: readonly { readonly wins: number; readonly losses: number; readonly p: number }[];
  readonly samples: readonly {
    readonly values: readonly number[];
    readonly mean: number;
    readonly deviation: number | null;
    readonly median: number;
  }[];
}

const golden: Golden = JSON.parse(
  readFileSync(new URL('suiteStatistics.json', import.meta.url), 'utf8'),
);

/** Equal but for rounding. */
function expectNear(got: number, wanted: number): void {
  expect(Math.abs(got - wanted), `${got}, expected ${wanted}`).toBeLessThanOrEqual(
    1e-11 * Math.abs(wanted),
  );
}

describe("Wilson's interval", () => {
  test.each(golden.wilson)('$successes of $count', ({ successes, count, low, high }) => {
    const estimate = wilsonInterval(successes, count);
    expect(estimate?.fraction).toBe(successes / count);
    expectNear(estimate?.low ?? Number.NaN, low);
    expectNear(estimate?.high ?? Number.NaN, high);
  });
});

describe('the sign test', () => {
  test.each(golden.sign)('$wins wins, $losses losses', ({ wins, losses, p }) => {
    expectNear(signTest(wins, losses), p);
    expect(signTest(losses, wins)).toBe(signTest(wins, losses));
  });
});

describe('samples', () => {
  test.each(golden.samples)('$values', ({ values, mean, deviation, median }) => {
    const sample = describeSample(values);
    expectNear(sample.mean ?? Number.NaN, mean);
    if (deviation === null) expect(sample.deviation).toBeNull();
    else expect(Math.abs((sample.deviation ?? Number.NaN) - deviation)).toBeLessThan(1e-9);
    const steps = values.map((step) => ({ type: 'solved', step }) as const);
    expect(medianSteps(steps)).toEqual({ value: median, unsolvedAfter: null });
  });
});
