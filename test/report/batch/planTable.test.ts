import { describe, expect, test } from 'vitest';
import type { PlanReport } from '../../../src/experiment/batch/planReport.ts';
import { axisHeadings } from '../../../src/report/batch/axisHeadings.ts';
import { formatPlan } from '../../../src/report/batch/planTable.ts';

const terminal = { columns: 80, color: 0, unicode: false, interactive: false } as const;

function reportOf(count: number, more: Partial<PlanReport> = {}): PlanReport {
  return {
    schema: 1,
    name: 'clipping',
    axes: ['method', 'task.length', 'training.optimizer.learningRate'],
    search: { type: 'none' },
    runCount: count,
    finishedCount: 0,
    interruptedCount: 0,
    failedCount: 0,
    damagedCount: 0,
    todoCount: count,
    excludedCount: 0,
    repeatedCount: 0,
    difference: null,
    durationMs: 90_000,
    diskBytes: 3 * 2 ** 20,
    runs: Array.from({ length: count }, (_, index) => ({
      index,
      runId: 'a'.repeat(64),
      name: 'run',
      labels: { method: 'clip', 'task.length': 10 * index },
      state: 'new' as const,
    })),
    ...more,
  };
}

describe('a plan as text', () => {
  test('says what there is to do and shows every run of a few', () => {
    expect(formatPlan(reportOf(2), terminal)).toBe(
      [
        'clipping: 2 runs; 2 to do, 0 finished',
        'takes at most about 1 min 30 s on one core and 3 MiB of disk, each run to its',
        '  last step',
        '',
        'run  state  method  length  learningRate',
        '  0    new    clip       0',
        '  1    new    clip      10',
        '',
      ].join('\n'),
    );
  });

  test('tells of runs that are interrupted, failed, left out, and of the suite before', () => {
    const text = formatPlan(
      reportOf(2000, {
        todoCount: 1500,
        interruptedCount: 3,
        finishedCount: 499,
        failedCount: 1,
        excludedCount: 7,
        repeatedCount: 1,
        difference: { addedCount: 1000, removedCount: 2 },
        search: { type: 'halving', factor: 3, measure: 'loss', steps: [500, 1500] },
        durationMs: null,
      }),
      terminal,
    );
    const words = text.replaceAll(/\s+/g, ' ');
    for (const sentence of [
      '2,000 runs; at most 1,500 to do, 3 of them interrupted, 499 finished, 1 failed',
      'left out: 7 excluded, 1 the same as another run',
      'since it was run: 1,000 new, 2 no longer in the suite (their files stay)',
      'halving: 500, 1,500 steps; 1 of 3 by loss goes on from each to the next',
      'takes at most an unknown time and 3 MiB of disk',
    ]) {
      expect(words).toContain(sentence);
    }
    expect(text).toContain('\n   0    new    clip       0\n');
    expect(text).toContain('\n1999    new    clip   19990\n');
    expect(text.split('\n').length).toBeLessThan(25);
  });

  test('says that nothing has changed, and nothing about time where nothing is to do', () => {
    const difference = { addedCount: 0, removedCount: 0 };
    const text = formatPlan(reportOf(2, { todoCount: 0, finishedCount: 2, difference }), terminal);
    expect(text).toContain('the same runs as before\n\n');
    expect(text).not.toContain('takes');
  });

  test('fits narrow terminals and makes hostile labels harmless', () => {
    const [run] = reportOf(1).runs;
    const labels = { method: `\u001b[31m${'x'.repeat(300)}\u202e`, 'task.length': 1 };
    const runs = run === undefined ? [] : [{ ...run, labels }];
    for (const columns of [20, 40, 80]) {
      const text = formatPlan(reportOf(1, { runs }), { ...terminal, columns });
      for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(columns);
      expect(text).not.toContain('\u001b');
      expect(text).not.toContain('\u202e');
    }
  });

  test('shortens axes to what tells them apart', () => {
    expect(axisHeadings(['model.layers.0.type', 'training.optimizer.type', 'seed'])).toEqual([
      '0.type',
      'optimizer.type',
      'seed',
    ]);
    expect(axisHeadings(['type', 'a.type'])).toEqual(['type', 'a.type']);
  });
});
