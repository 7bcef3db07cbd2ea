// How the analytic wall is written.
import { expect, it } from 'vitest';
import { wallFormula } from '../../../src/report/surface/wallFormula.ts';

const END = ', where the start is an unstable fixed point';

it.each([
  [{ offset: 0, slope: -0.5, fromWeight: 4 }, 'wi = -wr/2 for |wr| > 4'],
  [
    { offset: 0.5, slope: -0.6224593, fromWeight: 4.2552521 },
    'wi = 0.5 - 0.62246·wr for |wr| > 4.2553',
  ],
  [{ offset: -1, slope: 0.25, fromWeight: 1 }, 'wi = -1 + 0.25·wr for |wr| > 1'],
  [{ offset: 0, slope: 0.5, fromWeight: 1.5 }, 'wi = wr/2 for |wr| > 1.5'],
])('writes %o', (wall, text) => {
  expect(wallFormula(wall, ['wr', 'wi'])).toBe(text + END);
});
