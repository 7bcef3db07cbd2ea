// Where Ω is refused: cells it is not defined for, a recurrence that dropout thins, errors that are
// clipped before Ω sees them.
import { expect, test } from 'vitest';
import { loadConfig } from '../../../src/experiment/load/loadConfig.ts';

const omega = 'training.regularizer={ type: omega }';

function issuesWith(...set: readonly string[]) {
  const result = loadConfig('task: { type: temporalOrder }', { file: 'c.yaml', set });
  return result.ok ? [] : result.issues.map(({ path, message }) => `${path}: ${message}`);
}

test.each([
  ['model.layers.0.type=lstm', 'model.layers.0.type: expected one of elman'],
  ['model.layers.0.type=gru', 'model.layers.0.type: expected one of elman'],
  ['model.layers.0.recurrentDropout=0.1', 'model.layers.0.recurrentDropout: expected 0'],
  ['training.policy=[{ type: clipInBptt }]', 'training.policy.0.type: expected another policy'],
])('refuses %s', (setting, problem) => {
  const issues = issuesWith(omega, setting);
  expect(issues).toHaveLength(1);
  expect(issues[0]).toContain(problem);
  expect(issuesWith('training.regularizer={ type: l2 }', setting)).toEqual([]);
});

test.each([
  'model.layers.0.activation=sigmoid',
  'model.layers.0.dropout=0.1',
  'model.layers.0.bidirectional=true',
  'training.policy=[{ type: clipByValue }]',
])('takes %s', (setting) => {
  expect(issuesWith(omega, setting)).toEqual([]);
});
