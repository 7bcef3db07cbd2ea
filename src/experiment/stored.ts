// How a run's files are read back: they are untrusted data until their shape is checked. Numbers
// that are not finite stand in them as strings.
import { z } from 'zod';
import type {
  Divergence,
  EndEvent,
  Evaluation,
  EvaluationEvent,
  GradientSummary,
  LengthEvaluation,
  PolicySummary,
  StateGradientEvent,
  StepEvent,
} from '../training/events.ts';

/** What to do about a damaged run. */
export const REMEDY = 'rnn train CONFIG --fresh trains the run again';

/** A number that may not be finite. */
export const storedNumber = z.union([
  z.number(),
  z.enum(['NaN', 'Infinity', '-Infinity']).transform((text) => Number(text)),
]);
/** A whole number from 0. */
export const storedCount = z.int().min(0);
const watched = z.record(z.string(), storedNumber);

const lengthEvaluationSchema = z.object({
  length: storedCount,
  loss: storedNumber,
  error: storedNumber.nullable(),
  count: storedCount,
}) satisfies z.ZodType<LengthEvaluation>;

/** An evaluation's numbers. */
export const evaluationSchema = z.object({
  split: z.enum(['validation', 'test']),
  loss: storedNumber,
  error: storedNumber.nullable(),
  bitsPerCharacter: storedNumber.exactOptional(),
  count: storedCount,
  lengths: z.array(lengthEvaluationSchema).exactOptional(),
}) satisfies z.ZodType<Evaluation>;

const policySummarySchema = z.object({
  type: z.string(),
  actedFraction: storedNumber,
  normBeforeMean: storedNumber.nullable(),
  normAfterMean: storedNumber.nullable(),
  cosineMean: storedNumber.nullable(),
}) satisfies z.ZodType<PolicySummary>;

const gradientSchema = z.object({
  normMean: storedNumber,
  normMax: storedNumber,
  clippedFraction: storedNumber,
  nonFiniteCount: storedCount,
  policies: z.array(policySummarySchema).exactOptional(),
}) satisfies z.ZodType<GradientSummary>;

/** Where a run went astray. */
export const divergenceSchema = z.object({
  step: storedCount,
  quantity: z.enum(['loss', 'state', 'gradient', 'parameter']),
  tensor: z.string(),
  timeStep: storedCount.nullable(),
  value: storedNumber,
}) satisfies z.ZodType<Divergence>;

/** How a run ended. */
export const endingSchema = z.object({
  outcome: z.enum(['completed', 'solved', 'plateau', 'diverged', 'interrupted']),
  step: storedCount,
  loss: storedNumber.nullable(),
  penaltyMean: storedNumber.exactOptional(),
  gradient: gradientSchema,
  divergence: divergenceSchema.nullable(),
});

const stepSchema = z.object({
  type: z.literal('step'),
  step: storedCount,
  sequenceLength: storedCount,
  loss: storedNumber,
  penalty: storedNumber.exactOptional(),
  gradientNorm: storedNumber,
  gradientNormAfter: storedNumber,
  clipped: z.boolean(),
  skipped: z.boolean(),
  learningRate: storedNumber,
  gradientCosine: storedNumber.exactOptional(),
  policies: z.array(z.object({ norm: storedNumber, acted: z.boolean() })).exactOptional(),
  watched: watched.exactOptional(),
}) satisfies z.ZodType<StepEvent>;

/** dL/dh_t of one step. */
export const stateGradientSchema = z.object({
  type: z.literal('stateGradient'),
  step: storedCount,
  startStep: storedCount.exactOptional(),
  layers: z.array(z.array(storedNumber)),
}) satisfies z.ZodType<StateGradientEvent>;

// Keys in the order of the events, so that a line read and written again is the same.
const evaluationEventSchema = z.object({
  type: z.literal('evaluation'),
  step: storedCount,
  ...evaluationSchema.shape,
}) satisfies z.ZodType<EvaluationEvent>;

const endSchema = endingSchema.extend({
  type: z.literal('end'),
  watched: watched.exactOptional(),
}) satisfies z.ZodType<EndEvent>;

/** A line of metrics.jsonl after the header. */
export const storedEventSchema = z.discriminatedUnion('type', [
  stepSchema,
  stateGradientSchema,
  evaluationEventSchema,
  endSchema,
]);
