// What a run came to, gathered from its last events: the `--json` document of `rnn train`.
import type {
  EndEvent,
  Evaluation,
  GradientSummary,
  Outcome,
  TrainEvent,
} from '../training/events.ts';

/** Version of the summary's format. */
export const SUMMARY_SCHEMA_VERSION = 1;

/** What a run came to. */
export interface RunSummary {
  readonly schema: number;
  readonly runId: string;
  readonly name: string;
  readonly directory: string;
  readonly outcome: Outcome;
  /** Updates done. */
  readonly step: number;
  /** Training loss of the last step. */
  readonly loss: number | null;
  /** The look at test data, else the last validation. */
  readonly evaluation: Evaluation | null;
  /** Mean penalty of the regularizer; absent without one. */
  readonly penaltyMean?: number;
  readonly gradient: GradientSummary;
  /** Hash in result.json; null for an interrupted run, which has no result yet. */
  readonly resultSha256: string | null;
  /** How long the run took, its loading included. */
  readonly durationMs: number;
}

/** Which run it is, and where. */
export interface RunIdentity {
  /** 64 hex digits. */
  readonly runId: string;
  readonly name: string;
  /** The run's directory. */
  readonly directory: string;
}

/** How a run ended and its last evaluations. */
export interface RunFacts {
  readonly end: EndEvent;
  readonly validation: Evaluation | null;
  readonly test: Evaluation | null;
}

/** Puts a summary together. */
export function summarizeRun(
  { runId, name, directory }: RunIdentity,
  { end, validation, test }: Omit<RunFacts, 'end'> & { readonly end: Omit<EndEvent, 'type'> },
  resultSha256: string | null,
  durationMs: number,
): RunSummary {
  const { outcome, step, loss, penaltyMean, gradient } = end;
  return {
    schema: SUMMARY_SCHEMA_VERSION,
    runId,
    name,
    directory,
    outcome,
    step,
    loss,
    evaluation: test ?? validation,
    ...(penaltyMean === undefined ? {} : { penaltyMean }),
    gradient,
    resultSha256,
    durationMs,
  };
}

/** Keeps the events that a result is made of. */
export interface FactsRecorder {
  /** The last validation so far. */
  readonly validation: Evaluation | null;
  /** Takes the next event. */
  handle(event: TrainEvent): void;
  /**
   * Gives the facts.
   * @throws Error before the last event
   */
  facts(): RunFacts;
}

/**
 * Makes the recorder for one run.
 * @param earlier the last validation before the run goes on
 */
export function createFactsRecorder(earlier: Evaluation | null = null): FactsRecorder {
  let end: EndEvent | null = null;
  let validation = earlier;
  let test: Evaluation | null = null;
  return {
    get validation() {
      return validation;
    },
    handle(event) {
      if (event.type === 'end') end = event;
      if (event.type !== 'evaluation') return;
      const { type: _, step: __, ...evaluation } = event;
      if (event.split === 'validation') validation = evaluation;
      else test = evaluation;
    },
    facts() {
      if (!end) throw new Error('run: the training ended without its last event');
      return { end, validation, test };
    },
  };
}
