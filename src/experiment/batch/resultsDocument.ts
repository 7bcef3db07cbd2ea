// The `--json` document of `rnn results`: what a suite came to, and every run of it.
import type { Evaluation, Outcome } from '../../training/events.ts';
import type { Label } from './manifest.ts';
import type { SuiteResults, SuiteRun, SuiteRunState } from './results.ts';
import type { SuiteSummary } from './suiteSummary.ts';

/** Version of the document's format. */
export const RESULTS_SCHEMA_VERSION = 1;

/** One run, whatever its state, with the same fields. */
export interface RunEntry {
  /** Place in the manifest. */
  readonly index: number;
  /** 64 hex digits. */
  readonly runId: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, Label>>;
  readonly state: SuiteRunState['type'];
  /** Of finished runs. */
  readonly outcome: Outcome | null;
  /** Updates done, of finished and interrupted runs. */
  readonly step: number | null;
  /** Of finished runs that had one: the look at test data, else the last validation. */
  readonly evaluation: Evaluation | null;
  /** Hash in result.json, of finished runs. */
  readonly resultSha256: string | null;
  /** Why there is no result, of failed and damaged runs. */
  readonly reason: string | null;
}

/** What `rnn results --json` prints. */
export interface ResultsDocument extends Omit<SuiteSummary, 'failures'> {
  readonly schema: number;
  readonly axes: readonly string[];
  readonly runs: readonly RunEntry[];
}

/** Puts the document together; failures stand with their runs. */
export function resultsDocument(
  { axes, runs }: SuiteResults,
  { failures: _, name, ...facts }: SuiteSummary,
): ResultsDocument {
  return { schema: RESULTS_SCHEMA_VERSION, name, axes, ...facts, runs: runs.map(entryOf) };
}

function entryOf({ job: { index, runId, name, labels }, state }: SuiteRun): RunEntry {
  const result = state.type === 'finished' ? state : null;
  return {
    index,
    runId,
    name,
    labels,
    state: state.type,
    outcome: result?.outcome ?? null,
    step: 'step' in state ? state.step : null,
    evaluation: result?.evaluation ?? null,
    resultSha256: result?.resultSha256 ?? null,
    reason: 'reason' in state ? state.reason : null,
  };
}
