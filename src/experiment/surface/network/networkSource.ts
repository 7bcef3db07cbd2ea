// What a surface of a network's loss is computed from: plain data that workers get by message.

import type { Plane } from '../../../model/parameterPlane.ts';
import type { TaskFile } from '../../../tasks/task.ts';
import type { Spec } from '../../schema/spec.ts';

/** A surface of a network's loss over a plane in parameter space: θ = origin + x·first + y·second. */
export interface NetworkSource extends Plane {
  readonly type: 'network';
  /**
   * The experiment. The loss is taken over `evaluation.size` sequences, in batches of
   * `training.batchSize`; how it trains does not matter.
   */
  readonly spec: Spec;
  /** Bytes of the data file its task names, or null where it names none. */
  readonly data: readonly TaskFile[] | null;
}

/** What a surface may change about an experiment. */
export interface SurfaceSettings {
  /** Sequences the loss is taken over; one batch of the training without it. */
  readonly sequenceCount?: number;
  /** Numbers of 32 or 64 bits; as the experiment without it. */
  readonly precision?: Spec['precision'];
}

/**
 * Derives the experiment of a surface: the number of sequences becomes `evaluation.size`, in
 * batches no larger than it, through which the gradient goes back as a whole.
 * @param spec the experiment the network is from
 */
export function surfaceSpec(spec: Spec, settings: SurfaceSettings = {}): Spec {
  const { sequenceCount = spec.training.batchSize, precision = spec.precision } = settings;
  const batchSize = Math.min(spec.training.batchSize, sequenceCount);
  return {
    ...spec,
    precision,
    training: { ...spec.training, batchSize, truncation: { type: 'none' } },
    evaluation: { ...spec.evaluation, size: sequenceCount },
  };
}
