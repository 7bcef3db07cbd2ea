import { Chalk } from 'chalk';
import { describe, expect, it } from 'vitest';
import { openAnnotations } from '../../../src/report/bifurcation/annotations.ts';
import { createCanvas } from '../../../src/report/plot/canvas.ts';

const paint = new Chalk({ level: 0 });

/** Puts a label near a place of a drawing in which a # is taken, and shows what came of it. */
function labelled(drawing: readonly string[], column: number, row: number, text: string) {
  const width = drawing[0]?.length ?? 0;
  const canvas = createCanvas(width, drawing.length);
  // Counts on like a list of cells does: a column too far is one of the next row.
  const isTaken = (x: number, y: number) => drawing.join('')[y * width + x] === '#';
  const notes = openAnnotations(canvas, width, drawing.length, isTaken);
  notes.mark(column, row, 'O', paint);
  const isPut = notes.label(column, row, text, paint);
  return [isPut, ...drawing.map((_, index) => canvas.line(index))];
}

describe('a label', () => {
  it('stands to the right of its mark, or to the left where that is taken', () => {
    expect(labelled(['........'], 1, 0, 'ab')).toEqual([true, ' O ab']);
    expect(labelled(['.....#..'], 4, 0, 'ab')).toEqual([true, ' ab O']);
    expect(labelled(['....#.#.'], 5, 0, 'ab')).toEqual([true, ' ab  O']);
  });

  it('goes a row or two down or up where there is no room beside the mark', () => {
    const full = '########';
    expect(labelled([full, full, '........'], 3, 1, 'abc')).toEqual([true, '', '   O', '     abc']);
    expect(labelled(['........', full, full], 3, 2, 'abc')).toEqual([true, '     abc', '', '   O']);
  });

  it('is left out where there is no room at all', () => {
    expect(labelled(['......'], 3, 0, 'abcd')).toEqual([false, '   O']);
    expect(labelled(['..#.....#'], 5, 0, 'ab')).toEqual([false, '     O']);
  });

  it('may touch the edges, whatever the next row holds', () => {
    expect(labelled(['.....', '#....'], 0, 0, 'abc')).toEqual([true, 'O abc', '']);
    expect(labelled(['....#', '.....'], 4, 1, 'abc')).toEqual([true, '', 'abc O']);
  });
});

describe('marks', () => {
  it('outside the plot are ignored, and only empty cells are filled', () => {
    const canvas = createCanvas(2, 1);
    const notes = openAnnotations(canvas, 2, 1, (column) => column === 0);
    notes.mark(2, 0, 'O', paint);
    notes.mark(-1, 0, 'O', paint);
    notes.fill(0, 0, ':', paint);
    notes.fill(1, 0, ':', paint);
    expect(canvas.line(0)).toBe(' :');
  });
});
