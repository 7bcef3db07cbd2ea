// result.json: what a finished run computed, and nothing that depends on when, where or how.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { NUMERICS_VERSION } from '../math/numerics.ts';
import type { Divergence, Evaluation, GradientSummary, Outcome } from '../training/events.ts';
import { toJson } from '../training/json.ts';

/** Version of the file format. */
export const RESULT_SCHEMA_VERSION = 1;

/** Deterministic facts of a finished run; equal specs give equal bytes. */
export interface RunResult {
  readonly runId: string;
  readonly trajectoryId: string;
  readonly outcome: Outcome;
  /** Updates done. */
  readonly step: number;
  /** Training loss of the last step. */
  readonly loss: number | null;
  readonly gradient: GradientSummary;
  readonly divergence: Divergence | null;
  /** Last validation, and the one look at test data. */
  readonly validation: Evaluation | null;
  readonly test: Evaluation | null;
  readonly parametersSha256: string;
  readonly optimizerStateSha256: string;
  /** Over every step's loss and gradient norm. */
  readonly trajectorySha256: string;
}

/** Text of result.json: the facts, closed by the SHA-256 of the text without that field. */
export function resultText(result: RunResult): { readonly text: string; readonly sha256: string } {
  const facts = { schema: RESULT_SCHEMA_VERSION, numerics: NUMERICS_VERSION, ...result };
  const sha256 = createHash('sha256').update(toJson(facts)).digest('hex');
  return { text: `${toJson({ ...facts, sha256 }, 2)}\n`, sha256 };
}

/** Thrown where a result file is damaged or not of this program. */
export class ResultError extends Error {
  override readonly name = 'ResultError';
}

/** A result as read back; numbers that are not finite are strings there. */
export interface StoredResult {
  readonly runId: string;
  readonly outcome: Outcome;
  readonly sha256: string;
}

/**
 * Reads a result file and checks its hash.
 * @returns null if there is none
 * @throws ResultError if it is damaged, or of a newer format
 */
export async function readResult(path: string): Promise<StoredResult | null> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return null;
  let stored: unknown;
  try {
    stored = JSON.parse(text);
  } catch {
    throw new ResultError(`${path} is damaged (not JSON); --fresh trains the run again`);
  }
  if (typeof stored !== 'object' || stored === null || !('sha256' in stored)) {
    throw new ResultError(`${path} is damaged (no hash); --fresh trains the run again`);
  }
  const { sha256, ...facts } = stored;
  if ('schema' in facts && facts.schema !== RESULT_SCHEMA_VERSION) {
    throw new ResultError(
      `${path} has format ${String(facts.schema)}, this program reads ${RESULT_SCHEMA_VERSION}`,
    );
  }
  if (createHash('sha256').update(JSON.stringify(facts)).digest('hex') !== sha256) {
    throw new ResultError(`${path} is damaged (its hash differs); --fresh trains the run again`);
  }
  return stored as StoredResult;
}
