// What a run goes on from beside the vectors of a checkpoint, as JSON in the checkpoint's metadata,
// and how it is read back: untrusted until its shape is checked.
import { z } from 'zod';
import type { RandomState } from '../math/random.ts';
import type { SourceState } from '../tasks/task.ts';
import type { Evaluation } from '../training/events.ts';
import type { GradientTotals } from '../training/gradientTotals.ts';
import { toJson } from '../training/json.ts';
import type { PolicyTotals } from '../training/policies/policyTotals.ts';
import type { Progress, TrainState } from '../training/trainState.ts';
import { isPending, type TrajectoryState } from './hashes.ts';
import {
  divergenceSchema,
  evaluationSchema,
  stateGradientSchema,
  storedCount,
  storedNumber,
} from './stored.ts';

/** Where a run stands, beside its vectors. */
export interface RunState {
  readonly train: TrainState;
  readonly trajectory: TrajectoryState;
  /** The last validation. */
  readonly validation: Evaluation | null;
  /** The validation of least loss so far; absent in files of older programs. */
  readonly best?: BestValidation | null;
}

/** The best validation so far. */
export interface BestValidation {
  /** Updates done. */
  readonly step: number;
  /** Finite. */
  readonly loss: number;
}

const numbers = z.record(z.string(), storedNumber);

/** Beyond these the generator gives draws outside [0, 1), which index memory. */
const fraction = z.number().min(0).lt(1);
const LARGEST_CARRY = 2_091_639;
const randomSchema = z.object({
  c: z.int().min(0).max(LARGEST_CARRY),
  s0: fraction,
  s1: fraction,
  s2: fraction,
}) satisfies z.ZodType<RandomState>;

const sourceSchema = z.object({
  position: storedCount,
  random: randomSchema.nullable(),
  windowCount: storedCount.exactOptional(),
}) satisfies z.ZodType<SourceState>;

const policyTotalsSchema = z.object({
  type: z.string(),
  turns: z.boolean(),
  acted: storedCount,
  finite: storedCount,
  normBeforeSum: storedNumber,
  normAfterSum: storedNumber,
  angles: storedCount,
  cosineSum: storedNumber,
}) satisfies z.ZodType<PolicyTotals>;

const totalsSchema = z.object({
  steps: storedCount,
  finite: storedCount,
  normSum: storedNumber,
  normMax: storedNumber,
  clipped: storedCount,
  policies: z.array(policyTotalsSchema),
}) satisfies z.ZodType<GradientTotals>;

const progressSchema = z.object({
  step: storedCount,
  loss: storedNumber.nullable(),
  lossLimit: storedNumber.nullable(),
  evaluatedStep: storedCount,
  verdict: z.enum(['solved', 'plateau', 'diverged']).nullable(),
  divergence: divergenceSchema.nullable(),
  isFirstTold: z.boolean(),
  scalars: numbers,
  schedule: z.object({ factor: storedNumber }).catchall(storedNumber),
  stop: z.object({ bestLoss: storedNumber, sinceBest: storedCount }),
  totals: totalsSchema,
  penalties: z.object({ count: storedCount, sum: storedNumber }),
}) satisfies z.ZodType<Progress>;

const trainSchema = z.object({
  progress: progressSchema,
  source: sourceSchema,
  dropout: randomSchema,
  policies: z.array(z.record(z.string(), z.union([storedNumber, z.array(storedNumber)]))),
  stateGradient: stateGradientSchema.nullable(),
}) satisfies z.ZodType<TrainState>;

const runStateSchema = z.object({
  train: trainSchema,
  trajectory: z.object({
    chain: z.string().regex(/^([0-9a-f]{64})?$/),
    pending: z.base64().refine(isPending),
  }),
  validation: evaluationSchema.nullable(),
  best: z.object({ step: storedCount, loss: z.number() }).nullable().exactOptional(),
}) satisfies z.ZodType<RunState>;

/** Writes a state as one line. */
export function encodeRunState(state: RunState): string {
  return toJson(state);
}

/** Reads a state; null where the text is not one. */
export function decodeRunState(text: string): RunState | null {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return null;
  }
  const state = runStateSchema.safeParse(content);
  return state.success ? state.data : null;
}
