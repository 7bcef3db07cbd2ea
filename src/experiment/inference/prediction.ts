// What the outputs of a network say about a sequence, in the terms of its task.
import type { TargetShape } from '../../tasks/task.ts';
import { inUnits } from './forecast.ts';
import type { Trained } from './openTrained.ts';
import { largestOf, probabilitiesOf } from './probabilities.ts';

/** What is told of one step. */
export interface StepPrediction {
  /** The network's outputs; in the units of the data for a series. */
  readonly output: readonly number[];
  /** The class of the largest output, the first of equal ones; only for targets that are classes. */
  readonly class?: number;
  /** Of each output, where the loss makes it one. */
  readonly probabilities?: readonly number[];
}

/** The same of several steps: a list of each. */
export interface StepsPrediction {
  readonly output: readonly StepPrediction['output'][];
  readonly class?: readonly number[];
  readonly probabilities?: readonly (readonly number[])[];
}

/** A prediction of the last step, or of every one. */
export type Prediction = StepPrediction | StepsPrediction;

/** Which rows of outputs a prediction is made of. */
export function keptSteps({ task }: Pick<Trained, 'task'>): 'everyStep' | 'lastStep' {
  return task.target.steps === 'lastStep' ? 'lastStep' : 'everyStep';
}

/**
 * Says what rows of outputs mean.
 * @param rows [T, O], or the last step's alone where the task asks at the last
 */
export function describePrediction(
  { network: { spec }, task }: Trained,
  rows: readonly (readonly number[])[],
): Prediction {
  const told = rows.map((row): StepPrediction => describeStep(row));
  const [last] = told;
  if (keptSteps({ task }) === 'lastStep' && last) return last;
  const [classes, probabilities] = [
    told.flatMap((step) => step.class ?? []),
    told.flatMap((step) => (step.probabilities ? [step.probabilities] : [])),
  ];
  return {
    output: told.map(({ output }) => output),
    ...(classes.length > 0 ? { class: classes } : {}),
    ...(probabilities.length > 0 ? { probabilities } : {}),
  };

  function describeStep(row: readonly number[]): StepPrediction {
    const channels = task.notation?.kind === 'series' ? task.notation.targets : null;
    const toProbabilities = probabilitiesOf(spec.loss.type);
    return {
      output: channels ? inUnits(row, channels) : row,
      ...classOf(row, task.target),
      ...(toProbabilities ? { probabilities: toProbabilities(row) } : {}),
    };
  }
}

function classOf(row: readonly number[], { kind }: TargetShape): Pick<StepPrediction, 'class'> {
  return kind === 'class' ? { class: largestOf(row) } : {};
}
