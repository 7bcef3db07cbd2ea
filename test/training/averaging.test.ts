// The average of the parameters: what it is, that evaluations use it, and that training does not.
import { describe, expect, test } from 'vitest';
import { evaluate } from '../../src/training/evaluate.ts';
import type { Evaluation, EvaluationProgressEvent } from '../../src/training/events.ts';
import { train } from '../../src/training/train.ts';
import type { TrainSetup } from '../../src/training/trainSetup.ts';
import {
  type Config,
  endOf,
  evaluationsOf,
  eventsOf,
  parametersOf,
  setupOf,
  stepsOf,
  temporalOrder,
} from './runs.ts';

const DECAY = 0.8;
const STEPS = 12;

const configOf = (averaging: Config): Config =>
  temporalOrder(
    {
      steps: STEPS,
      averaging,
      optimizer: { type: 'sgd', learningRate: 0.1, momentum: 0.5 },
    },
    { precision: 'f64' },
  );
const averaged = configOf({ type: 'exponential', decay: DECAY });
const plain = configOf({ type: 'none' });

const averageOf = ({ arena, averagedParameters }: TrainSetup): number[] =>
  averagedParameters!.tensors.flatMap((tensor) => arena.read(tensor));

/** The average after every update, by the equation, from the parameters of a run without one. */
function expectedAverages(): number[][] {
  const setup = setupOf(plain);
  let average = parametersOf(setup);
  const averages: number[][] = [];
  for (const event of train(setup, { interrupted: false })) {
    if (event.type !== 'step') continue;
    const parameters = parametersOf(setup);
    average = average.map((mean, i) => DECAY * mean + (1 - DECAY) * parameters[i]!);
    averages.push(average);
  }
  return averages;
}

/** Evaluates given parameters as training does after `step` updates. */
function evaluationAt(parameters: readonly number[], step: number): Evaluation {
  const setup = setupOf(plain);
  const { arena, network, task } = setup;
  let at = 0;
  for (const tensor of network.parameters.tensors) {
    const count = tensor.rows * tensor.columns;
    arena.write(tensor, parameters.slice(at, at + count));
    at += count;
  }
  const { seed, evaluation, training } = setup;
  const { batchSize } = training;
  const request = { split: 'validation', step, seed, size: evaluation.size, batchSize } as const;
  const batches = evaluate(network, task, request);
  let next: IteratorResult<EvaluationProgressEvent, Evaluation | null> = batches.next();
  while (!next.done) next = batches.next();
  return next.value!;
}

describe('the average of the parameters', () => {
  test('starts at the initial ones and moves a share of the way at every update', () => {
    const setup = setupOf(averaged);
    eventsOf(setup);
    const expected = expectedAverages().at(-1)!;
    averageOf(setup).forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i]!, 13);
    });
  });

  test('is what is evaluated', () => {
    const evaluations = evaluationsOf(eventsOf(setupOf(averaged)));
    const averages = expectedAverages();
    for (const step of [5, 10]) {
      const found = evaluations.find((one) => one.step === step)!;
      expect(found.loss).toBeCloseTo(evaluationAt(averages[step - 1]!, step).loss, 12);
    }
    const without = evaluationsOf(eventsOf(setupOf(plain)));
    expect(evaluations.map(({ loss }) => loss)).not.toEqual(without.map(({ loss }) => loss));
  });

  test('changes no update, and leaves the parameters as training made them', () => {
    const [one, other] = [setupOf(averaged), setupOf(plain)];
    expect(stepsOf(eventsOf(one))).toEqual(stepsOf(eventsOf(other)));
    expect(parametersOf(one)).toEqual(parametersOf(other));
  });

  test('gives the parameters back when a run ends during an evaluation', () => {
    const [one, other] = [setupOf(averaged), setupOf(plain)];
    const left = [one, other].map((setup) => {
      const control = { interrupted: false };
      const events = [];
      for (const event of train(setup, control)) {
        events.push(event);
        if (event.type === 'evaluationProgress') control.interrupted = true;
      }
      expect(endOf(events)).toMatchObject({ outcome: 'interrupted', step: 5 });
      return parametersOf(setup);
    });
    expect(left[0]).toEqual(left[1]);
  });

  test('gives them back when nobody asks for more', () => {
    const [one, other] = [setupOf(averaged), setupOf(plain)];
    for (const setup of [one, other]) {
      for (const event of train(setup, { interrupted: false })) {
        if (event.type === 'evaluationProgress') break;
      }
    }
    expect(parametersOf(one)).toEqual(parametersOf(other));
  });

  test('takes no part in an update that is left out', () => {
    const setup = setupOf(averaged);
    let step = 0;
    const { policies } = setup;
    const apply = () => {
      policies.apply();
      policies.report.skipped = step++ > 0;
    };
    eventsOf({ ...setup, policies: { ...policies, apply } });
    expect(step).toBe(STEPS);
    const [first] = expectedAverages();
    averageOf(setup).forEach((value, i) => {
      expect(value).toBeCloseTo(first![i]!, 13);
    });
  });

  test('has no vector where there is none', () => {
    expect(setupOf(plain).averagedParameters).toBeNull();
  });
});
