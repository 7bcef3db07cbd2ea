import { Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ProgressMode, ProgressStream } from '../../../src/report/progress/display.ts';
import { createTrainProgress } from '../../../src/report/progress/trainProgress.ts';
import type { EvaluationEvent, StepEvent } from '../../../src/training/events.ts';
import { COLORED, PLAIN } from '../terminals.ts';

class Capture extends Writable {
  text = '';
  isTTY: boolean;
  columns: number;
  constructor(isTTY: boolean, columns = 80) {
    super();
    this.isTTY = isTTY;
    this.columns = columns;
  }
  override _write(chunk: Buffer, _encoding: string, done: () => void) {
    this.text += chunk.toString();
    done();
  }
}

const step = (n: number): StepEvent => ({
  type: 'step',
  step: n,
  sequenceLength: 10,
  loss: 1 / n,
  gradientNorm: 2,
  gradientNormAfter: 1,
  clipped: true,
  skipped: false,
  learningRate: 0.01,
});
const evaluation: EvaluationEvent = {
  type: 'evaluation',
  step: 2000,
  split: 'validation',
  loss: 0.12,
  error: 0.008,
  count: 1000,
};

/** Runs steps a given time apart and gives what was written. */
function run(
  mode: ProgressMode,
  stream: Capture & ProgressStream,
  { steps = 1000, msPerStep = 10, interactive = stream.isTTY, evaluateAt = 0 } = {},
): string {
  let nowMs = 0;
  const progress = createTrainProgress({
    mode,
    stream,
    terminal: { ...(interactive ? COLORED : PLAIN), interactive },
    totalSteps: steps,
    clock: () => nowMs,
  });
  for (let n = 1; n <= steps; n += 1) {
    nowMs += msPerStep;
    progress.handle(step(n));
    if (n === evaluateAt) progress.handle(evaluation);
  }
  progress.close();
  progress.close();
  return stream.text;
}

const redraws = (text: string) => text.split('\u001b[1G').length - 1;

describe('createTrainProgress', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('prints plain lines off a terminal, at most every two seconds, without control codes', () => {
    for (const mode of ['auto', 'bar', 'plain'] as const) {
      const text = run(mode, new Capture(false));
      expect(text).toMatch(/^[\x20-\x7e\n]*$/u);
      const lines = text.trimEnd().split('\n');
      expect(lines).toHaveLength(5);
      expect(lines[0]).toBe(
        'step 200 of 1,000 (20%): loss 0.005, gradient norm 2, 100/s, about 8 s left',
      );
    }
  });

  it('draws a bar on a terminal, at most ten times a second, and removes it at the end', () => {
    const text = run('auto', new Capture(true));
    expect(text).toContain('50%');
    expect(text).toContain('loss ');
    expect(redraws(text)).toBeGreaterThan(90);
    expect(redraws(text)).toBeLessThan(110);
    expect(text.endsWith('\u001b[1G\u001b[2K')).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('prints plain lines on a dumb terminal unless a bar is asked for', () => {
    expect(run('auto', new Capture(true), { interactive: false })).not.toContain('\u001b');
    expect(run('bar', new Capture(true), { interactive: false })).toContain('\u001b');
  });

  it('follows the width of the terminal down to 20 columns', () => {
    const stream = new Capture(true, 20);
    const text = run('bar', stream, { steps: 100_000, msPerStep: 1 });
    for (const part of text.split('\u001b[1G')) {
      const line = stripVTControlCharacters(part)
        .replaceAll('\u001b7', '')
        .replaceAll('\u001b8', '');
      expect(line.length).toBeLessThan(20);
    }
  });

  it('prints one line per evaluation in passing', () => {
    const line = 'step 2,000: evaluation loss 0.12, error 0.8% of 1,000\n';
    expect(run('plain', new Capture(false), { evaluateAt: 3 })).toContain(line);
    const text = run('bar', new Capture(true), { evaluateAt: 3 });
    // The bar is removed before the line and drawn again after it.
    expect(text).toContain(`\u001b[2K${line}`);
    expect(redraws(text.slice(text.indexOf(line)))).toBeGreaterThan(1);
  });

  it('is silent in mode none, but passes other output on', () => {
    expect(run('none', new Capture(true), { evaluateAt: 3 })).toBe('');
    const stream = new Capture(true);
    const progress = createTrainProgress({
      mode: 'none',
      stream,
      terminal: COLORED,
      totalSteps: 1,
      clock: () => 0,
    });
    progress.print('warning');
    progress.close();
    progress.print('done');
    expect(stream.text).toBe('warning\ndone\n');
  });

  it('survives a clock that jumps back and forth', () => {
    const stream = new Capture(false);
    const times = [0, 5000, -1e9, -1e9 + 3000, 1e12, Number.NaN, 3, 4000];
    let call = 0;
    const progress = createTrainProgress({
      mode: 'plain',
      stream,
      terminal: PLAIN,
      totalSteps: 10,
      clock: () => times[call++] ?? 0,
    });
    for (let n = 1; n < times.length; n += 1) progress.handle(step(n));
    progress.close();
    expect(stream.text).not.toMatch(/NaN|Infinity|about -|unknown/);
    expect(stream.text.split('\n').length).toBeGreaterThan(3);
  });

  it('begins where a continued run begins', () => {
    const stream = new Capture(false);
    let nowMs = 0;
    const progress = createTrainProgress({
      mode: 'plain',
      stream,
      terminal: PLAIN,
      totalSteps: 1000,
      startStep: 500,
      clock: () => nowMs,
    });
    nowMs = 2000;
    progress.handle(step(600));
    progress.close();
    expect(stream.text).toContain('50/s, about 8 s left');
  });
});
