// Where a run would stand had it been judged by another stop: the validations on record are judged anew.

import { isDeepStrictEqual } from 'node:util';
import type { EvaluationEvent } from '../training/events.ts';
import { initialStopState, judge, type StopOptions } from '../training/stop.ts';
import type { Progress } from '../training/trainState.ts';
import { readMetrics } from './readMetrics.ts';
import type { MetricsSource } from './startPoint.ts';

/** By which stop a run was judged, and by which it is to be judged now. */
export interface StopChange {
  /** Steps between two validations. */
  readonly every: number;
  readonly before: StopOptions;
  readonly now: StopOptions;
}

/**
 * Judges a run's past by another stop.
 * @param progress where it stands
 * @returns the progress by the other stop, or null where the run would have ended before, or where not
 * every validation is on record
 * @throws StoredFileError if the metrics are damaged
 */
export async function replayStop(
  progress: Readonly<Progress>,
  metrics: MetricsSource,
  { every, before, now }: StopChange,
): Promise<Readonly<Progress> | null> {
  if (isDeepStrictEqual(before, now)) return progress;
  const { evaluatedStep } = progress;
  const validations: EvaluationEvent[] = [];
  await readMetrics(metrics.path, metrics.runId, (event) => {
    if (event.type !== 'evaluation' || event.split !== 'validation') return;
    if (event.step <= evaluatedStep) validations.push(event);
  });
  if (validations.length !== evaluatedStep / every) return null;
  const stop = initialStopState();
  let verdict: Progress['verdict'] = progress.verdict === 'diverged' ? 'diverged' : null;
  for (const validation of validations) {
    const judgement = judge(now, stop, validation);
    if (!judgement) continue;
    if (validation.step < progress.step) return null;
    verdict ??= judgement;
  }
  return { ...progress, stop, verdict };
}
