// What a training run tells the world: plain numbers only, so that every sink (terminal, JSONL,
// result file) reads the same facts. No behaviour lives here.

/** What one of several policies did in one update. */
export interface PolicyStep {
  /** Global L2 norm of the gradient as this policy left it; the first got `gradientNorm`. */
  readonly norm: number;
  /** Whether it changed the gradient or left the update out. */
  readonly acted: boolean;
}

/** One update: what the loss and the gradient were at this step. */
export interface StepEvent {
  readonly type: 'step';
  /** Updates done, this one included; the first is 1. */
  readonly step: number;
  /** Length T of this step's sequences. */
  readonly sequenceLength: number;
  /** Training loss of the batch before the update, in the loss's unit (nats for cross-entropies). */
  readonly loss: number;
  /** Value of the regularizer's term, its weight included; not part of `loss`. Absent without one. */
  readonly penalty?: number;
  /** Global L2 norm of the gradient before the policies, the regularizer's part included. */
  readonly gradientNorm: number;
  /** Global L2 norm of the gradient after the policies: what the optimizer saw. */
  readonly gradientNormAfter: number;
  /** Whether a policy clipped or replaced the gradient; noise alone does not count. */
  readonly clipped: boolean;
  /** Whether a policy left this update out (nonFinite: skip). */
  readonly skipped: boolean;
  readonly learningRate: number;
  /**
   * Cosine of the angle between the gradient before and after the policies, in [-1, 1]; NaN where one
   * of them is 0 or not finite. Only where a policy can turn it.
   */
  readonly gradientCosine?: number;
  /** What each policy did, in order; only where there is more than one (`none` does not count). */
  readonly policies?: readonly PolicyStep[];
  /** Values of the parameters the task asks to watch (the toy's wr and wi), before the update. */
  readonly watched?: Readonly<Record<string, number>>;
}

/** Norms of dL/dh_t of one update: does the gradient reach the beginning? */
export interface StateGradientEvent {
  readonly type: 'stateGradient';
  readonly step: number;
  /** Steps of the sequences before t = 1, where BPTT went back through a window; absent for 0. */
  readonly startStep?: number;
  /** One series per layer, bottom first: ‖dL/dh_t‖ over the batch for t = 1 … T. */
  readonly layers: readonly (readonly number[])[];
}

/** What an evaluation found on sequences of one length. */
export interface LengthEvaluation {
  /** T. */
  readonly length: number;
  /** Mean loss per target, in the loss's unit. */
  readonly loss: number;
  /** Share of wrong predictions in [0, 1] under the task's rule, or null where the task has none. */
  readonly error: number | null;
  /** How many targets were looked at. */
  readonly count: number;
}

/** Numbers of one pass over evaluation data. */
export interface Evaluation {
  readonly split: 'validation' | 'test';
  /** Mean loss per target, in the loss's unit. */
  readonly loss: number;
  /** Share of wrong predictions in [0, 1] under the task's rule, or null where the task has none. */
  readonly error: number | null;
  /** Loss in bits per character, for tasks over characters. */
  readonly bitsPerCharacter?: number;
  /** How many targets were looked at. */
  readonly count: number;
  /** The parts of it, where `evaluation.lengths` asks for several lengths; loss and error are over all. */
  readonly lengths?: readonly LengthEvaluation[];
}

/** An evaluation during or at the end of training. */
export interface EvaluationEvent extends Evaluation {
  readonly type: 'evaluation';
  readonly step: number;
}

/** Sign of life during a long evaluation; drivers may let the event loop turn at each. */
export interface EvaluationProgressEvent {
  readonly type: 'evaluationProgress';
  readonly step: number;
  /** Targets looked at so far. */
  readonly count: number;
}

/** Where a run went astray: the first number that is not finite, or a loss beyond all bounds. */
export interface Divergence {
  readonly step: number;
  /** What went astray. */
  readonly quantity: 'loss' | 'state' | 'gradient' | 'parameter';
  /** Full name of the tensor, for example `layers.0.Whh`. */
  readonly tensor: string;
  /** Time step t in 1 … T, where the tensor has one. */
  readonly timeStep: number | null;
  /** The number itself. */
  readonly value: number;
}

/** Why a run ended. */
export type Outcome = 'completed' | 'solved' | 'plateau' | 'diverged' | 'interrupted';

/** What one policy did over the whole run. */
export interface PolicySummary {
  /** Its `type`, or `own` for a user's own. */
  readonly type: string;
  /** Share of steps in which it acted, in [0, 1]. */
  readonly actedFraction: number;
  /**
   * Mean norm of the gradient as it reached this policy, over the steps in which it acted and both
   * norms are finite; null where there is none, or where it acts inside BPTT and not on the whole
   * gradient.
   */
  readonly normBeforeMean: number | null;
  /** Mean norm of the gradient as this policy left it, over the same steps. */
  readonly normAfterMean: number | null;
  /**
   * Mean cosine of the angle between the gradient before the chain and as this policy left it, over
   * the steps in which it acted; null where it cannot turn the gradient as BPTT gave it, or never did.
   */
  readonly cosineMean: number | null;
}

/** The gradient over the whole run. */
export interface GradientSummary {
  /** Mean of finite norms before the policies. */
  readonly normMean: number;
  /** Largest finite norm before the policies. */
  readonly normMax: number;
  /** Share of steps in which a policy clipped or replaced the gradient, in [0, 1]. */
  readonly clippedFraction: number;
  /** Steps whose gradient norm was not finite. */
  readonly nonFiniteCount: number;
  /** One per policy of the chain, in order; absent without any, and in files of older programs. */
  readonly policies?: readonly PolicySummary[];
}

/** The last event of every run. */
export interface EndEvent {
  readonly type: 'end';
  readonly outcome: Outcome;
  /** Updates done. */
  readonly step: number;
  /** Training loss of the last step, or null where no step was done. */
  readonly loss: number | null;
  /** Mean of finite penalties over all steps; absent without a regularizer. */
  readonly penaltyMean?: number;
  readonly gradient: GradientSummary;
  readonly divergence: Divergence | null;
  /** Values of the watched parameters after the last update. */
  readonly watched?: Readonly<Record<string, number>>;
}

/** What happens in a run, in the order it happens; plain numbers and words only. */
export type TrainEvent =
  | StepEvent
  | StateGradientEvent
  | EvaluationEvent
  | EvaluationProgressEvent
  | EndEvent;
