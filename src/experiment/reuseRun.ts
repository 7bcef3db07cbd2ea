// A finished run told again from its files instead of trained again.
import type { EndEvent, TrainEvent } from '../training/events.ts';
import { readProvenance, totalDurationMs } from './provenance.ts';
import { type MetricsState, readMetrics } from './readMetrics.ts';
import { readResult, type StoredResult } from './result.ts';
import { runFile } from './runDirectory.ts';
import { type RunIdentity, type RunSummary, summarizeRun } from './runSummary.ts';

/** Who listens to the telling. */
export interface ReuseListeners {
  /** Called once before the first event, if there is a finished run. */
  readonly onStart?: () => void;
  /** Called for every recorded event, and for the end as the result states it. */
  readonly onEvent?: (event: TrainEvent) => void;
  /** Called with a line for whatever is missing but not needed. */
  readonly onWarning?: (message: string) => void;
}

const WARNINGS: Readonly<Record<MetricsState, string | null>> = {
  whole: null,
  torn: 'the last line is torn and was left out',
  missing: 'the file is missing: there are no curves to show',
};

/**
 * Tells a finished run's events again. The result is what counts: the metrics only draw it.
 * @returns null if the run is not finished
 * @throws StoredFileError if a file is damaged, newer or of another run
 * @throws FileError if a file cannot be read
 */
export async function reuseRun(
  identity: RunIdentity,
  { onStart, onEvent, onWarning }: ReuseListeners,
): Promise<RunSummary | null> {
  const { directory, runId } = identity;
  const clockStart = performance.now();
  const stored = await readResult(runFile(directory, 'result'), runId);
  if (!stored) return null;
  onStart?.();
  const path = runFile(directory, 'metrics');
  let end: EndEvent = endOf(stored);
  const state = await readMetrics(path, runId, (event) => {
    if (event.type !== 'end') onEvent?.(event);
    else if (event.watched) end = { ...end, watched: event.watched };
  });
  onEvent?.(end);
  const warning = WARNINGS[state];
  if (warning !== null) onWarning?.(`${path}: ${warning}`);
  const trainedMs = totalDurationMs(await readProvenance(runFile(directory, 'provenance')));
  const durationMs = trainedMs ?? performance.now() - clockStart;
  return summarizeRun(identity, { ...stored, end }, stored.sha256, durationMs);
}

function endOf(stored: StoredResult): EndEvent {
  const { outcome, step, loss, penaltyMean, gradient, divergence } = stored;
  const penalty = penaltyMean === undefined ? {} : { penaltyMean };
  return { type: 'end', outcome, step, loss, ...penalty, gradient, divergence };
}
