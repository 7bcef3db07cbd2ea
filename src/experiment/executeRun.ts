// One run from its spec to its files: the same code for a command, a worker, a cluster task.
import { join } from 'node:path';
import { chooseKernels } from '../math/engine.ts';
import type { KernelName } from '../math/kernels.ts';
import type {
  EndEvent,
  Evaluation,
  GradientSummary,
  Outcome,
  TrainEvent,
} from '../training/events.ts';
import { toJson } from '../training/json.ts';
import { type TrainControl, train } from '../training/train.ts';
import { build, createTask } from './build.ts';
import { runId as idOf, trajectoryId } from './canonical.ts';
import { DataError, readDataFile } from './dataFile.ts';
import { writeAtomically } from './files.ts';
import { createTrajectoryHash, hashVectors } from './hashes.ts';
import { createMetricsFile, readMetrics } from './metricsFile.ts';
import { provenanceText } from './provenance.ts';
import { readResult, resultText } from './result.ts';
import { openRunDirectory, runDirectoryOf, runFiles } from './runDirectory.ts';
import { SPEC_SCHEMA_VERSION, type Spec } from './schema/spec.ts';

/** How long the event loop may stand still, in ms: signals and redraws wait that long. */
const TURN_MS = 50;

/** How to run a spec; nothing here can change a result. */
export interface RunOptions {
  /** Directory that holds run directories. */
  readonly out: string;
  /** Where the task's relative file paths start. */
  readonly baseDirectory: string;
  /** Kernels the user asked for, or undefined for the fastest. */
  readonly kernels?: KernelName;
  /** Ends the run after the step under way. */
  readonly signal?: AbortSignal;
  /** Ends the run after this time, in ms. */
  readonly maxTimeMs?: number;
  /** Train even if a finished result is there. */
  readonly fresh?: boolean;
  /** Version of this program, Node and processor type, for provenance.json. */
  readonly host: { readonly version: string; readonly node: string; readonly arch: string };
  /** Called once, before the first event. */
  readonly onStart?: (start: RunStart) => void;
  /** Called for every event, in order. */
  readonly onEvent?: (event: TrainEvent) => void;
}

/** What is known before the first step. */
export interface RunStart {
  readonly runId: string;
  readonly directory: string;
  /** Whether a finished run was found and its events are told again instead of trained. */
  readonly reused: boolean;
}

/** What a run came to; the `--json` document of `rnn train`. */
export interface RunSummary {
  readonly schema: number;
  readonly runId: string;
  readonly name: string;
  readonly directory: string;
  readonly outcome: Outcome;
  readonly step: number;
  readonly loss: number | null;
  readonly evaluation: Evaluation | null;
  readonly gradient: GradientSummary;
  /** Hash in result.json; null for an interrupted run, which has no result yet. */
  readonly resultSha256: string | null;
  readonly durationMs: number;
}

/** Version of the summary's format. */
export const SUMMARY_SCHEMA_VERSION = 1;

/**
 * Trains a spec into its run directory, or tells a finished run's events again.
 *
 * Files appear whole or not at all; result.json comes last and only for a run that was not
 * interrupted.
 * @throws DataError if the data cannot be read, do not fit the spec, or parts of the spec do not
 * fit together
 * @throws KernelError if the kernels cannot be trusted here
 * @throws ResultError if the run's result file is damaged
 * @throws RunDirectoryError or the system's error if files cannot be written
 */
export async function executeRun(spec: Spec, options: RunOptions): Promise<RunSummary> {
  const startedAt = new Date();
  const clockStart = performance.now();
  const data = await readDataFile(spec.task, options.baseDirectory);
  const inputs = data ? { dataSha256: data.sha256 } : {};
  const runId = idOf(spec, inputs);
  const directory = runDirectoryOf(options.out, spec.name, runId);
  const identity = { runId, name: spec.name, directory };
  const path = (file: keyof typeof runFiles): string => join(directory, runFiles[file]);

  if (!options.fresh) {
    const reused = await reuse(spec, identity, options);
    if (reused) return reused;
  }

  const { name: kernels } = chooseKernels(spec.precision, options.kernels);
  const setup = asDataError(() => {
    const task = createTask(spec.task, data?.bytes);
    return build(spec, kernels, undefined, task);
  });
  await openRunDirectory(directory);
  const ids = { runId, trajectoryId: trajectoryId(spec, inputs) };
  const header = { schema: SPEC_SCHEMA_VERSION, ...ids, ...inputs };
  await writeAtomically(path('spec'), `${toJson({ ...header, spec }, 2)}\n`);

  options.onStart?.({ runId, directory, reused: false });
  const control: TrainControl = { interrupted: false };
  const trajectory = createTrajectoryHash();
  const facts = createFacts();
  const metrics = createMetricsFile(path('metrics'), runId, spec.metrics.every);
  try {
    let turned = performance.now();
    for (const event of train(setup, control)) {
      if (event.type === 'step') trajectory.add(event.loss, event.gradientNorm);
      facts.handle(event);
      metrics.handle(event);
      options.onEvent?.(event);
      const now = performance.now();
      if (now - turned < TURN_MS) continue;
      metrics.flush();
      await new Promise((resolve) => setImmediate(resolve));
      turned = performance.now();
      control.interrupted ||=
        options.signal?.aborted === true || turned - clockStart > (options.maxTimeMs ?? Infinity);
    }
  } catch (error) {
    throw error instanceof RangeError ? new DataError(error.message) : error;
  } finally {
    metrics.close();
  }

  const { end, validation, test } = facts.all();
  const durationMs = performance.now() - clockStart;
  const attempt = { startedAt, endedAt: new Date(), durationMs, kernels };
  const { version, node, arch } = options.host;
  await writeAtomically(path('provenance'), provenanceText(version, node, arch, attempt));
  let resultSha256: string | null = null;
  if (end.outcome !== 'interrupted') {
    const { type: _, ...ending } = end;
    const result = resultText({
      ...ids,
      ...ending,
      validation,
      test,
      parametersSha256: hashVectors(setup.arena, [setup.network.parameters]),
      optimizerStateSha256: hashVectors(setup.arena, setup.optimizerState),
      trajectorySha256: trajectory.digest(),
    });
    await writeAtomically(path('result'), result.text);
    resultSha256 = result.sha256;
  }
  return summaryOf(identity, end, test ?? validation, resultSha256, durationMs);
}

/** Tells a finished run's events again; null if there is none to tell. */
async function reuse(
  spec: Spec,
  identity: Pick<RunSummary, 'runId' | 'name' | 'directory'>,
  options: RunOptions,
): Promise<RunSummary | null> {
  const clockStart = performance.now();
  const { runId, directory } = identity;
  const stored = await readResult(join(directory, runFiles.result));
  if (!stored || stored.runId !== runId) return null;
  const events = await readMetrics(join(directory, runFiles.metrics), runId);
  if (events?.at(-1)?.type !== 'end') return null;
  options.onStart?.({ runId, directory, reused: true });
  const facts = createFacts();
  for (const event of events) {
    facts.handle(event);
    options.onEvent?.(event);
  }
  const { end, validation, test } = facts.all();
  const durationMs = performance.now() - clockStart;
  return summaryOf(
    { ...identity, name: spec.name },
    end,
    test ?? validation,
    stored.sha256,
    durationMs,
  );
}

/** Keeps the events that a result is made of. */
function createFacts() {
  let end: EndEvent | null = null;
  let validation: Evaluation | null = null;
  let test: Evaluation | null = null;
  return {
    handle(event: TrainEvent): void {
      if (event.type === 'end') end = event;
      if (event.type !== 'evaluation') return;
      const { type: _, step: __, ...evaluation } = event;
      if (event.split === 'validation') validation = evaluation;
      else test = evaluation;
    },
    all(): { end: EndEvent; validation: Evaluation | null; test: Evaluation | null } {
      if (!end) throw new Error('executeRun: the training ended without its last event');
      return { end, validation, test };
    },
  };
}

function summaryOf(
  identity: Pick<RunSummary, 'runId' | 'name' | 'directory'>,
  { outcome, step, loss, gradient }: EndEvent,
  evaluation: Evaluation | null,
  resultSha256: string | null,
  durationMs: number,
): RunSummary {
  return {
    schema: SUMMARY_SCHEMA_VERSION,
    ...identity,
    outcome,
    step,
    loss,
    evaluation,
    gradient,
    resultSha256,
    durationMs,
  };
}

/** Parts that do not fit together are the config's fault, not the program's. */
function asDataError<Value>(make: () => Value): Value {
  try {
    return make();
  } catch (error) {
    throw error instanceof RangeError ? new DataError(error.message) : error;
  }
}
