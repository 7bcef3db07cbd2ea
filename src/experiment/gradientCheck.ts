// The gradient check of an experiment: its network in f64, at its first parameters or trained for a
// while, over one batch of its training data.

import type { KernelName } from '../math/kernels.ts';
import { openStream } from '../math/random.ts';
import type { BatchSource, TaskFile } from '../tasks/task.ts';
import type { Divergence } from '../training/events.ts';
import {
  type CheckedEntry,
  checkedEntryCount,
  checkGradient,
  type TensorCheck,
  type TermCheck,
  worstOf,
} from '../training/gradientCheck/checkGradient.ts';
import { TOLERANCE } from '../training/gradientCheck/differences.ts';
import { regularizerTarget } from '../training/gradientCheck/regularizerTarget.ts';
import { type GradientCheckTarget, lossTarget } from '../training/gradientCheck/target.ts';
import { train } from '../training/train.ts';
import type { TrainControl, TrainSetup } from '../training/trainSetup.ts';
import { build } from './build.ts';
import type { Spec } from './schema/spec.ts';

/** Version of `GradientCheckReport` as JSON. */
export const GRADIENT_CHECK_SCHEMA_VERSION = 1;

/** What to check, and where. */
export interface GradientCheckOptions {
  /** Entries per tensor at most; Infinity for all. */
  readonly entries: number;
  /** Updates made before the check. */
  readonly warmSteps: number;
}

/** Bytes of the files a spec names, for a task or an initializer that reads one. */
export interface GradientCheckFiles {
  readonly data?: readonly TaskFile[];
  readonly weights?: Uint8Array;
}

/** An entry with its tensor's name. */
export interface NamedEntry extends CheckedEntry {
  readonly term: string;
  readonly tensor: string;
}

/** What the check found; plain data, fit for JSON. */
export interface GradientCheckReport {
  readonly schema: number;
  /** Whether no entry is wrong and at least one tensor's gradient could be compared. */
  readonly ok: boolean;
  readonly name: string;
  readonly seed: number;
  /** What the config says; the check itself is in f64. */
  readonly precision: Spec['precision'];
  /** Updates made before the check. */
  readonly warmSteps: number;
  /** Where those updates went astray, if they did. */
  readonly divergence: Divergence | null;
  readonly batch: { readonly sequenceLength: number; readonly batchSize: number };
  /** The loss over that batch. */
  readonly loss: number;
  readonly lossType: Spec['loss']['type'];
  /** The term beside the loss that the config names; checked as a term of its own. */
  readonly regularizer: string;
  /** Why nothing could be checked; null where it was. */
  readonly problem: TermCheck['problem'];
  readonly tolerance: typeof TOLERANCE;
  readonly entryCount: number;
  readonly checkedCount: number;
  readonly tensors: readonly TensorCheck[];
  /** The compared entry furthest from its difference; null where none could be compared. */
  readonly worst: NamedEntry | null;
}

/** Tells how far a check is; the report comes last. */
export type GradientCheckEvent =
  | { readonly type: 'warm'; readonly step: number; readonly steps: number }
  | { readonly type: 'entry'; readonly doneCount: number; readonly entryCount: number }
  | { readonly type: 'report'; readonly report: GradientCheckReport };

/**
 * Checks the gradient of a spec's loss, over the batch that training would take next, from the
 * initial states even where the task carries states over. The same arguments give the same numbers.
 * @param kernels which kernels compute, all with the same bits
 * @param control ends the check after the entry under way, without a report
 * @param files bytes of the files that task and initializer name
 * @throws ConfigurationError if the parts of the spec do not fit together or memory does not suffice
 */
export function* checkSpecGradient(
  spec: Spec,
  kernels: KernelName,
  { entries, warmSteps }: GradientCheckOptions,
  control: TrainControl,
  { data, weights }: GradientCheckFiles = {},
): Generator<GradientCheckEvent, void, undefined> {
  const setup = build({ ...spec, precision: 'f64' }, kernels, { data, weights });
  const source = setup.task.training(openStream(spec.seed, 'train'));
  const warmed = yield* warmUp(setup, source, warmSteps, control);
  const { batch } = setup.network;
  const dropout = openStream(spec.seed, 'dropout');
  do {
    batch.batchSize = spec.training.batchSize;
    source.next(batch);
    setup.network.drawDropout(dropout);
  } while (batch.window?.hasTargets === false);
  batch.carryState = false;

  const targets = targetsOf(setup);
  const entryCount = targets.reduce((sum, one) => sum + checkedEntryCount(one, entries), 0);
  const terms: TermCheck[] = [];
  let doneCount = 0;
  for (const target of targets) {
    const check = checkGradient(target, { entries, seed: spec.seed });
    let next = check.next();
    for (; !next.done; next = check.next()) {
      if (control.interrupted) return;
      doneCount += next.value;
      yield { type: 'entry', doneCount, entryCount };
    }
    terms.push(next.value);
  }
  const { sequenceLength, batchSize } = batch;
  const at = { ...warmed, batch: { sequenceLength, batchSize } };
  yield { type: 'report', report: reportOf(spec, terms, at) };
}

/** Everything whose gradient is checked, the loss first. */
function targetsOf(setup: TrainSetup): readonly GradientCheckTarget[] {
  const { arena, network, regularizer, training } = setup;
  const term = regularizerTarget(training.regularizer, regularizer, arena, network);
  return [lossTarget(arena, network), ...(term ? [term] : [])];
}

/** Trains without looking at evaluations; ends early where training diverges or is interrupted. */
function* warmUp(
  setup: TrainSetup,
  source: BatchSource,
  steps: number,
  control: TrainControl,
): Generator<GradientCheckEvent, Pick<GradientCheckReport, 'warmSteps' | 'divergence'>> {
  const never = { every: Number.MAX_SAFE_INTEGER, size: 1 };
  const task = { ...setup.task, training: () => source };
  const training = { ...setup.training, steps };
  let warmSteps = 0;
  if (steps === 0) return { warmSteps, divergence: null };
  for (const event of train({ ...setup, task, training, evaluation: never }, control)) {
    if (event.type === 'end') return { warmSteps, divergence: event.divergence };
    if (event.type !== 'step') continue;
    warmSteps = event.step;
    yield { type: 'warm', step: warmSteps, steps };
    // Every update is made by now; going on would look at the test data.
    if (warmSteps === steps && !control.interrupted) break;
  }
  return { warmSteps, divergence: null };
}

function reportOf(
  spec: Spec,
  terms: readonly TermCheck[],
  at: Pick<GradientCheckReport, 'warmSteps' | 'divergence' | 'batch'>,
): GradientCheckReport {
  const tensors = terms.flatMap((term) => term.tensors);
  const total = (count: (tensor: TensorCheck) => number): number =>
    tensors.reduce((sum, tensor) => sum + count(tensor), 0);
  const problem = terms.find((term) => term.problem !== null)?.problem ?? null;
  const isWrong = total((one) => one.differingCount + one.nonFiniteCount) > 0;
  const isCompared = tensors.some(({ verdict }) => verdict === 'agrees');
  return {
    schema: GRADIENT_CHECK_SCHEMA_VERSION,
    ok: problem === null && !isWrong && isCompared,
    name: spec.name,
    seed: spec.seed,
    precision: spec.precision,
    ...at,
    loss: terms[0]?.value ?? Number.NaN,
    lossType: spec.loss.type,
    regularizer: spec.training.regularizer.type,
    problem,
    tolerance: TOLERANCE,
    entryCount: total((one) => one.entryCount),
    checkedCount: total((one) => one.checkedCount),
    tensors,
    worst: worstOf(
      tensors.flatMap(({ worst, term, tensor }) =>
        worst === null ? [] : [{ term, tensor, ...worst }],
      ),
    ),
  };
}
