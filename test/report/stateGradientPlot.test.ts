import { describe, expect, it } from 'vitest';
import { reachSentence, stateGradientPlot } from '../../src/report/stateGradientPlot.ts';
import type { StateGradientEvent } from '../../src/training/events.ts';
import { ASCII, PLAIN, WIDTHS } from './terminals.ts';

const fading = (decades: number, length = 100) =>
  Array.from({ length }, (_, i) => 10 ** (-decades * ((length - 1 - i) / (length - 1))));

const event = (step: number, ...layers: number[][]): StateGradientEvent => ({
  type: 'stateGradient',
  step,
  layers,
});

describe('reachSentence', () => {
  it('counts time steps from the beginning of the sequence where BPTT saw a window of it', () => {
    expect(reachSentence([2, 2], 12)).toBe(
      'from t = 14 back to t = 13 the gradient keeps its size (reaches the beginning of its window)',
    );
  });

  it.each([
    ['shrinks', fading(14), 'from t = 100 back to t = 1 the gradient shrinks by 1e-14 (vanishes)'],
    ['grows', fading(-6.5), 'from t = 100 back to t = 1 the gradient grows by 3.2e6 (explodes)'],
    [
      'fades a little',
      fading(1),
      'from t = 100 back to t = 1 the gradient shrinks by 0.1 (reaches the beginning)',
    ],
    [
      'stays',
      [2, 2],
      'from t = 2 back to t = 1 the gradient keeps its size (reaches the beginning)',
    ],
    [
      'spans more than a double',
      [1e-300, 1e300],
      'from t = 2 back to t = 1 the gradient shrinks by 1e-600 (vanishes)',
    ],
    ['is one time step long', [0.3], 'there is one time step only'],
    ['is zero', [0, 0], 'the gradient is exactly 0 at every time step'],
    ['is not finite', [Number.NaN, 0], 'the gradient is finite and above 0 at no time step'],
    [
      'ends in zeros',
      [0, 0, 1e-20, 1],
      'from t = 4 back to t = 3 the gradient shrinks by 1e-20, and at t = 2 it is exactly 0 (vanishes)',
    ],
    [
      'is zero but at the end',
      [0, 0, 1],
      'the gradient is above 0 at t = 3, and at t = 2 it is exactly 0 (vanishes)',
    ],
    [
      'overflows',
      [Number.POSITIVE_INFINITY, 1e300, 1],
      'from t = 3 back to t = 2 the gradient grows by 1e300, and at t = 1 it is not finite (explodes)',
    ],
    [
      'has no loss at the last steps',
      [1e-5, 1, 0],
      'from t = 2 back to t = 1 the gradient shrinks by 1e-5 (vanishes)',
    ],
    ['is empty', [], 'the gradient is exactly 0 at every time step'],
  ])('says what a gradient does that %s', (_, norms, sentence) => {
    expect(reachSentence(norms)).toBe(sentence);
  });
});

describe('stateGradientPlot', () => {
  it('draws the first and the last step with one sentence each', () => {
    const lines = stateGradientPlot(event(1, fading(14)), event(10_000, fading(1)), PLAIN);
    const text = lines.join('\n');
    expect(lines[0]).toBe('‖dL/dh_t‖ over time (log scale)');
    expect(text).toContain('── step 1   ══ step 10,000');
    expect(text).toContain('100 time steps');
    expect(text).toContain('step 1: from t = 100 back to t = 1 the gradient shrinks by 1e-14');
    expect(text).toContain('step 10,000: from t = 100');
  });

  it('draws one line where there is one step only', () => {
    const one = event(1, fading(3));
    expect(stateGradientPlot(one, one, PLAIN).join('\n')).not.toContain('═');
  });

  it('draws one plot per layer', () => {
    const lines = stateGradientPlot(event(1, fading(3), fading(1)), event(2, [1], [1, 2]), ASCII);
    expect(lines).toContain('layers.0: ||dL/dh_t|| over time (log scale)');
    expect(lines).toContain('layers.1: ||dL/dh_t|| over time (log scale)');
    expect(lines.join('')).toMatch(/^[ -~]*$/);
  });

  it('names zeros left out of the log scale', () => {
    const text = stateGradientPlot(event(1, [0, 0, 1, 1]), event(2, [1, 1, 1, 1]), PLAIN).join(
      '\n',
    );
    expect(text).toContain('step 1: 2 points at zero or below left out');
  });

  it('fits every width', () => {
    for (const columns of WIDTHS) {
      const lines = stateGradientPlot(event(1, fading(300)), event(9, [0, 0, 0]), {
        ...PLAIN,
        columns,
      });
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
    }
  });
});
