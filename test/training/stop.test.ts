import { describe, expect, test } from 'vitest';
import type { Task } from '../../src/tasks/task.ts';
import type { Evaluation } from '../../src/training/events.ts';
import { checkStop, initialStopState, judge, type StopOptions } from '../../src/training/stop.ts';

const evaluation = (loss: number, error: number | null = null): Evaluation => ({
  split: 'validation',
  loss,
  error,
  count: 100,
});

/** The verdicts on validations in a row. */
function verdicts(options: StopOptions, losses: readonly number[]): (string | null)[] {
  const state = initialStopState();
  return losses.map((loss) => judge(options, state, evaluation(loss)));
}

const plateau = (patience: number, minimumImprovement = 0): StopOptions => ({
  plateau: { patience, minimumImprovement },
});

describe('rules without validation data', () => {
  const task = { evaluation: () => null } as unknown as Task;
  const withData = { evaluation: () => ({}) } as unknown as Task;

  test('are refused, whichever it is', () => {
    for (const rules of [{ error: 0.1 }, plateau(3)]) {
      expect(() => checkStop(rules, task)).toThrow(/^training\.stop: expected .* validation data/);
      expect(() => checkStop(rules, withData)).not.toThrow();
    }
    expect(() => checkStop({}, task)).not.toThrow();
  });
});

describe('solved', () => {
  test('needs an error strictly below the bound', () => {
    const at = (error: number) => judge({ error: 0.01 }, initialStopState(), evaluation(1, error));
    expect(at(0.0099)).toBe('solved');
    expect(at(0.01)).toBeNull();
    expect(at(0.5)).toBeNull();
  });

  test('cannot happen with a bound of zero, nor where the task has no rule', () => {
    expect(judge({ error: 0 }, initialStopState(), evaluation(0, 0))).toBeNull();
    expect(judge({ error: 1 }, initialStopState(), evaluation(0, null))).toBeNull();
  });

  test('asks the error of each length to lie below the bound', () => {
    const at = (...errors: (number | null)[]) => {
      const lengths = errors.map((error, i) => ({ length: 10 + i, loss: 1, error, count: 50 }));
      return judge({ error: 0.01 }, initialStopState(), { ...evaluation(1, 0.005), lengths });
    };
    expect(at(0, 0.009)).toBe('solved');
    expect(at(0, 0.011)).toBeNull();
    expect(at(0.011, 0)).toBeNull();
    expect(at(0, null)).toBeNull();
  });

  test('comes before plateau', () => {
    const state = { bestLoss: 0, sinceBest: 9 };
    expect(judge({ error: 0.1, ...plateau(1) }, state, evaluation(5, 0))).toBe('solved');
  });
});

describe('plateau', () => {
  test('comes after as many validations without improvement as patience allows', () => {
    expect(verdicts(plateau(2), [3, 2, 2, 2.5])).toEqual([null, null, null, 'plateau']);
  });

  test('counts anew after an improvement', () => {
    expect(verdicts(plateau(2), [3, 3, 2, 2, 1, 1, 1])).toEqual([
      null,
      null,
      null,
      null,
      null,
      null,
      'plateau',
    ]);
  });

  test('wants the loss to fall by more than minimumImprovement below the best', () => {
    expect(verdicts(plateau(1, 0.5), [3, 2.4, 1.95])).toEqual([null, null, 'plateau']);
    expect(verdicts(plateau(1, 0.5), [3, 2.5])).toEqual([null, 'plateau']);
  });

  test('adds up small improvements since the best, which stays where it is', () => {
    expect(verdicts(plateau(3, 0.5), [3, 2.8, 2.6, 2.4, 2.2])).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
  });

  test('takes a loss that is not a number for no improvement', () => {
    expect(verdicts(plateau(2), [Number.NaN, Number.NaN])).toEqual([null, 'plateau']);
  });
});

test('without rules nothing ends a run', () => {
  expect(verdicts({}, [1, 1, 1, 1, 1])).toEqual([null, null, null, null, null]);
});
