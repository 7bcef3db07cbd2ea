// One line of progress: nothing at first, then the latest line, no more often than is worth it.
import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { createLineProgress } from '../../../src/report/progress/lineProgress.ts';

function shownAt(mode: 'plain' | 'none', times: readonly number[]): string {
  let text = '';
  let nowMs = 0;
  const stream = new Writable({
    write: (chunk, _encoding, done) => {
      text += String(chunk);
      done();
    },
  });
  const terminal = { columns: 80, color: 0, unicode: true, interactive: false } as const;
  const progress = createLineProgress({ mode, stream, terminal, clock: () => nowMs });
  for (const time of times) {
    nowMs = time;
    progress.show(`at ${time}`);
  }
  progress.close();
  progress.close();
  return text;
}

test('is silent while it is not worth a line', () => {
  expect(shownAt('plain', [0, 100, 599])).toBe('');
});

test('plain lines come every two seconds', () => {
  expect(shownAt('plain', [0, 1000, 2000, 2100, 3999, 4000])).toBe('at 2000\nat 4000\n');
});

test('none shows nothing', () => {
  expect(shownAt('none', [0, 5000, 10_000])).toBe('');
});
