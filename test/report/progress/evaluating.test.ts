import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { barLine, plainLine } from '../../../src/report/progress/progressLine.ts';
import { createTrainProgress } from '../../../src/report/progress/trainProgress.ts';
import { glyphsFor } from '../../../src/report/terminal.ts';

const state = {
  step: 1000,
  totalSteps: 8000,
  loss: 1.39,
  gradientNorm: 0.44,
  updatesPerSecond: 1000,
  evaluatedCount: 3200,
};

test('a long evaluation shows how far it is instead of a remaining time', () => {
  const line = barLine(state, 100, glyphsFor({ unicode: true }));
  expect(line).toContain('evaluating 3,200');
  expect(line).not.toContain('ETA');
  expect(plainLine(state)).toContain('evaluating, 3,200 so far');
  expect(barLine({ ...state, evaluatedCount: null }, 100, glyphsFor({ unicode: true }))).toContain(
    'ETA 7 s',
  );
});

test('plain lines go on through a long evaluation', () => {
  let nowMs = 0;
  let text = '';
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  const progress = createTrainProgress({
    mode: 'plain',
    stream,
    terminal: { columns: 80, color: 0, unicode: false, interactive: false },
    totalSteps: 10,
    clock: () => nowMs,
  });
  for (let i = 1; i <= 100; i++) {
    nowMs += 100;
    progress.handle({ type: 'evaluationProgress', step: 5, count: 20 * i });
  }
  progress.close();
  expect(text.trim().split('\n')).toHaveLength(5);
});
