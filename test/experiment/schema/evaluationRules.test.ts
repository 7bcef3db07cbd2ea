import { describe, expect, test } from 'vitest';
import { loadConfigValue } from '../../../src/experiment/load/loadConfig.ts';

function issuesOf(task: object, lengths: unknown): string[] {
  const loaded = loadConfigValue({ task, evaluation: { lengths } }, { file: 'config' });
  return loaded.ok ? [] : loaded.issues.map(({ path, message }) => `${path}: ${message}`);
}

const drawn = { type: 'temporalOrder', length: { min: 50, max: 200 } };

describe('evaluation.lengths', () => {
  test('may be any lengths up to the longest of the task', () => {
    expect(issuesOf(drawn, [10, 50, 200])).toEqual([]);
    expect(issuesOf({ type: 'toy', length: 5 }, [1, 5])).toEqual([]);
  });

  test('above the longest are refused, since memory is planned for that', () => {
    expect(issuesOf(drawn, [50, 201])).toEqual([
      "evaluation.lengths.1: expected at most 200, the task's longest, got 201",
    ]);
  });

  test('that the task cannot have are refused', () => {
    expect(issuesOf(drawn, [9, 50])).toEqual([
      expect.stringMatching(/^evaluation\.lengths\.0: expected an integer from 10 .* got 9$/),
    ]);
  });

  test('are for tasks that draw their sequences', () => {
    expect(issuesOf({ type: 'text', file: 'a.txt', length: 100 }, [10])).toEqual([
      expect.stringContaining(
        'expected no lengths, since the sequences of text are those of its file',
      ),
    ]);
  });

  test.each([[[]], [[0]], [Array(101).fill(20)]])('%j is refused', (lengths) => {
    expect(issuesOf(drawn, lengths)).not.toEqual([]);
  });
});
