// One run from its spec to its files: the same code for a command, a worker, a cluster task.
import { ConfigurationError } from '../math/configurationError.ts';
import { chooseKernels } from '../math/engine.ts';
import type { KernelName } from '../math/kernels.ts';
import type { Task } from '../tasks/task.ts';
import type { TrainEvent } from '../training/events.ts';
import { toJson } from '../training/json.ts';
import { openTraining } from '../training/train.ts';
import type { TrainControl, TrainSetup } from '../training/trainSetup.ts';
import { build, createTask } from './build.ts';
import { runId as idOf, trajectoryId } from './canonical.ts';
import { checkpointVectors, writeVectors } from './checkpointVectors.ts';
import { createCheckpointWriter } from './checkpointWriter.ts';
import { DataError, type DataFile, inputsOf, readDataFile, readWeightsFile } from './dataFile.ts';
import { drive } from './drive.ts';
import { removeFile, writeAtomically } from './files.ts';
import { createTrajectoryHash, hashVectors } from './hashes.ts';
import { appendToMetricsFile, createMetricsFile } from './metricsFile.ts';
import { OtherRunError } from './otherRunError.ts';
import { cutBackMetrics } from './pastEvents.ts';
import { type Host, provenanceText } from './provenance.ts';
import { type RunResult, resultText } from './result.ts';
import { findResumePoint, type ResumePoint } from './resumePoint.ts';
import { reuseRun } from './reuseRun.ts';
import {
  checkRunFiles,
  openRunDirectory,
  removeCheckpoints,
  runDirectoryOf,
  runFile,
  sweepTemporaryFiles,
} from './runDirectory.ts';
import {
  createFactsRecorder,
  type RunFacts,
  type RunIdentity,
  type RunSummary,
  summarizeRun,
} from './runSummary.ts';
import { SPEC_SCHEMA_VERSION, type Spec } from './schema/spec.ts';
import type { RunState } from './storedState.ts';

export type { RunSummary } from './runSummary.ts';

/** How to run a spec; nothing here can change a result. */
export interface RunOptions {
  /** Directory that holds run directories. */
  readonly out: string;
  /** Where the task's relative file paths start. */
  readonly baseDirectory: string;
  /** Where a relative path of weights starts; without it at `baseDirectory`. */
  readonly weightsDirectory?: string;
  /** Kernels the user asked for, or undefined for the fastest. */
  readonly kernels?: KernelName;
  /** Ends the run after the step under way. */
  readonly signal?: AbortSignal;
  /** Ends the run after this time, in ms. */
  readonly maxTimeMs?: number;
  /** Train from the beginning, whatever is there. */
  readonly fresh?: boolean;
  /** The run id that whoever asks for the run computed; without it any is right. */
  readonly expectedRunId?: string;
  /** The program that computes, for provenance.json. */
  readonly host: Host;
  /** Called once, before the first event. */
  readonly onStart?: (start: RunStart) => void;
  /** Called for every event, in order. */
  readonly onEvent?: (event: TrainEvent) => void;
  /** Called before them for every event of the run before it was interrupted that is on record. */
  readonly onPastEvent?: (event: TrainEvent) => void;
  /** Called with a line for what was found damaged and is not needed. */
  readonly onWarning?: (message: string) => void;
}

/** What is known before the first step. */
export interface RunStart {
  readonly runId: string;
  readonly directory: string;
  /** Whether a finished run was found and its events are told again instead of trained. */
  readonly reused: boolean;
  /** Updates done before, where an interrupted run goes on; 0 at the beginning. */
  readonly startStep: number;
}

/** Hashes that go into every file of a run. */
interface RunIds {
  readonly runId: string;
  readonly trajectoryId: string;
}

/**
 * Trains a spec into its run directory, goes on with an interrupted run, or tells a finished run's
 * events again.
 *
 * Files appear whole or not at all; result.json comes last and only for a run that was not
 * interrupted.
 * @throws DataError if a file the spec names cannot be read or used
 * @throws OtherRunError if the run id is not the expected one; nothing has been written then
 * @throws WeightsFileError if the weights it names are damaged or not of such a network
 * @throws ConfigurationError if parts of the spec, or spec and machine, do not fit together
 * @throws KernelError if the kernels cannot be trusted here
 * @throws StoredFileError if a file of the finished run is damaged
 * @throws RunDirectoryError if something else stands at the place of a run's file
 * @throws FileError if a file cannot be written or read
 */
export async function executeRun(spec: Spec, options: RunOptions): Promise<RunSummary> {
  const startedAt = new Date();
  const startMs = performance.now();
  const data = await readDataFile(spec.task, options.baseDirectory);
  const { baseDirectory, weightsDirectory = baseDirectory } = options;
  const weights = await readWeightsFile(spec.model.initializer, weightsDirectory);
  const inputs = inputsOf(data, weights);
  const ids: RunIds = { runId: idOf(spec, inputs), trajectoryId: trajectoryId(spec, inputs) };
  const { expectedRunId = ids.runId } = options;
  if (ids.runId !== expectedRunId) throw new OtherRunError(expectedRunId, ids.runId);
  const directory = runDirectoryOf(options.out, spec.name, ids.runId);
  const identity: RunIdentity = { runId: ids.runId, name: spec.name, directory };
  const announce = (reused: boolean, startStep = 0) =>
    options.onStart?.({ runId: ids.runId, directory, reused, startStep });
  const onWarning = (message: string) => options.onWarning?.(message);

  await checkRunFiles(directory);
  if (!options.fresh) {
    const reused = await reuseRun(identity, { ...options, onStart: () => announce(true) });
    if (reused) return reused;
  }

  const from = options.fresh ? null : await findResumePoint(directory, ids.runId, onWarning);
  const { name: kernels } = chooseKernels(spec.precision, options.kernels);
  const setup = build(spec, kernels, {
    task: makeTask(spec, data),
    weights: weights?.bytes,
    policyStates: from?.training.state.train.policies,
  });
  if (from) {
    const tensors = [...from.tensors, ...from.training.tensors];
    writeVectors(setup.arena, checkpointVectors(setup), tensors);
  } else {
    await startDirectory(directory, { schema: SPEC_SCHEMA_VERSION, ...ids, ...inputs, spec });
  }

  await sweepTemporaryFiles(directory);
  announce(false, from?.step);
  const { facts, trajectorySha256 } = await trainInto(directory, spec, ids.runId, setup, from, {
    ...options,
    onWarning,
    deadlineMs: startMs + (options.maxTimeMs ?? Number.POSITIVE_INFINITY),
  });
  const durationMs = performance.now() - startMs;
  const attempt = { startedAt, endedAt: new Date(), durationMs, kernels };
  await writeAtomically(runFile(directory, 'provenance'), provenanceText(options.host, attempt));
  if (facts.end.outcome === 'interrupted') return summarizeRun(identity, facts, null, durationMs);
  const result = resultText(resultOf(ids, facts, setup, trajectorySha256));
  await writeAtomically(runFile(directory, 'result'), result.text);
  return summarizeRun(identity, facts, result.sha256, durationMs);
}

/** Makes the directory of a run that starts at the beginning: spec.json, and nothing else of a run. */
async function startDirectory(directory: string, spec: object): Promise<void> {
  await openRunDirectory(directory);
  // Without its result the run counts as unfinished, whatever happens to the other files now.
  await removeFile(runFile(directory, 'result'));
  await removeCheckpoints(directory);
  await writeAtomically(runFile(directory, 'spec'), `${toJson(spec, 2)}\n`);
}

/** Makes the task; says which file it is about where its data do not fit. */
function makeTask(spec: Spec, data: DataFile | null): Task {
  try {
    return createTask(spec.task, data?.bytes);
  } catch (error) {
    if (!(error instanceof ConfigurationError && data)) throw error;
    throw new DataError(`task.file: cannot use ${data.path}: ${error.message}`);
  }
}

type TrainIntoOptions = Pick<RunOptions, 'signal' | 'onEvent' | 'onPastEvent'> & {
  readonly deadlineMs: number;
  readonly onWarning: (message: string) => void;
};

/** Trains while writing metrics.jsonl and the checkpoints. */
async function trainInto(
  directory: string,
  spec: Spec,
  runId: string,
  setup: TrainSetup,
  from: ResumePoint | null,
  { signal, deadlineMs, onEvent, onPastEvent, onWarning }: TrainIntoOptions,
): Promise<{ facts: RunFacts; trajectorySha256: string }> {
  const control: TrainControl = { interrupted: false };
  const earlier = from?.training.state;
  const trajectory = createTrajectoryHash(earlier?.trajectory);
  const recorder = createFactsRecorder(earlier?.validation);
  const { every } = spec.metrics;
  const path = runFile(directory, 'metrics');
  const past =
    earlier && (await cutBackMetrics(path, runId, earlier.train.progress, every, onWarning));
  for (const event of past?.events ?? []) onPastEvent?.(event);
  const metrics = past
    ? appendToMetricsFile(path, every, past.unwritten)
    : createMetricsFile(path, runId, every);
  const training = openTraining(setup, earlier?.train);
  const state = (): RunState => {
    metrics.flush(); // a checkpoint never knows of steps that the metrics lack
    const { validation } = recorder;
    return { train: training.state(), trajectory: trajectory.state(), validation };
  };
  const source = { setup, state, written: from?.written ?? [] };
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
        checkpoints.handle(event);
        onEvent?.(event);
      },
    });
    await checkpoints.finish();
  } finally {
    await checkpoints.abandon();
    metrics.close();
  }
  return { facts: recorder.facts(), trajectorySha256: trajectory.digest() };
}

function resultOf(
  ids: RunIds,
  { end, validation, test }: RunFacts,
  { arena, network, optimizerState, averagedParameters }: TrainSetup,
  trajectorySha256: string,
): RunResult {
  const { outcome, step, loss, penaltyMean, gradient, divergence } = end;
  return {
    ...ids,
    outcome,
    step,
    loss,
    ...(penaltyMean === undefined ? {} : { penaltyMean }),
    gradient,
    divergence,
    validation,
    test,
    parametersSha256: hashVectors(arena, [network.parameters]),
    optimizerStateSha256: hashVectors(
      arena,
      averagedParameters ? [...optimizerState, averagedParameters] : optimizerState,
    ),
    trajectorySha256,
  };
}
