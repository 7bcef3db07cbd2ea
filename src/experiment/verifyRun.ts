// Trains a run again in memory, from its spec or from its first checkpoint, and compares what comes with
// what its files say: every line of the metrics, and the result or how far an interrupted run got.
import { chooseKernels } from '../math/engine.ts';
import type { KernelName } from '../math/kernels.ts';
import type { TrainEvent } from '../training/events.ts';
import { openTraining } from '../training/train.ts';
import { branchPoint } from './branch.ts';
import { build, createTask } from './build.ts';
import { compareEnds, type Difference, startComparison } from './comparison.ts';
import { drive } from './drive.ts';
import { readExpectation } from './expectation.ts';
import { createTrajectoryHash } from './hashes.ts';
import type { InputDirectories } from './provenance.ts';
import { type OnWarning, readWholeCheckpoints } from './readCheckpoints.ts';
import { pointOfCheckpoint } from './resumePoint.ts';
import { runResult } from './runResult.ts';
import { createFactsRecorder } from './runSummary.ts';
import type { StartPoint } from './startPoint.ts';
import { storedBranch } from './storedBranch.ts';
import { NoRunError, readStoredData, readStoredSpec, readStoredWeights } from './storedRun.ts';

/** How to verify a run; nothing here can change the answer of a sound program. */
export interface VerifyOptions {
  readonly inputs: InputDirectories;
  /** Kernels the user asked for, or undefined for the fastest. */
  readonly kernels?: KernelName;
  /** Start at the first checkpoint there is, not at the beginning. */
  readonly fromCheckpoint?: boolean;
  readonly signal?: AbortSignal;
  /** Called once, before the first event. */
  readonly onStart?: (start: { readonly startStep: number; readonly endStep: number }) => void;
  /** Called for every event, in order. */
  readonly onEvent?: (event: TrainEvent) => void;
  /** Called with a line for a checkpoint that is left out. */
  readonly onWarning?: OnWarning;
}

/** What came of it. */
export interface Verification {
  readonly runId: string;
  /** Updates that were there before, and at the end. */
  readonly startStep: number;
  readonly endStep: number;
  /** Lines of metrics.jsonl that were compared. */
  readonly lineCount: number;
  /** Whether a result was compared, and not only how far an interrupted run got. */
  readonly isFinished: boolean;
  /** The first difference; null where all is the same, or where it was interrupted. */
  readonly difference: Difference | null;
  readonly isInterrupted: boolean;
}

/**
 * Verifies the run in a directory.
 * @throws NoRunError if there is no such run, or no checkpoint to start from
 * @throws StoredFileError if a file is damaged or nothing is on record to compare with
 * @throws DataError if a file the spec names cannot be read or is another one now
 * @throws FileError if a file cannot be read
 */
export async function verifyRun(directory: string, options: VerifyOptions): Promise<Verification> {
  const stored = await readStoredSpec(directory);
  const { spec, runId, trajectoryId, dataSha256 } = stored;
  const data = await readStoredData(stored, options.inputs.data);
  const weights = await readStoredWeights(stored, options.inputs.weights);
  const checkpoints = await readWholeCheckpoints(directory, runId, options.onWarning);
  const branch = storedBranch(stored, directory);
  let point: StartPoint | null = null;
  if (options.fromCheckpoint) {
    const [first] = checkpoints;
    if (!first) throw new NoRunError(`${directory} has no checkpoint to start from`);
    point = pointOfCheckpoint(directory, runId, first);
  } else if (branch) point = branchPoint(await branch.open(), spec, dataSha256);
  const setup = build(spec, chooseKernels(spec.precision, options.kernels).name, {
    task: createTask(spec.task, data?.files),
    weights: weights?.bytes,
    policyStates: point?.policyStates,
  });
  const state = point?.enter(setup);
  const progress = state?.train.progress ?? null;
  const expected = await readExpectation(directory, runId, spec, checkpoints, progress);
  const startStep = progress?.step ?? 0;
  options.onStart?.({ startStep, endStep: expected.step });

  const recorder = createFactsRecorder(state?.validation);
  const trajectory = createTrajectoryHash(state?.trajectory);
  const comparison = startComparison(expected.events, expected.every);
  const control = { interrupted: expected.step <= startStep && !expected.result };
  await drive(openTraining(setup, state?.train).events(control), control, {
    signal: options.signal,
    deadlineMs: Number.POSITIVE_INFINITY,
    onTurn: () => {},
    onEvent(event) {
      if (event.type === 'step') trajectory.add(event.loss, event.gradientNorm);
      recorder.handle(event);
      comparison.handle(event);
      // Past the last step on record there is nothing to compare, and after a difference no need.
      const isAtEnd = !expected.result && event.type === 'step' && event.step >= expected.step;
      if (isAtEnd || comparison.difference) control.interrupted = true;
      options.onEvent?.(event);
    },
  });
  const facts = recorder.facts();
  const isInterrupted =
    options.signal?.aborted === true && facts.end.step < expected.step && !comparison.difference;
  const ending = () => {
    const result = runResult({ runId, trajectoryId }, facts, setup, trajectory.digest());
    return compareEnds(expected, result);
  };
  return {
    runId,
    startStep,
    endStep: facts.end.step,
    lineCount: comparison.lineCount,
    isFinished: expected.result !== null,
    difference: comparison.difference ?? (isInterrupted ? null : ending()),
    isInterrupted,
  };
}
