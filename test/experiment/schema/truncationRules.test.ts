// What must hold between truncated BPTT and the rest of a config, and the default of its stride.
import { expect, test } from 'vitest';
import { loadConfig } from '../../../src/experiment/load/loadConfig.ts';

const load = (text: string, set: readonly string[] = []) =>
  loadConfig(text, { file: 'c.yaml', set });

function problems(text: string): string[] {
  const loaded = load(text);
  return loaded.ok ? [] : loaded.issues.map(({ path, message }) => `${path}: ${message}`);
}

const withLayer = (task: string, truncation: string) =>
  `task: ${task}\nmodel: { layers: [{ type: gru, bidirectional: true }] }\n` +
  `training: { truncation: ${truncation} }`;

test.each([
  ['{ type: window }', { type: 'window', window: 20, stride: 20 }],
  ['{ type: window, window: 7 }', { type: 'window', window: 7, stride: 7 }],
  ['{ type: window, window: 7, stride: 3 }', { type: 'window', window: 7, stride: 3 }],
  ['{ type: none }', { type: 'none' }],
])('%s is filled in', (truncation, expected) => {
  const loaded = load(`task: { type: addition }\ntraining: { truncation: ${truncation} }`);
  expect(loaded.ok && loaded.spec.training.truncation).toEqual(expected);
});

test('a key set on the command line changes the stride with the window', () => {
  const text = 'task: { type: addition }\ntraining: { truncation: { type: window, window: 7 } }';
  const loaded = load(text, ['training.truncation.window=9']);
  expect(loaded.ok && loaded.spec.training.truncation).toEqual({
    type: 'window',
    window: 9,
    stride: 9,
  });
});

test.each([
  [
    'task: { type: addition }\ntraining: { truncation: { type: window, window: 5, stride: 6 } }',
    ['training.truncation.stride: expected at most window, which is 5, got 6'],
  ],
  [
    'task: { type: addition }\ntraining: { truncation: { type: window, window: 0 } }',
    ['training.truncation.window: expected an integer from 1 to 1000000000, got 0'],
  ],
  [
    'task: { type: addition }\ntraining: { truncation: { type: window, window: 1e10 } }',
    ['training.truncation.window: expected an integer from 1 to 1000000000, got 1e10'],
  ],
  [
    withLayer('{ type: addition, length: 21 }', '{ type: window, window: 20 }'),
    [
      'model.layers.0.bidirectional: expected false, since training.truncation cuts sequences of 21 steps, got true',
    ],
  ],
  [
    withLayer('{ type: text, file: a, length: 20 }', '{ type: window, window: 20, stride: 10 }'),
    [
      'model.layers.0.bidirectional: expected false, since training.truncation cuts sequences of 20 steps, got true',
    ],
  ],
])('%s is refused', (text, expected) => {
  expect(problems(text)).toEqual(expected);
});

test.each([
  withLayer('{ type: addition, length: 20 }', '{ type: window, window: 20 }'),
  withLayer('{ type: addition, length: 20 }', '{ type: window, window: 20, stride: 5 }'),
  withLayer('{ type: text, file: a, length: 20 }', '{ type: window, window: 20 }'),
])('%s is taken: nothing is cut', (text) => {
  expect(problems(text)).toEqual([]);
});
