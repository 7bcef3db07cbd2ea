// What a run's files say should come when it is trained again from some point: lines of its metrics and how
// it ended, or how far it got.
import type { TrainEvent } from '../training/events.ts';
import type { Progress } from '../training/trainState.ts';
import { hashTensors } from './hashes.ts';
import { isPast } from './pastEvents.ts';
import type { Checkpoint } from './readCheckpoints.ts';
import { readCadence, readMetrics } from './readMetrics.ts';
import { readResult, type StoredResult } from './result.ts';
import { runFile } from './runDirectory.ts';
import type { Spec } from './schema/spec.ts';
import { REMEDY } from './stored.ts';
import { StoredFileError } from './storedFileError.ts';

/** What should come. */
export interface Expectation {
  /** The last step there is to compare. */
  readonly step: number;
  /** Steps per line. */
  readonly every: number;
  /** Events with a line of their own, in order; those of an interrupted run as far as its checkpoint. */
  readonly events: readonly TrainEvent[];
  /** Of a finished run; null for one that was interrupted. */
  readonly result: StoredResult | null;
  /** Hash of the parameters after the last step. */
  readonly parametersSha256: string;
}

/**
 * Reads what should come.
 * @param checkpoints of the run, ascending; those that are whole
 * @param from where training starts again; null for the beginning
 * @throws StoredFileError if a file is damaged, or nothing is on record to compare with
 * @throws FileError if a file cannot be read
 */
export async function readExpectation(
  directory: string,
  runId: string,
  spec: Spec,
  checkpoints: readonly Checkpoint[],
  from: Readonly<Progress> | null,
): Promise<Expectation> {
  const result = await readResult(runFile(directory, 'result'), runId);
  const last = checkpoints.at(-1);
  const until = result ? null : (last?.training?.state.train.progress ?? null);
  if (!result && !until) {
    throw new StoredFileError(`${directory} holds nothing to compare with yet; ${REMEDY}`);
  }
  const metrics = runFile(directory, 'metrics');
  const every = (await readCadence(metrics, runId)) ?? spec.metrics.every;
  const events: TrainEvent[] = [];
  await readMetrics(metrics, runId, (event) => {
    if (event.type === 'end' || (from && isPast(event, from, every))) return;
    if (!until || isPast(event, until, every)) events.push(event);
  });
  return {
    step: result?.step ?? until?.step ?? 0,
    every,
    events,
    result,
    parametersSha256: result?.parametersSha256 ?? hashTensors(last?.tensors ?? []),
  };
}
