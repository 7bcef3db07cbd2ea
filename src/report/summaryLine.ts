// How a run ended, in one line of plain words.
import type { Divergence, EndEvent, Evaluation, Outcome } from '../training/events.ts';
import { evaluationSentence } from './evaluationTable.ts';
import type { FloorsOf } from './floors.ts';
import { formatCount, formatCounted, formatDuration, formatNumber } from './format.ts';
import { policySentence } from './policySentence.ts';
import { stripControl } from './text.ts';

/** What the line says beside the end of the run. */
export interface RunFacts {
  /** The last evaluation, or null where there was none. */
  readonly evaluation: Evaluation | null;
  /** What can be reached without learning anything about order. */
  readonly floors: FloorsOf;
  readonly durationMs: number;
  /** The run directory as the user would type it, or null where nothing was written. */
  readonly directory: string | null;
}

const steps = (count: number) => formatCounted(count, 'step', 'steps');

const QUANTITIES = {
  loss: (tensor) => `the loss is out of bounds, output ${tensor}`,
  state: (tensor) => `the state ${tensor}`,
  gradient: (tensor) => `the gradient of ${tensor}`,
  parameter: (tensor) => `the parameter ${tensor}`,
} satisfies Record<Divergence['quantity'], (tensor: string) => string>;

/**
 * Says where a run went astray:
 * `diverged at step 13: the gradient of layers.0.Whh is NaN at time step 7`.
 *
 * @param divergence - step, quantity, tensor, time step and value.
 */
export function divergenceSentence({
  step,
  quantity,
  tensor,
  timeStep,
  value,
}: Divergence): string {
  const what = QUANTITIES[quantity](stripControl(tensor));
  const when = timeStep === null ? '' : ` at time step ${formatCount(timeStep)}`;
  return `diverged at step ${formatCount(step)}: ${what} is ${formatNumber(value)}${when}`;
}

const OUTCOMES = {
  completed: ({ step }) => `completed ${steps(step)}`,
  solved: ({ step }) => `solved after ${steps(step)}`,
  plateau: ({ step }) => `stopped on a plateau after ${steps(step)}`,
  interrupted: ({ step }) => `interrupted after ${steps(step)}`,
  diverged: ({ step, divergence }) =>
    divergence === null ? `diverged after ${steps(step)}` : divergenceSentence(divergence),
} satisfies Record<Outcome, (end: EndEvent) => string>;

/**
 * Says how a run ended:
 * `solved after 2,000 steps; training loss 0.012; clipByNorm acted in 12% of steps (norm 3.4 to 1);
 * evaluation loss 0.01, error 0.8% of 1,000; 3.2 s; runs/x`.
 *
 * @param end - the last event of the run.
 * @param facts - evaluation, duration and directory.
 * @returns one uncoloured line, as long as it needs to be.
 */
export function summaryLine(end: EndEvent, facts: RunFacts): string {
  return [
    OUTCOMES[end.outcome](end),
    ...(end.loss === null ? [] : [`training loss ${formatNumber(end.loss)}`]),
    ...(end.penaltyMean === undefined ? [] : [`mean penalty ${formatNumber(end.penaltyMean)}`]),
    ...(end.gradient.policies && end.step > 0 ? [policySentence(end.gradient.policies)] : []),
    ...(facts.evaluation === null ? [] : [evaluationSentence(facts.evaluation, facts.floors)]),
    formatDuration(facts.durationMs),
    ...(facts.directory === null ? [] : [stripControl(facts.directory)]),
  ].join('; ');
}
