import { describe, expect, it } from 'vitest';
import { evaluationSentence, evaluationTable } from '../../src/report/evaluationTable.ts';
import type { FloorsOf } from '../../src/report/floors.ts';
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

const NO_FLOORS: FloorsOf = () => [];

describe('evaluationSentence', () => {
  it('says loss, error and of how many', () => {
    expect(evaluationSentence(at(1), NO_FLOORS)).toBe('evaluation loss 0.12, error 0.8% of 1,000');
  });

  it('says bits per character where the task has no error', () => {
    const event = at(1, { split: 'test', error: null, bitsPerCharacter: 2.4567, count: 111_540 });
    expect(evaluationSentence(event, NO_FLOORS)).toBe(
      'test loss 0.12, 2.46 bits per character over 111,540',
    );
  });
});

describe('the brackets of evaluationSentence', () => {
  const floor = { name: 'constant', loss: 0.5, error: 0.36 };
  const sayWith = (rest: Partial<EvaluationEvent>, floors: FloorsOf) =>
    evaluationSentence(at(1, rest), floors).replace(/^.*? \(/, '(');

  it('hold the floor of the error, or of the loss where the task has no error', () => {
    expect(sayWith({}, () => [floor])).toBe('(floor 36%)');
    expect(sayWith({ error: null }, () => [floor])).toBe('(floor of the loss 0.5)');
    expect(sayWith({}, () => [{ ...floor, error: null }])).toBe('(floor of the loss 0.5)');
  });

  it('hold the floor of characters in bits', () => {
    const ofText = { bitsPerCharacter: 2, split: 'test' } as const;
    expect(sayWith(ofText, () => [{ ...floor, loss: 3 * Math.LN2 }])).toBe(
      '(floor 36%, 3 bits per character)',
    );
    expect(sayWith({ ...ofText, error: null }, () => [floor])).toMatch(
      /, 0\.721 bits per character/,
    );
  });

  it('hold the floor of the split that was looked at', () => {
    const floors: FloorsOf = (split) => (split === 'test' ? [floor] : []);
    expect(sayWith({ split: 'test' }, floors)).toBe('(floor 36%)');
    expect(sayWith({}, floors)).not.toContain('floor');
  });

  it('hold the largest error where there are several lengths', () => {
    const lengths = [0, 0.25, 0.1].map((error, i) => ({
      length: 1000 + i,
      loss: 1,
      error,
      count: 9,
    }));
    expect(sayWith({ lengths }, NO_FLOORS)).toBe('(at worst 25%, at length 1,001)');
    expect(sayWith({ lengths }, () => [floor])).toBe('(at worst 25%, at length 1,001; floor 36%)');
  });
});

describe('evaluationTable', () => {
  it('is empty without evaluations', () => {
    expect(evaluationTable([], 0, NO_FLOORS, PLAIN)).toEqual([]);
  });

  it('shows only the columns in use', () => {
    expect(
      evaluationTable([at(100), at(2000, { loss: 1e-5, error: 0 })], 2, NO_FLOORS, PLAIN),
    ).toEqual([
      'Evaluation',
      ' step  error  loss     of',
      '  100   0.8%  0.12  1,000',
      '2,000     0%  1e-5  1,000',
    ]);
    const [, heading] = evaluationTable(
      [at(1, { error: null, bitsPerCharacter: 2 })],
      1,
      NO_FLOORS,
      PLAIN,
    );
    expect(heading).toBe('step  loss  bits/char     of');
  });

  it('leaves the least important columns out on a narrow terminal', () => {
    const [, heading] = evaluationTable([at(1, { bitsPerCharacter: 2 })], 1, NO_FLOORS, {
      ...PLAIN,
      columns: 20,
    });
    expect(heading).toBe('step  error  loss');
  });

  it('says below the table what needs no memory, on the split of the last evaluation', () => {
    const floors: FloorsOf = (split) => [
      { name: `constant on ${split}`, loss: 1 / 24, error: 0.36 },
      { name: 'persistence', loss: 0.5, error: null },
    ];
    expect(evaluationTable([at(1), at(2, { split: 'test' })], 2, floors, PLAIN).slice(-2)).toEqual([
      'floor: error 36%, loss 0.0417 (constant on test)',
      'floor: loss 0.5 (persistence)',
    ]);
  });

  it('shows each length of the last evaluation beside its lowest floor', () => {
    const lengths = [
      { length: 50, loss: 0.1, error: 0, count: 100 },
      { length: 1200, loss: 0.3, error: 0.5, count: 100 },
    ];
    const floors: FloorsOf = (_split, length = 1) => [
      { name: 'far', loss: 9, error: 0.9 },
      { name: 'near', loss: 1 / length, error: 0.75 },
    ];
    expect(evaluationTable([at(1, { lengths })], 1, floors, PLAIN).slice(-4)).toEqual([
      'Last evaluation by length',
      'length  error  loss   of  floor error  floor loss',
      '    50     0%   0.1  100          75%        0.02',
      ' 1,200    50%   0.3  100          75%     8.33e-4',
    ]);
  });
});
