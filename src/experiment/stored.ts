// How a run's files are read back: they are untrusted data until their shape is checked. Numbers
// that are not finite stand in them as strings.
import { z } from 'zod';
import type {
  Divergence,
  EndEvent,
  Evaluation,
  EvaluationEvent,
  GradientSummary,
  PolicySummary,
  StateGradientEvent,
  StepEvent,
} from '../training/events.ts';

/** What to do about a damaged run. */
export const REMEDY = 'rnn train CONFIG --fresh trains the run again';

const number = z.union([
  z.number(),
  z.enum(['NaN', 'Infinity', '-Infinity']).transform((text) => Number(text)),
]);
const count = z.int().min(0);
const watched = z.record(z.string(), number);

/** An evaluation's numbers. */
export const evaluationSchema = z.object({
  split: z.enum(['validation', 'test']),
  loss: number,
  error: number.nullable(),
  bitsPerCharacter: number.exactOptional(),
  count,
}) satisfies z.ZodType<Evaluation>;

const policySummarySchema = z.object({
  type: z.string(),
  actedFraction: number,
  normBeforeMean: number.nullable(),
  normAfterMean: number.nullable(),
  cosineMean: number.nullable(),
}) satisfies z.ZodType<PolicySummary>;

const gradientSchema = z.object({
  normMean: number,
  normMax: number,
  clippedFraction: number,
  nonFiniteCount: count,
  policies: z.array(policySummarySchema).exactOptional(),
}) satisfies z.ZodType<GradientSummary>;

const divergenceSchema = z.object({
  step: count,
  quantity: z.enum(['loss', 'state', 'gradient', 'parameter']),
  tensor: z.string(),
  timeStep: count.nullable(),
  value: number,
}) satisfies z.ZodType<Divergence>;

/** How a run ended. */
export const endingSchema = z.object({
  outcome: z.enum(['completed', 'solved', 'plateau', 'diverged', 'interrupted']),
  step: count,
  loss: number.nullable(),
  penaltyMean: number.exactOptional(),
  gradient: gradientSchema,
  divergence: divergenceSchema.nullable(),
});

const stepSchema = z.object({
  type: z.literal('step'),
  step: count,
  sequenceLength: count,
  loss: number,
  penalty: number.exactOptional(),
  gradientNorm: number,
  gradientNormAfter: number,
  clipped: z.boolean(),
  skipped: z.boolean(),
  learningRate: number,
  gradientCosine: number.exactOptional(),
  policies: z.array(z.object({ norm: number, acted: z.boolean() })).exactOptional(),
  watched: watched.exactOptional(),
}) satisfies z.ZodType<StepEvent>;

const stateGradientSchema = z.object({
  type: z.literal('stateGradient'),
  step: count,
  startStep: count.exactOptional(),
  layers: z.array(z.array(number)),
}) satisfies z.ZodType<StateGradientEvent>;

const evaluationEventSchema = evaluationSchema.extend({
  type: z.literal('evaluation'),
  step: count,
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
