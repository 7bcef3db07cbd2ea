// Runs from a config to their events, without files.

import { build } from '../../src/experiment/build.ts';
import { loadConfigValue } from '../../src/experiment/load/loadConfig.ts';
import type { Spec } from '../../src/experiment/schema/spec.ts';
import type { KernelName } from '../../src/math/kernels.ts';
import type {
  EndEvent,
  EvaluationEvent,
  StepEvent,
  TrainEvent,
} from '../../src/training/events.ts';
import { train } from '../../src/training/train.ts';
import type { TrainSetup } from '../../src/training/trainSetup.ts';
import { wholeFile } from '../helpers/taskFiles.ts';

/** A config as a user would write it. */
export type Config = Readonly<Record<string, unknown>>;

/** Loads a config that is known to be right. */
export function specOf(config: Config): Spec {
  const result = loadConfigValue(config, { file: 'test' });
  if (!result.ok) throw new Error(JSON.stringify(result.issues, null, 2));
  return result.spec;
}

/** Builds a run. */
export function setupOf(
  config: Config,
  { text, kernels = '128' }: { readonly text?: string; readonly kernels?: KernelName } = {},
): TrainSetup {
  const spec = specOf(config);
  const data = text === undefined ? undefined : wholeFile(text);
  return build(spec, kernels, { data });
}

/** Trains to the end. */
export function eventsOf(setup: TrainSetup): TrainEvent[] {
  return [...train(setup, { interrupted: false })];
}

/** The step events among all. */
export function stepsOf(events: readonly TrainEvent[]): StepEvent[] {
  return events.filter((event) => event.type === 'step');
}

/** The evaluations among all. */
export function evaluationsOf(events: readonly TrainEvent[]): EvaluationEvent[] {
  return events.filter((event) => event.type === 'evaluation');
}

/** The last event. */
export function endOf(events: readonly TrainEvent[]): EndEvent {
  const end = events.at(-1);
  if (end?.type !== 'end') throw new Error('the last event is not the end');
  return end;
}

/** All parameters, tensor after tensor. */
export function parametersOf({ arena, network }: TrainSetup): number[] {
  return network.parameters.tensors.flatMap((tensor) => arena.read(tensor));
}

/** All optimizer states, tensor after tensor. */
export function optimizerStateOf({ arena, optimizerState }: TrainSetup): number[] {
  return optimizerState.flatMap(({ tensors }) => tensors.flatMap((tensor) => arena.read(tensor)));
}

/** Temporal order in a small network, with anything else on top. */
export function temporalOrder(training: Config, more: Config = {}): Config {
  return {
    task: { type: 'temporalOrder', length: 20 },
    model: { layers: [{ type: 'elman', hiddenSize: 12 }] },
    evaluation: { every: 5, size: 40 },
    training: { batchSize: 10, ...training },
    ...more,
  };
}
