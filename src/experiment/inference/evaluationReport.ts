// What `rnn evaluate` found: its `--json` document.

import type { StoredNetwork } from '../storedNetwork.ts';
import type { TrainedEvaluation } from './evaluateTrained.ts';

/** Version of the document's format. */
export const EVALUATION_SCHEMA_VERSION = 1;

/** A stored network and what evaluations of it found. */
export interface EvaluationReport {
  readonly schema: number;
  /** 64 hex digits. */
  readonly runId: string;
  readonly name: string;
  /** Updates done. */
  readonly step: number;
  /** The task's type. */
  readonly task: string;
  /** The loss's type. */
  readonly loss: string;
  readonly evaluations: readonly TrainedEvaluation[];
}

/** Puts evaluations together with what they are of. */
export function evaluationReport(
  { spec, runId, step }: StoredNetwork,
  evaluations: readonly TrainedEvaluation[],
): EvaluationReport {
  return {
    schema: EVALUATION_SCHEMA_VERSION,
    runId,
    name: spec.name,
    step,
    task: spec.task.type,
    loss: spec.loss.type,
    evaluations,
  };
}
