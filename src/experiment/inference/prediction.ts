// What the outputs of a network say about a sequence, in the terms of its task.
import { toJson } from '../../training/json.ts';
import { inUnits } from './forecast.ts';
import type { Trained } from './openTrained.ts';
import { largestOf, probabilitiesOf } from './probabilities.ts';

/** What is told of one step; where the task asks at every step there is a list of each. */
interface StepPrediction {
  /** The network's outputs; in the units of the data for a series. */
  readonly output: readonly number[];
  /** The class of the largest output, the first of equal ones; only for targets that are classes. */
  readonly class?: number;
  /** Of each output, where the loss makes it one. */
  readonly probabilities?: readonly number[];
}

/** Length that a piece of text goes over by a step at most, in characters. */
const PIECE_LENGTH = 65_536;

/** Which rows of outputs a prediction is made of. */
export function keptSteps({ task }: Pick<Trained, 'task'>): 'everyStep' | 'lastStep' {
  return task.target.steps === 'lastStep' ? 'lastStep' : 'everyStep';
}

/**
 * Writes what outputs mean as one line of JSON, without its end. It comes in pieces: of a long sequence the
 * whole can be longer than a string may be.
 * @param outputs [T, O], or [O] of the last step where the task asks at the last
 */
export function* predictionText(trained: Trained, outputs: Float64Array): Generator<string, void> {
  const { size } = trained.task.target;
  const describe = createDescription(trained);
  const stepAt = (t: number) => describe(Array.from(outputs.subarray(t * size, (t + 1) * size)));
  const first = stepAt(0);
  if (keptSteps(trained) === 'lastStep') {
    yield toJson(first);
    return;
  }
  const T = outputs.length / size;
  let opening = '{';
  for (const key of Object.keys(first) as (keyof StepPrediction)[]) {
    let text = `${opening}${toJson(key)}:[`;
    opening = ',';
    for (let t = 0; t < T; t++) {
      text += `${t > 0 ? ',' : ''}${toJson(stepAt(t)[key])}`;
      if (text.length < PIECE_LENGTH) continue;
      yield text;
      text = '';
    }
    yield `${text}]`;
  }
  yield '}';
}

function createDescription({ network: { spec }, task }: Trained) {
  const channels = task.notation?.kind === 'series' ? task.notation.targets : null;
  const toProbabilities = probabilitiesOf(spec.loss.type);
  return (row: readonly number[]): StepPrediction => ({
    output: channels ? inUnits(row, channels) : row,
    ...(task.target.kind === 'class' ? { class: largestOf(row) } : {}),
    ...(toProbabilities ? { probabilities: toProbabilities(row) } : {}),
  });
}
