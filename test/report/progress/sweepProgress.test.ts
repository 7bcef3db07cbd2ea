// What a running sweep shows, on a terminal and off it.
import { Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { ProgressMode } from '../../../src/report/progress/display.ts';
import { createSweepProgress } from '../../../src/report/progress/sweepProgress.ts';
import { COLORED, PLAIN } from '../terminals.ts';

const ESCAPE = String.fromCharCode(27);

class Capture extends Writable {
  text = '';
  readonly isTTY: boolean;
  readonly columns: number;

  constructor(columns: number) {
    super();
    this.isTTY = columns > 0;
    this.columns = columns;
  }

  override _write(chunk: unknown, _encoding: string, done: () => void): void {
    this.text += String(chunk);
    done();
  }
}

function show(mode: ProgressMode, columns: number, states: readonly (readonly number[])[]): string {
  const stream = new Capture(columns);
  let nowMs = 0;
  const terminal = columns > 0 ? { ...COLORED, columns } : PLAIN;
  const progress = createSweepProgress({ mode, stream, terminal, clock: () => nowMs });
  for (const [atMs = 0, doneCount = 0, pointCount = 0] of states) {
    nowMs = atMs;
    progress.handle({ doneCount, pointCount });
  }
  progress.close();
  progress.close();
  return stream.text;
}

describe('the progress of a sweep', () => {
  it('shows nothing of a short one', () => {
    expect(
      show('auto', 0, [
        [100, 500, 1000],
        [500, 1000, 1000],
      ]),
    ).toBe('');
    expect(
      show('auto', 80, [
        [100, 500, 1000],
        [500, 1000, 1000],
      ]),
    ).toBe('');
  });

  it('writes plain lines off a terminal, every two seconds', () => {
    const text = show('auto', 0, [
      [1000, 100, 1000],
      [2500, 250, 1000],
      [3000, 300, 1000],
      [5000, 500, 1000],
    ]);
    expect(text).toBe(
      '250 of 1,000 points (25%), about 7.5 s left\n500 of 1,000 points (50%), about 5 s left\n',
    );
  });

  it('counts on where refinement goes on beyond the grid', () => {
    expect(show('plain', 0, [[2500, 1000, 1000]])).toBe('1,000 points so far\n');
  });

  it('draws a bar on a terminal and takes it away', () => {
    const text = show('auto', 100, [
      [700, 100, 1000],
      [1000, 500, 1000],
    ]);
    const plain = stripVTControlCharacters(text);
    expect(plain).toContain(' 50% ██████████░░░░░░░░░░  500 of 1,000 points');
    expect(text).not.toContain('\n');
  });

  it.each([20, 40, 60, 80])('keeps the bar within %i columns', (columns) => {
    const text = show('bar', columns, [
      [700, 100, 123456789],
      [1000, 500, 123456789],
    ]);
    const pieces = text.split(new RegExp(`${ESCAPE}\\[[0-9;?]*[A-Za-z]|\r`));
    const widths = pieces.map((piece) => [...piece].length);
    expect(Math.max(...widths)).toBeGreaterThan(10);
    expect(Math.max(...widths)).toBeLessThan(columns);
  });

  it('shows nothing where it is told to', () => {
    expect(show('none', 80, [[5000, 500, 1000]])).toBe('');
  });
});
