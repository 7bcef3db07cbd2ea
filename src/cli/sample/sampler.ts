// What `rnn sample` does for one kind of task: which options it has and how it runs.

import type { Notation } from '../../tasks/task.ts';
import type { CommandContext } from '../command.ts';
import type { TrainedRun } from '../trainedRun.ts';

/** Samples the networks of one kind of task. */
export interface Sampler<Kind extends Notation['kind']> {
  /** Options that only some kinds have, as commander names them; others of them are refused. */
  readonly options: readonly string[];
  /** @returns one of `exitCodes` */
  run(
    trained: TrainedRun,
    notation: Extract<Notation, { readonly kind: Kind }>,
    context: CommandContext,
  ): Promise<number>;
}

/** Version of the JSON documents of `rnn sample`. */
const SAMPLE_SCHEMA_VERSION = 1;

/** What every document of `rnn sample` begins with. */
export function sampleHeader({ network: { spec, runId, step } }: TrainedRun) {
  return { schema: SAMPLE_SCHEMA_VERSION, runId, name: spec.name, step, task: spec.task.type };
}
