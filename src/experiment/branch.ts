// Branching: a run that takes over the parameters of another run's checkpoint and goes on from its step
// with another config. What the two configs say alike goes on as if nothing had happened; what the new
// one says differently starts afresh there.
import { isDeepStrictEqual } from 'node:util';
import { ConfigurationError } from '../math/configurationError.ts';
import { TRAINING_PREFIX } from '../model/weights/trainingTensors.ts';
import { type OptimizerOptions, optimizers } from '../training/optimizers/index.ts';
import type { Optimizer } from '../training/optimizers/optimizer.ts';
import { scheduleOf } from '../training/schedules/index.ts';
import { openTraining } from '../training/train.ts';
import type { TrainSetup } from '../training/trainSetup.ts';
import type { TrainState } from '../training/trainState.ts';
import type { BranchPoint } from './canonical.ts';
import { checkpointVectors, type NamedVector, writeVectors } from './checkpointVectors.ts';
import { checkRunState } from './checkRunState.ts';
import { type OnWarning, readCheckpointAt, readLastCheckpoint } from './readCheckpoints.ts';
import { allTensors, checkTrainable, type TrainableCheckpoint } from './resumePoint.ts';
import type { Spec } from './schema/spec.ts';
import type { StartPoint } from './startPoint.ts';
import { readStoredSpec } from './storedRun.ts';
import type { RunState } from './storedState.ts';

/** A run's wish to branch off another. */
export interface BranchRequest {
  readonly point: BranchPoint;
  /** Reads the checkpoint; asked for only where the run has none of its own yet. */
  readonly open: () => Promise<Branch>;
}

/** The checkpoint that a run branches off, as read from its directory. */
export interface Branch {
  readonly point: BranchPoint;
  readonly directory: string;
  readonly spec: Spec;
  /** SHA-256 of the data file it was trained on, or null for tasks that read none. */
  readonly dataSha256: string | null;
  readonly checkpoint: TrainableCheckpoint;
}

/**
 * Reads the checkpoint that a run is to branch off.
 * @param directory of the run it comes from
 * @param step updates done, or null for the last checkpoint that is whole
 * @throws NoRunError if there is no such run or no checkpoint of this step
 * @throws StoredFileError if a file is damaged or of an older format
 * @throws FileError if a file cannot be read
 */
export async function readBranch(
  directory: string,
  step: number | null,
  onWarning: OnWarning = () => {},
): Promise<Branch> {
  const { spec, runId, dataSha256 } = await readStoredSpec(directory);
  const found =
    step === null
      ? await readLastCheckpoint(directory, runId, onWarning)
      : await readCheckpointAt(directory, runId, step);
  const checkpoint = checkTrainable(directory, found);
  const point = { runId, step: checkpoint.step };
  return { point, directory, spec, dataSha256, checkpoint };
}

/**
 * Makes the point where a branch starts.
 * @param dataSha256 of the data file it trains on, or null for tasks that read none
 * @throws ConfigurationError if the run ends before it
 */
export function branchPoint(branch: Branch, spec: Spec, dataSha256: string | null): StartPoint {
  const { directory, checkpoint, point } = branch;
  const { steps } = spec.training;
  if (steps <= point.step) {
    throw new ConfigurationError(
      `training.steps: expected more than ${point.step}, the step it branches off at, got ${steps}`,
    );
  }
  const alike = compare(branch, { spec, dataSha256 });
  const { train } = checkpoint.training.state;
  return {
    origin: { type: 'branched', directory },
    step: point.step,
    policyStates: alike.policies ? train.policies : undefined,
    written: [],
    metrics: null,
    enter: (setup) => enter(setup, spec, checkpoint, alike),
  };
}

/** What two configs say alike, so that it goes on. */
interface Alike {
  readonly optimizer: boolean;
  readonly average: boolean;
  readonly policies: boolean;
  readonly schedule: boolean;
  /** Random stream and position of the training data, and the states carried along them. */
  readonly source: boolean;
  readonly dropout: boolean;
}

type Experiment = Pick<Branch, 'spec' | 'dataSha256'>;

function compare(before: Experiment, now: Experiment): Alike {
  const isAlike = (part: (spec: Spec) => unknown) =>
    isDeepStrictEqual(part(before.spec), part(now.spec));
  return {
    optimizer: isAlike(({ training }) => [training.optimizer.type, stateVectorsOf(training)]),
    average: isAlike(({ training }) => training.averaging.type),
    policies: isAlike(({ training }) => training.policy),
    schedule: isAlike(({ training }) => training.schedule),
    source:
      before.dataSha256 === now.dataSha256 &&
      isAlike(({ seed, task, model, training }) => [
        seed,
        'file' in task ? { ...task, file: '' } : task,
        model.layers,
        training.batchSize,
        training.truncation,
      ]),
    dropout: isAlike(({ seed }) => seed),
  };
}

function stateVectorsOf({ optimizer }: Spec['training']): readonly string[] {
  return (optimizers[optimizer.type] as Optimizer<OptimizerOptions>).stateVectors(optimizer);
}

/** Which vectors a branch takes over, by what their names begin with. */
const VECTORS_BY_PREFIX: readonly (readonly [string, keyof Alike])[] = [
  [`${TRAINING_PREFIX}optimizer.`, 'optimizer'],
  [`${TRAINING_PREFIX}average.`, 'average'],
  [`${TRAINING_PREFIX}kept.`, 'source'],
];

function isTakenOver({ prefix }: NamedVector, alike: Alike): boolean {
  const row = VECTORS_BY_PREFIX.find(([start]) => prefix.startsWith(start));
  return !row || alike[row[1]];
}

function enter(
  setup: TrainSetup,
  spec: Spec,
  checkpoint: TrainableCheckpoint,
  alike: Alike,
): RunState {
  const fresh = openTraining(setup).state();
  const state: RunState = {
    train: mergeStates(checkpoint.training.state.train, fresh, spec, alike),
    trajectory: { chain: '', pending: '' },
    validation: null,
  };
  checkRunState(state, setup);
  const vectors = checkpointVectors(setup).filter((vector) => isTakenOver(vector, alike));
  writeVectors(setup.arena, vectors, allTensors(checkpoint));
  const { arena, averagedParameters, network } = setup;
  if (averagedParameters && !alike.average) {
    arena.view(averagedParameters).set(arena.view(network.parameters));
  }
  return state;
}

/** The state of a run that starts, with what goes on from another. */
function mergeStates(
  before: TrainState,
  fresh: TrainState,
  { training }: Spec,
  alike: Alike,
): TrainState {
  const { step, scalars, schedule } = before.progress;
  return {
    progress: {
      ...fresh.progress,
      step,
      evaluatedStep: step,
      loss: before.progress.loss,
      ...(alike.optimizer ? { scalars } : {}),
      schedule: alike.schedule ? schedule : scheduleAfter(training, step),
    },
    source: alike.source ? before.source : fresh.source,
    dropout: alike.dropout ? before.dropout : fresh.dropout,
    policies: alike.policies ? before.policies : fresh.policies,
    stateGradient: before.stateGradient,
  };
}

/** The schedule as it would stand after so many updates, had it been there from the beginning. */
function scheduleAfter({ schedule: options }: Spec['training'], steps: number) {
  const schedule = scheduleOf(options);
  const state = schedule.start(options);
  for (let step = 1; step <= steps; step++) schedule.afterUpdate(options, state, step);
  return state;
}
