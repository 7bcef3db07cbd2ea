// One run from its spec to its files: the same code for a command, a worker, a cluster task.
import { chooseKernels } from '../math/engine.ts';
import type { KernelName } from '../math/kernels.ts';
import type { EvaluationSplit, Floor } from '../tasks/task.ts';
import type { TrainEvent } from '../training/events.ts';
import { toJson } from '../training/json.ts';
import { checkStop } from '../training/stop.ts';
import { adoptBest } from './bestKeeper.ts';
import { type BranchRequest, branchPoint } from './branch.ts';
import { build } from './build.ts';
import { type RunIds, type RunInputs, runIds } from './canonical.ts';
import { type DataFile, inputsOf, readWeightsFile } from './dataFile.ts';
import { removeFile, writeAtomically } from './files.ts';
import type { Lock } from './lock.ts';
import { OtherRunError } from './otherRunError.ts';
import { type Host, recordAttempt } from './provenance.ts';
import { publishOnce } from './publishOnce.ts';
import { isWholeResult, resultText } from './result.ts';
import { findResumePoint } from './resumePoint.ts';
import { reuseRun } from './reuseRun.ts';
import {
  checkRunFiles,
  removeCheckpoints,
  runDirectoryOf,
  runFile,
  sweepTemporaryFiles,
} from './runDirectory.ts';
import { runResult } from './runResult.ts';
import { type RunIdentity, type RunSummary, summarizeRun } from './runSummary.ts';
import { SPEC_SCHEMA_VERSION, type Spec } from './schema/spec.ts';
import { findShorterRuns, furthestPoint } from './shorterRun.ts';
import type { Origin, StartPoint } from './startPoint.ts';
import { readTaskOfSpec, type TaskOfSpec } from './taskOfSpec.ts';
import { trainInto } from './trainInto.ts';
import { tidyFinishedRun, withRunDirectory } from './withRunDirectory.ts';

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
  /** Train from the beginning (or from where it branches off), whatever is there. */
  readonly fresh?: boolean;
  /** The run id that whoever asks for the run computed; without it any is right. */
  readonly expectedRunId?: string;
  /** The run's directory, where it is not the one in `out` that its name and id give. */
  readonly directory?: string;
  /** Finds directories of shorter runs it may extend; without it those of its name in `out`. */
  readonly shorterRuns?: (ids: RunIds) => Promise<readonly string[]>;
  /** The checkpoint of another run that this one branches off. */
  readonly branch?: BranchRequest;
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
  /** Updates done before; 0 at the beginning. */
  readonly startStep: number;
  /** Where those come from. */
  readonly origin: Origin;
  /** What predictors reach on a split that learn nothing about order, by length where it has several. */
  readonly floors: (split: EvaluationSplit, length?: number) => readonly Floor[];
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
 * @throws StateError if a checkpoint is not of such a run
 * @throws RunDirectoryError if something else stands at the place of a run's file
 * @throws BusyError if another process trains the run
 * @throws DeterminismError if another process has meanwhile come to another result
 * @throws FileError if a file cannot be written or read
 */
export async function executeRun(spec: Spec, options: RunOptions): Promise<RunSummary> {
  const startMs = performance.now();
  const { data, task } = await readTaskOfSpec(spec.task, options.baseDirectory);
  const { baseDirectory, weightsDirectory = baseDirectory } = options;
  const weights = await readWeightsFile(spec.model.initializer, weightsDirectory);
  const { branch } = options;
  const inputs = { ...inputsOf(data, weights), ...(branch ? { branch: branch.point } : {}) };
  const ids = runIds(spec, inputs);
  const { expectedRunId = ids.runId } = options;
  if (ids.runId !== expectedRunId) throw new OtherRunError(expectedRunId, ids.runId);
  const directory = options.directory ?? runDirectoryOf(options.out, spec.name, ids.runId);
  const identity: RunIdentity = { runId: ids.runId, name: spec.name, directory };
  await checkRunFiles(directory);
  const reuse = async () => {
    if (options.fresh) return null;
    const onStart = () => announce(true, null, identity, task, options);
    return reuseRun(identity, { ...options, onStart });
  };
  const reused = await reuse();
  if (reused) {
    await tidyFinishedRun(directory, options.host.pid);
    return reused;
  }
  return withRunDirectory(directory, options.host.pid, async (lock) => {
    // Another process may have finished the run meanwhile.
    const finished = await reuse();
    if (finished) return finished;
    return trainRun({ spec, ids, inputs, identity, task, weights, startMs }, lock, options);
  });
}

/** A run with everything that is known before it is built. */
interface PreparedRun {
  readonly spec: Spec;
  readonly ids: RunIds;
  readonly inputs: RunInputs;
  readonly identity: RunIdentity;
  readonly task: TaskOfSpec['task'];
  readonly weights: DataFile | null;
  /** When the call began, by `performance.now`. */
  readonly startMs: number;
}

/** Trains a run from where it starts to its end, and writes its files. */
async function trainRun(
  { spec, ids, inputs, identity, task, weights, startMs }: PreparedRun,
  lock: Lock,
  options: RunOptions,
): Promise<RunSummary> {
  const { directory } = identity;
  const { baseDirectory, weightsDirectory = baseDirectory } = options;
  const onWarning = (message: string) => options.onWarning?.(message);
  const point = await findStartPoint(directory, spec, ids, inputs, options);
  const { name: kernels } = chooseKernels(spec.precision, options.kernels);
  const setup = build(spec, kernels, {
    task: task(),
    weights: weights?.bytes,
    policyStates: point?.policyStates,
  });
  if (point === null) checkStop(spec.training.stop, setup.task);
  const start = point && { point, state: point.enter(setup) };
  if (point?.origin.type !== 'resumed') {
    await startDirectory(directory, { schema: SPEC_SCHEMA_VERSION, ...ids, ...inputs, spec });
  }
  if (point?.origin.type === 'extended' && start?.state.best) {
    await adoptBest(start.state.best, point.origin, identity);
  }

  await sweepTemporaryFiles(directory);
  const recordEnd = await recordAttempt(runFile(directory, 'provenance'), {
    host: options.host,
    kernels,
    startStep: point?.step ?? 0,
    directories: { data: baseDirectory, weights: weightsDirectory },
  });
  announce(false, point, identity, task, options);
  const ready = { directory, spec, runId: ids.runId, setup, start };
  const { facts, trajectorySha256 } = await trainInto(ready, {
    ...options,
    signal: options.signal ? AbortSignal.any([options.signal, lock.lost]) : lock.lost,
    onWarning,
    deadlineMs: startMs + (options.maxTimeMs ?? Number.POSITIVE_INFINITY),
  });
  const durationMs = performance.now() - startMs;
  await lock.confirm();
  await recordEnd(durationMs);
  if (facts.end.outcome === 'interrupted') return summarizeRun(identity, facts, null, durationMs);
  const result = resultText(runResult(ids, facts, setup, trajectorySha256));
  await publishOnce(runFile(directory, 'result'), result.text, isWholeResult);
  return summarizeRun(identity, facts, result.sha256, durationMs);
}

const BEGINNING = { step: 0, origin: { type: 'beginning' } } as const;

function announce(
  reused: boolean,
  point: StartPoint | null,
  { runId, directory }: RunIdentity,
  task: TaskOfSpec['task'],
  { onStart }: RunOptions,
): void {
  const { step: startStep, origin } = point ?? BEGINNING;
  const floors: RunStart['floors'] = (split, length) => task().floors?.(split, length) ?? [];
  onStart?.({ runId, directory, reused, startStep, origin, floors });
}

/** Finds where a run starts: null for the beginning. */
async function findStartPoint(
  directory: string,
  spec: Spec,
  ids: RunIds,
  { dataSha256 = null }: { readonly dataSha256?: string | null },
  { out, branch, fresh, shorterRuns, onWarning = () => {} }: RunOptions,
): Promise<StartPoint | null> {
  const own = fresh ? null : await findResumePoint(directory, ids.runId, onWarning);
  if (own) return own;
  if (branch) return branchPoint(await branch.open(), spec, dataSha256);
  if (fresh) return null;
  const shorter = await (shorterRuns ? shorterRuns(ids) : findShorterRuns(out, spec, ids));
  return furthestPoint(shorter, spec, ids);
}

/** Makes the directory of a run that starts at the beginning: spec.json, and nothing else of a run. */
async function startDirectory(directory: string, spec: object): Promise<void> {
  // Without its result the run counts as unfinished, whatever happens to the other files now.
  await removeFile(runFile(directory, 'result'));
  await removeCheckpoints(directory);
  await writeAtomically(runFile(directory, 'spec'), `${toJson(spec, 2)}\n`);
}
