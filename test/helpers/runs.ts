// Whole training runs for tests: a config in, its events and final parameters out.

import { createHash } from 'node:crypto';
import { build } from '../../src/experiment/build.ts';
import { loadConfigValue } from '../../src/experiment/load/loadConfig.ts';
import type { KernelName } from '../../src/math/kernels.ts';
import type { EvaluationEvent, StepEvent, TrainEvent } from '../../src/training/events.ts';
import { train } from '../../src/training/train.ts';
import type { TrainSetup } from '../../src/training/trainSetup.ts';
import { wholeFile } from './taskFiles.ts';

/** What a run left. */
export interface TestRun {
  readonly setup: TrainSetup;
  readonly events: readonly TrainEvent[];
  readonly steps: readonly StepEvent[];
  readonly evaluations: readonly EvaluationEvent[];
  /** SHA-256 of the parameters' bytes, padding included. */
  readonly parametersHash: string;
}

/** Text for the text task, long enough for small batches. */
export const SAMPLE_TEXT = 'the quick brown fox jumps over the lazy dog, again and again. '.repeat(
  40,
);

/**
 * Builds a run from config data.
 * @throws Error naming the issues if the config is not valid
 */
export function buildRun(config: object, kernelName: KernelName): TrainSetup {
  const loaded = loadConfigValue(config, { file: 'test' });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.issues));
  const { spec } = loaded;
  const data = spec.task.type === 'text' ? wholeFile(SAMPLE_TEXT) : undefined;
  return build(spec, kernelName, { data });
}

/** Trains a config to its end. */
export function runToEnd(config: object, kernelName: KernelName): TestRun {
  const setup = buildRun(config, kernelName);
  const events = [...train(setup, { interrupted: false })];
  return {
    setup,
    events,
    steps: events.filter((event) => event.type === 'step'),
    evaluations: events.filter((event) => event.type === 'evaluation'),
    parametersHash: createHash('sha256').update(bytesOf(setup)).digest('hex'),
  };
}

function bytesOf({ arena, network }: TrainSetup): Uint8Array {
  const { address, byteLength } = network.parameters;
  return new Uint8Array(arena.memory.buffer, address, byteLength);
}
