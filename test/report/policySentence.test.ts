import { describe, expect, it } from 'vitest';
import { policySentence } from '../../src/report/policySentence.ts';
import type { PolicySummary } from '../../src/training/events.ts';

const summary = (type: string, more: Partial<PolicySummary> = {}): PolicySummary => ({
  type,
  actedFraction: 0,
  normBeforeMean: null,
  normAfterMean: null,
  cosineMean: null,
  ...more,
});
const acting = (cosineMean: number | null) => ({
  actedFraction: 0.12,
  normBeforeMean: 3.4,
  normAfterMean: 1,
  cosineMean,
});

describe('policySentence', () => {
  it('says how often a policy acted and what became of norm and direction', () => {
    expect(policySentence([summary('clipByNorm', acting(null))])).toBe(
      'clipByNorm acted in 12% of steps (norm 3.4 to 1)',
    );
    expect(policySentence([summary('clipByValue', acting(Math.SQRT1_2))])).toBe(
      'clipByValue acted in 12% of steps (norm 3.4 to 1, angle 45 degrees)',
    );
  });

  it('says once what the shares are of', () => {
    const noise = summary('noise', { ...acting(0), actedFraction: 1 });
    expect(policySentence([summary('clipByNorm', acting(null)), noise])).toBe(
      'clipByNorm acted in 12% of steps (norm 3.4 to 1), noise in 100% (norm 3.4 to 1, angle 90 degrees)',
    );
    expect(policySentence([summary('nonFinite'), noise])).toBe(
      'nonFinite never acted, noise in 100% of steps (norm 3.4 to 1, angle 90 degrees)',
    );
    expect(policySentence([summary('nonFinite'), summary('clipByNorm')])).toBe(
      'nonFinite never acted, clipByNorm never',
    );
  });

  it('says only how often where no norm was finite', () => {
    expect(policySentence([summary('nonFinite', { actedFraction: 0.5 })])).toBe(
      'nonFinite acted in 50% of steps',
    );
  });

  it('takes rounding for no angle, and a gradient turned round for 180 degrees', () => {
    const angleOf = (cosine: number) =>
      /angle (\S+) degrees/.exec(policySentence([summary('own', acting(cosine))]))?.[1];
    expect(angleOf(1 - 2 ** -52)).toBe('0');
    expect(angleOf(1 - 1e-12)).toBe('8.1e-5');
    expect(angleOf(-1)).toBe('180');
  });

  it('keeps a name from steering the terminal', () => {
    expect(policySentence([summary('\u001b[2Jown\u202e')])).toBe('own never acted');
  });
});
