// What must hold between the optimizer, its momentum and the schedule.
import { expect, test } from 'vitest';
import { loadConfig } from '../../../src/experiment/load/loadConfig.ts';

const ADDITION = 'task: { type: addition }';
const WITHOUT_VALIDATION = 'task: { type: text, file: a.txt, split: { validation: 0, test: 0.1 } }';

function problems(training: string, task = ADDITION): string[] {
  const loaded = loadConfig(`${task}\ntraining: ${training}`, { file: 'c.yaml' });
  return loaded.ok ? [] : loaded.issues.map(({ path, message }) => `${path}: ${message}`);
}

test.each([
  [
    '{ optimizer: { type: sgd, momentumSchedule: { type: sutskever2013 } } }',
    'training.optimizer.momentum: expected a momentum above 0, up to which momentumSchedule rises, got 0',
  ],
  [
    '{ optimizer: { type: rprop, minimumStep: 0.5, maximumStep: 0.1 } }',
    'training.optimizer.minimumStep: expected at most maximumStep, which is 0.1, got 0.5',
  ],
  [
    '{ optimizer: { type: rprop }, schedule: { type: step } }',
    'training.schedule.type: expected constant, since rprop adapts its steps by itself, got "step"',
  ],
])('%s is refused', (training, problem) => {
  expect(problems(training)).toEqual([problem]);
});

test.each(['{ type: halveOnRise }', '{ type: linearWarmup, next: { type: halveOnRise } }'])(
  '%s needs validation data',
  (schedule) => {
    expect(problems(`{ schedule: ${schedule} }`)).toEqual([]);
    expect(problems(`{ schedule: ${schedule} }`, WITHOUT_VALIDATION)).toEqual([
      'task.split.validation: expected above 0, since the schedule halveOnRise looks at validation data, got 0',
    ]);
  },
);

test('a warm-up is not followed by a warm-up', () => {
  const [problem] = problems('{ schedule: { type: linearWarmup, next: { type: linearWarmup } } }');
  expect(problem).toMatch(
    /^training\.schedule\.next\.type: expected one of constant, step, .*halveOnRise/,
  );
});

test.each([
  '{ optimizer: { type: sgd, momentum: 0.9, momentumSchedule: { type: sutskever2013 } } }',
  '{ optimizer: { type: rprop, minimumStep: 0.1, maximumStep: 0.1 } }',
  '{ optimizer: { type: lion, weightDecay: 1 }, schedule: { type: linearWarmup } }',
  '{ averaging: { type: exponential } }',
])('%s is taken', (training) => {
  expect(problems(training)).toEqual([]);
});
