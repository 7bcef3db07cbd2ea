import { describe, expect, it } from 'vitest';
import { evaluationSentence, evaluationTable } from '../../src/report/evaluationTable.ts';
import type { EvaluationEvent } from '../../src/training/events.ts';
import { PLAIN } from './terminals.ts';

const at = (step: number, rest: Partial<EvaluationEvent> = {}): EvaluationEvent => ({
  type: 'evaluation',
  step,
  split: 'validation',
  loss: 0.12,
  error: 0.008,
  count: 1000,
  ...rest,
});

describe('evaluationSentence', () => {
  it('says loss, error and of how many', () => {
    expect(evaluationSentence(at(1))).toBe('evaluation loss 0.12, error 0.8% of 1,000');
  });

  it('says bits per character where the task has no error', () => {
    const event = at(1, { split: 'test', error: null, bitsPerCharacter: 2.4567, count: 111_540 });
    expect(evaluationSentence(event)).toBe('test loss 0.12, 2.46 bits per character over 111,540');
  });
});

describe('evaluationTable', () => {
  it('is empty without evaluations', () => {
    expect(evaluationTable([], 0, PLAIN)).toEqual([]);
  });

  it('shows only the columns in use', () => {
    expect(evaluationTable([at(100), at(2000, { loss: 1e-5, error: 0 })], 2, PLAIN)).toEqual([
      'Evaluation',
      ' step  error  loss     of',
      '  100   0.8%  0.12  1,000',
      '2,000     0%  1e-5  1,000',
    ]);
    const [, heading] = evaluationTable([at(1, { error: null, bitsPerCharacter: 2 })], 1, PLAIN);
    expect(heading).toBe('step  loss  bits/char     of');
  });

  it('leaves the least important columns out on a narrow terminal', () => {
    const [, heading] = evaluationTable([at(1, { bitsPerCharacter: 2 })], 1, {
      ...PLAIN,
      columns: 20,
    });
    expect(heading).toBe('step  error  loss');
  });
});
