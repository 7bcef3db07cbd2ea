// Forecasts of a trained network: it follows a series up to a row and then goes on from its own outputs.
import { ConfigurationError } from '../../math/configurationError.ts';
import type { KernelName } from '../../math/kernels.ts';
import type { Channel, EvaluationSplit, Notation } from '../../tasks/task.ts';
import type { Trained } from './openTrained.ts';
import { splitRows } from './splitRows.ts';
import { openStepper } from './stepper.ts';

/** How a series is known to a network. */
export type SeriesNotation = Extract<Notation, { readonly kind: 'series' }>;

/** What to forecast. */
export interface ForecastRequest {
  readonly split: EvaluationSplit;
  /** Rows of the split that it follows first; null for as many as leave `steps` at its end. */
  readonly from: number | null;
  /** Rows to forecast. */
  readonly steps: number;
  readonly kernels: KernelName;
}

/** A forecast beside what came, in the units of the data. */
export interface Forecast {
  /** Names of the columns. */
  readonly channels: readonly string[];
  readonly split: EvaluationSplit;
  /** Rows of the split before the first that is forecast. */
  readonly from: number;
  /** What came: rows of one value per channel. */
  readonly truth: readonly (readonly number[])[];
  /** The same rows as the network has them. */
  readonly forecast: readonly (readonly number[])[];
  /** Rows before, as far as a reader wants to see them. */
  readonly before: readonly (readonly number[])[];
}

/** Rows before the forecast that are told of, as a multiple of its own. */
const SHOWN_BEFORE = 1;

/**
 * Forecasts.
 * @throws ConfigurationError if the network's outputs are not its next inputs, or the split has too few
 * rows
 */
export function forecast(
  { network, task }: Trained,
  notation: SeriesNotation,
  { split, from: asked, steps, kernels }: ForecastRequest,
): Forecast {
  checkFeedback(notation);
  const rows = [...splitRows(task, split)];
  const from = asked ?? rows.length + 1 - steps;
  if (from < 1 || from + steps > rows.length + 1) {
    const most = Math.max(0, rows.length + 1 - (asked ?? 1));
    throw new ConfigurationError(
      `--steps: expected at most ${most}, the rows of ${split} after ` +
        `${asked === null ? 'the first' : `row ${asked}`}, got ${steps}`,
    );
  }
  const stepper = openStepper(network, kernels);
  let outputs: readonly number[] = [];
  for (const { inputs, isFirst } of rows.slice(0, from)) {
    if (isFirst) stepper.restart();
    outputs = [...stepper.step(inputs)];
  }
  const found = [outputs];
  while (found.length < steps) {
    outputs = [...stepper.step(outputs)];
    found.push(outputs);
  }
  const { inputs, targets } = notation;
  const truth = rows.slice(from - 1, from - 1 + steps);
  const before = rows.slice(Math.max(0, from - steps * SHOWN_BEFORE), from);
  return {
    channels: targets.map(({ name }) => name),
    split,
    from,
    truth: truth.map((row) => inUnits(row.targets, targets)),
    forecast: found.map((row) => inUnits(row, targets)),
    before: before.map((row) => inUnits(row.inputs, inputs)),
  };
}

/** Standardized values in the units of the data: value · deviation + mean. */
export function inUnits(values: ArrayLike<number>, channels: readonly Channel[]): number[] {
  return channels.map(({ mean, deviation }, j) => (values[j] ?? 0) * deviation + mean);
}

/** Values in the units of the data as the network sees them: (value − mean) / deviation. */
export function standardized(values: ArrayLike<number>, channels: readonly Channel[]): number[] {
  return channels.map(({ mean, deviation }, j) => ((values[j] ?? 0) - mean) / deviation);
}

/** @throws ConfigurationError unless the network's outputs can be its next inputs */
function checkFeedback({ inputs, targets, horizon }: SeriesNotation): void {
  const names = (channels: readonly Channel[]) => channels.map(({ name }) => name).join(', ');
  if (horizon !== 1) {
    throw new ConfigurationError(
      `expected a network that predicts the next row (task.horizon 1), to go on from its own ` +
        `outputs, got one that predicts ${horizon} rows ahead`,
    );
  }
  if (names(inputs) === names(targets)) return;
  throw new ConfigurationError(
    `expected a network whose outputs are its inputs (${names(inputs)}), to go on from them, ` +
      `got outputs ${names(targets)}`,
  );
}
