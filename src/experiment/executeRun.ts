// One run from its spec to its files: the same code for a command, a worker, a cluster task.
import { ConfigurationError } from '../math/configurationError.ts';
import { chooseKernels } from '../math/engine.ts';
import type { KernelName } from '../math/kernels.ts';
import type { Task } from '../tasks/task.ts';
import type { TrainEvent } from '../training/events.ts';
import { toJson } from '../training/json.ts';
import { type TrainControl, type TrainSetup, train } from '../training/train.ts';
import { build, createTask } from './build.ts';
import { runId as idOf, trajectoryId } from './canonical.ts';
import { createCheckpointWriter } from './checkpointWriter.ts';
import { DataError, type DataFile, inputsOf, readDataFile, readWeightsFile } from './dataFile.ts';
import { drive } from './drive.ts';
import { removeFile, writeAtomically } from './files.ts';
import { createTrajectoryHash, hashVectors } from './hashes.ts';
import { createMetricsFile } from './metricsFile.ts';
import { type Host, provenanceText } from './provenance.ts';
import { type RunResult, resultText } from './result.ts';
import { reuseRun } from './reuseRun.ts';
import {
  checkRunFiles,
  openRunDirectory,
  removeCheckpoints,
  runDirectoryOf,
  runFile,
} from './runDirectory.ts';
import {
  createFactsRecorder,
  type RunFacts,
  type RunIdentity,
  type RunSummary,
  summarizeRun,
} from './runSummary.ts';
import { SPEC_SCHEMA_VERSION, type Spec } from './schema/spec.ts';

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
  /** Train even if a finished result is there. */
  readonly fresh?: boolean;
  /** The program that computes, for provenance.json. */
  readonly host: Host;
  /** Called once, before the first event. */
  readonly onStart?: (start: RunStart) => void;
  /** Called for every event, in order. */
  readonly onEvent?: (event: TrainEvent) => void;
  /** Called with a line for what was found damaged and is not needed. */
  readonly onWarning?: (message: string) => void;
}

/** What is known before the first step. */
export interface RunStart {
  readonly runId: string;
  readonly directory: string;
  /** Whether a finished run was found and its events are told again instead of trained. */
  readonly reused: boolean;
}

/** Hashes that go into every file of a run. */
interface RunIds {
  readonly runId: string;
  readonly trajectoryId: string;
}

/**
 * Trains a spec into its run directory, or tells a finished run's events again.
 *
 * Files appear whole or not at all; result.json comes last and only for a run that was not
 * interrupted.
 * @throws DataError if a file the spec names cannot be read or used
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
  const directory = runDirectoryOf(options.out, spec.name, ids.runId);
  const identity: RunIdentity = { runId: ids.runId, name: spec.name, directory };
  const announce = (reused: boolean) => options.onStart?.({ runId: ids.runId, directory, reused });

  await checkRunFiles(directory);
  if (!options.fresh) {
    const reused = await reuseRun(identity, { ...options, onStart: () => announce(true) });
    if (reused) return reused;
  }

  const { name: kernels } = chooseKernels(spec.precision, options.kernels);
  const setup = build(spec, kernels, undefined, makeTask(spec, data), weights?.bytes);
  await openRunDirectory(directory);
  // Without its result the run counts as unfinished, whatever happens to the other files now.
  await removeFile(runFile(directory, 'result'));
  await removeCheckpoints(directory);
  const header = { schema: SPEC_SCHEMA_VERSION, ...ids, ...inputs };
  await writeAtomically(runFile(directory, 'spec'), `${toJson({ ...header, spec }, 2)}\n`);

  announce(false);
  const { facts, trajectorySha256 } = await trainInto(directory, spec, ids.runId, setup, {
    ...options,
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

/** Makes the task; says which file it is about where its data do not fit. */
function makeTask(spec: Spec, data: DataFile | null): Task {
  try {
    return createTask(spec.task, data?.bytes);
  } catch (error) {
    if (!(error instanceof ConfigurationError && data)) throw error;
    throw new DataError(`task.file: cannot use ${data.path}: ${error.message}`);
  }
}

/** Trains while writing metrics.jsonl and the checkpoints. */
async function trainInto(
  directory: string,
  spec: Spec,
  runId: string,
  setup: TrainSetup,
  { signal, deadlineMs, onEvent }: Pick<RunOptions, 'signal' | 'onEvent'> & { deadlineMs: number },
): Promise<{ facts: RunFacts; trajectorySha256: string }> {
  const control: TrainControl = { interrupted: false };
  const trajectory = createTrajectoryHash();
  const recorder = createFactsRecorder();
  const metrics = createMetricsFile(runFile(directory, 'metrics'), runId, spec.metrics.every);
  const checkpoints = createCheckpointWriter(directory, runId, setup, spec.checkpoint);
  try {
    await drive(train(setup, control), control, {
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
