import { describe, expect, test } from 'vitest';
import { watchedPath } from '../../src/report/watchedPath.ts';
import { createWatchedRecorder } from '../../src/report/watchedRecorder.ts';

const terminal = { columns: 80, color: 0, unicode: true, interactive: false } as const;

describe('the path of watched parameters', () => {
  test('sees a jump made by the very last update', () => {
    const recorder = createWatchedRecorder();
    recorder.add(1, { wr: 5, wi: -2.6 }, 0.1);
    recorder.add(2, { wr: 5, wi: -2.61 }, 0.2);
    recorder.end(2, { wr: 362.77, wi: 572.5 });
    const record = recorder.record();
    expect(record?.largestJump).toMatchObject({
      from: { step: 2, position: [5, -2.61] },
      to: { step: 3, position: [362.77, 572.5], loss: null },
    });
    const lines = record === null ? [] : watchedPath(record, terminal);
    expect(lines.at(-2)).toMatch(/^ +end +362\.77 +572\.50 *$/);
    expect(lines.at(-1)).toMatch(/^largest move: step 2: jumped by 677 from/);
  });

  test('takes no move that is not finite for a jump', () => {
    const recorder = createWatchedRecorder();
    recorder.add(1, { wr: 5 }, 0.1);
    recorder.end(1, { wr: Number.NaN });
    expect(recorder.record()?.largestJump).toBeNull();
  });
});
