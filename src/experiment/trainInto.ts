// The training of one run with everything that is written while it goes on: metrics and checkpoints.

import type { TrainEvent } from '../training/events.ts';
import { openTraining } from '../training/train.ts';
import type { TrainControl, TrainSetup } from '../training/trainSetup.ts';
import { createBestKeeper } from './bestKeeper.ts';
import { createCheckpointWriter } from './checkpointWriter.ts';
import { drive } from './drive.ts';
import { createTrajectoryHash } from './hashes.ts';
import { appendToMetricsFile, createMetricsFile } from './metricsFile.ts';
import { cutBackMetrics } from './pastEvents.ts';
import { runFile } from './runDirectory.ts';
import { createFactsRecorder, type RunFacts } from './runSummary.ts';
import type { Spec } from './schema/spec.ts';
import type { StartPoint } from './startPoint.ts';
import type { RunState } from './storedState.ts';

/** A run that is ready to be trained. */
export interface ReadyRun {
  readonly directory: string;
  readonly spec: Spec;
  readonly runId: string;
  /** Built for the spec; its vectors are where the start point has them. */
  readonly setup: TrainSetup;
  /** Where it starts and what it goes on from; null at the beginning. */
  readonly start: { readonly point: StartPoint; readonly state: RunState } | null;
}

/** Who listens, and what ends the training before its time. */
export interface TrainIntoOptions {
  readonly signal?: AbortSignal | undefined;
  /** Time, by `performance.now`, at which the run ends after the step under way. */
  readonly deadlineMs: number;
  /** Called for every event, in order. */
  readonly onEvent?: ((event: TrainEvent) => void) | undefined;
  /** Called before them for every event of the run's past that is on record. */
  readonly onPastEvent?: ((event: TrainEvent) => void) | undefined;
  /** Called with a line for what was found damaged and is not needed. */
  readonly onWarning: (message: string) => void;
}

/** What a training came to. */
export interface TrainedRun {
  readonly facts: RunFacts;
  readonly trajectorySha256: string;
}

/**
 * Trains while writing metrics.jsonl and the checkpoints.
 * @throws FileError if a file cannot be written
 * @throws StoredFileError if the metrics so far are damaged
 */
export async function trainInto(
  { directory, spec, runId, setup, start }: ReadyRun,
  { signal, deadlineMs, onEvent, onPastEvent, onWarning }: TrainIntoOptions,
): Promise<TrainedRun> {
  const control: TrainControl = { interrupted: false };
  const trajectory = createTrajectoryHash(start?.state.trajectory);
  const recorder = createFactsRecorder(start?.state.validation);
  const metrics = await openMetrics(directory, spec, runId, start, { onPastEvent, onWarning });
  const training = openTraining(setup, start?.state.train);
  const earlierBest = start?.state.best ?? null;
  const best = createBestKeeper(directory, runId, setup, earlierBest, start?.point.step ?? 0);
  const state = (): RunState => {
    metrics.flush(); // a checkpoint never knows of steps that the metrics lack
    const { validation } = recorder;
    const train = training.state();
    return { train, trajectory: trajectory.state(), validation, best: best.validation };
  };
  const source = { setup, state, written: start?.point.written ?? [], before: best.write };
  const checkpoints = createCheckpointWriter(directory, runId, source, spec.checkpoint);
  try {
    await drive(training.events(control), control, {
      signal,
      deadlineMs,
      onTurn() {
        metrics.flush();
        return checkpoints.makeRoom();
      },
      needsTurn: () => checkpoints.isFull,
      onEvent(event) {
        if (event.type === 'step') trajectory.add(event.loss, event.gradientNorm);
        recorder.handle(event);
        metrics.handle(event);
        best.handle(event);
        checkpoints.handle(event);
        onEvent?.(event);
      },
    });
    await checkpoints.finish();
    await best.write();
  } finally {
    await checkpoints.abandon();
    metrics.close();
  }
  return { facts: recorder.facts(), trajectorySha256: trajectory.digest() };
}

/** Opens the metrics where the run starts, and tells what they hold so far. */
async function openMetrics(
  directory: string,
  { metrics: { every } }: Spec,
  runId: string,
  start: ReadyRun['start'],
  { onPastEvent, onWarning }: Pick<TrainIntoOptions, 'onPastEvent' | 'onWarning'>,
) {
  const target = { path: runFile(directory, 'metrics'), runId };
  if (!start?.point.metrics) return createMetricsFile(target.path, runId, every);
  const { progress } = start.state.train;
  const past = await cutBackMetrics(start.point.metrics, target, progress, every, onWarning);
  for (const event of past.events) onPastEvent?.(event);
  return appendToMetricsFile(target.path, past.every, past.unwritten);
}
