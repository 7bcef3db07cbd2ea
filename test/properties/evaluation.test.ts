// Evaluating looks and changes nothing: not the training, not what training reports.
import { describe, expect, it } from 'vitest';
import type { StateGradientEvent } from '../../src/training/events.ts';
import { runToEnd, type TestRun } from '../helpers/runs.ts';

const RARELY = { every: 1000, size: 10 };
const OFTEN = { every: 2, size: 33 };

const tasks: readonly { readonly name: string; readonly config: object }[] = [
  { name: 'the toy', config: { task: { type: 'toy', length: 9 } } },
  {
    name: 'temporal order with random lengths',
    config: { task: { type: 'temporalOrder', length: { min: 10, max: 19 } } },
  },
  { name: 'addition', config: { task: { type: 'addition', length: 11 } } },
  {
    name: 'text with carried state',
    config: { task: { type: 'text', file: 'sample.txt', length: 9 } },
  },
];

function run(config: object, evaluation: object): TestRun {
  const training = { steps: 20, batchSize: 4, optimizer: { type: 'adam' } };
  return runToEnd({ ...config, training, evaluation }, '128');
}

const stateGradients = ({ events }: TestRun): StateGradientEvent[] =>
  events.filter((event) => event.type === 'stateGradient');

describe.each(tasks)('evaluating more often: $name', ({ config }) => {
  const [rarely, often] = [run(config, RARELY), run(config, OFTEN)];

  it('evaluates', () => {
    expect(often.evaluations.length).toBeGreaterThan(10);
    expect(rarely.evaluations).toHaveLength(1);
  });

  it('changes no update', () => {
    expect(often.steps).toEqual(rarely.steps);
    expect(often.parametersHash).toBe(rarely.parametersHash);
  });

  it('changes no norm of dL/dh_t that is reported', () => {
    expect(stateGradients(often)).toEqual(stateGradients(rarely));
  });
});

describe('an evaluation', () => {
  it('is the same whatever was evaluated before', () => {
    const config = { task: { type: 'temporalOrder', length: 10 } };
    const [often, seldom] = [
      run(config, { every: 2, size: 33 }),
      run(config, { every: 10, size: 33 }),
    ];
    const at = (from: TestRun, step: number) =>
      from.evaluations.find((one) => one.step === step && one.split === 'validation');
    expect(at(often, 10)).toBeDefined();
    expect(at(often, 10)).toEqual(at(seldom, 10));
    expect(at(often, 20)).toEqual(at(seldom, 20));
  });

  it('counts every sequence, also where the last batch is smaller', () => {
    const config = { task: { type: 'temporalOrder', length: 10 } };
    for (const { count } of run(config, OFTEN).evaluations) expect(count).toBe(33);
  });
});
