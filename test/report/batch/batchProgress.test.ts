// A suite while it runs: lines that fit, counts that add up, and a time left that is never negative.
import { Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import type { JobEvent } from '../../../src/experiment/executors/executor.ts';
import { batchLines, batchSentence } from '../../../src/report/batch/batchLines.ts';
import { createBatchProgress } from '../../../src/report/batch/batchProgress.ts';
import { createBatchRecorder } from '../../../src/report/batch/batchState.ts';
import type { ProgressMode } from '../../../src/report/progress/display.ts';
import { glyphsFor } from '../../../src/report/terminal.ts';

const runOf = (index: number) => ({
  name: `temporal-order-with-a-long-name-${index}`,
  labels: { method: 'clipped', seed: index + 1, 'training.optimizer.learningRate': 0.01 },
  steps: 1000,
});

/** Events happen one second after another. */
function recorderAfter(events: readonly JobEvent[], todoCount = 100) {
  let nowMs = 0;
  const recorder = createBatchRecorder({
    runCount: todoCount + 10,
    finishedCount: 10,
    todoCount,
    stepsOf: () => 1000,
    clock: () => nowMs,
  });
  for (const event of events) {
    nowMs += 1000;
    recorder.handle(event);
  }
  return recorder;
}

const started = (index: number): JobEvent => ({ type: 'started', index, worker: `${index}000` });
const finished = (index: number, durationMs = 1000): JobEvent => ({
  type: 'finished',
  index,
  outcome: 'completed',
  step: 1000,
  durationMs,
});
const failed = (index: number, reason = 'no data'): JobEvent => ({
  type: 'failed',
  index,
  attempts: 3,
  reason,
});

describe('the state of a suite', () => {
  test('counts every run once', () => {
    const state = recorderAfter([
      started(0),
      started(1),
      started(2),
      finished(0),
      failed(1),
      { type: 'retried', index: 2, attempt: 1, reason: 'killed' },
      started(2),
    ]).state();
    expect(state).toMatchObject({ finishedCount: 11, failedCount: 1, leftCount: 97 });
    expect(state.running).toHaveLength(1);
  });

  const progress = (step: number): JobEvent => ({ type: 'progress', index: 0, step });

  test('knows no time left before a run has finished or told twice of its steps', () => {
    expect(recorderAfter([started(0)]).state().remainingMs).toBeNull();
    expect(recorderAfter([started(0), progress(10)]).state().remainingMs).toBeNull();
  });

  test('tells the time left from the pace of the runs under way until one has finished', () => {
    const begun = [started(0), progress(300), progress(400), progress(500)];
    // 100 steps take a second, a run ten; one is half done.
    expect(recorderAfter(begun, 4).state().remainingMs).toBe(3.5 * 10_000);
    const done = [...begun, finished(0, 2000)];
    expect(recorderAfter(done, 4).state().remainingMs).toBe(3 * 2000);
    // One that was put back begins anew, from wherever its checkpoint is.
    expect(recorderAfter([...begun, started(0), progress(5)]).state().remainingMs).toBeNull();
  });

  test('tells the time left from the mean time of a run and the runs at a time', () => {
    const events = [started(0), started(1), finished(0, 500), finished(1, 1500)];
    expect(recorderAfter(events).state().remainingMs).toBe((98 * 1000) / 2);
    const halfway: JobEvent[] = [
      ...events,
      started(2),
      { type: 'progress', index: 2, step: 500, loss: 1 },
    ];
    expect(recorderAfter(halfway, 3).state().remainingMs).toBe((0.5 * 1000) / 2);
  });

  test('never has a negative time left', () => {
    const events = [0, 1, 2].flatMap((index) => [started(index), finished(index)]);
    const more: JobEvent[] = [started(3), { type: 'progress', index: 3, step: 9999 }];
    expect(recorderAfter([...events, ...more], 2).state().remainingMs).toBe(0);
  });
});

describe('the lines of a suite', () => {
  const busy = recorderAfter([
    ...Array.from({ length: 64 }, (_, index) => started(index)),
    { type: 'progress', index: 0, step: 123, loss: Number.NaN },
  ]).state();

  test.each([20, 40, 80, 200])('fit %i columns for any number of workers', (columns) => {
    for (const unicode of [true, false]) {
      const lines = batchLines(busy, runOf, columns, glyphsFor({ unicode }));
      expect(lines.length).toBeLessThanOrEqual(10);
      for (const line of lines) expect([...line].length).toBeLessThan(columns);
    }
  });

  test('name the run, its step, loss and worker, and how many are not shown', () => {
    const lines = batchLines(busy, runOf, 200, glyphsFor({ unicode: true }));
    expect(lines[1]).toContain('temporal-order-with-a-long-name-0, method clipped, seed 1');
    expect(lines[1]).toContain('step 123 of 1,000, loss NaN  [0000]');
    expect(lines.at(-1)).toBe('  and 56 more');
  });

  test('are one sentence in logs', () => {
    const state = recorderAfter([started(0), finished(0), started(1), failed(2)]).state();
    expect(batchSentence(state)).toBe(
      '10% of 110 runs: 11 finished, 1 failed, 1 running, 97 left, about 1 min 38 s',
    );
  });
});

describe('the display of a suite', () => {
  function show(mode: ProgressMode, isTTY: boolean) {
    let text = '';
    let nowMs = 0;
    const stream = Object.assign(
      new Writable({
        write(chunk, _encoding, done) {
          text += String(chunk);
          done();
        },
      }),
      { isTTY, columns: 80 },
    );
    const progress = createBatchProgress({
      mode,
      stream,
      terminal: { columns: 80, color: 0, unicode: true, interactive: isTTY },
      runCount: 4,
      finishedCount: 0,
      todoCount: 4,
      runOf,
      clock: () => nowMs,
    });
    return {
      handle(event: JobEvent, passedMs = 5000) {
        nowMs += passedMs;
        progress.handle(event);
      },
      close: () => progress.close(),
      text: () => text,
    };
  }

  /** What a terminal shows after cursor movements up and clearing. */
  function screenOf(text: string): string[] {
    const rows = [''];
    for (const character of text.replaceAll('\u001b[1A', '↑').replaceAll('\u001b[0J', '×')) {
      if (character === '↑') rows.pop();
      else if (character === '×') rows[rows.length - 1] = '';
      else if (character === '\n') rows.push('');
      else if (character !== '\r') rows[rows.length - 1] += character;
    }
    return rows.filter((row) => row !== '');
  }

  test('redraws in place on a terminal, failures above, and leaves only those', () => {
    const shown = show('auto', true);
    shown.handle(started(0));
    shown.handle(started(1));
    expect(screenOf(shown.text())).toHaveLength(3);
    shown.handle(failed(0, 'no \u001b[31mdata'));
    const screen = screenOf(shown.text());
    expect(screen[0]).toContain('failed after 3 attempts: no data');
    expect(screen).toHaveLength(3);
    shown.close();
    shown.close();
    expect(screenOf(shown.text())).toEqual([screen[0]]);
  });

  test('writes sentences without escape codes elsewhere, not too many', () => {
    const shown = show('auto', false);
    for (let i = 0; i < 100; i++) shown.handle(started(0), 100);
    shown.close();
    expect(shown.text().trimEnd().split('\n')).toHaveLength(5);
    for (const character of ['\u001b', '\r']) expect(shown.text()).not.toContain(character);
  });

  test('says once that another process works on a run, and counts it as left', () => {
    const shown = show('plain', false);
    for (let i = 0; i < 3; i++) {
      shown.handle(started(0));
      shown.handle({ type: 'busy', index: 0, reason: `in use for ${i} s` });
    }
    shown.close();
    expect(shown.text().match(/in use for .*/g)).toEqual(['in use for 0 s; tried again later']);
    expect(shown.text()).toContain('0 running, 4 left');
  });

  test('writes nothing where nothing is asked for', () => {
    const shown = show('none', true);
    shown.handle(started(0));
    shown.handle(failed(0));
    shown.close();
    expect(shown.text()).toBe('');
  });
});
