// result.json: what a finished run computed, and nothing that depends on when, where or how.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { NUMERICS_VERSION } from '../math/numerics.ts';
import type { Divergence, Evaluation, GradientSummary, Outcome } from '../training/events.ts';
import { toJson } from '../training/json.ts';
import { FileError, systemCodeOf } from './files.ts';
import { endingSchema, evaluationSchema, REMEDY } from './stored.ts';
import { StoredFileError } from './storedFileError.ts';

/** Version of the file format. */
export const RESULT_SCHEMA_VERSION = 2;

/** What a finished run ended with. */
interface Ending {
  readonly outcome: Outcome;
  /** Updates done. */
  readonly step: number;
  /** Training loss of the last step. */
  readonly loss: number | null;
  /** Mean penalty of the regularizer; absent without one. */
  readonly penaltyMean?: number;
  readonly gradient: GradientSummary;
  readonly divergence: Divergence | null;
  /** Last validation, and the one look at test data. */
  readonly validation: Evaluation | null;
  readonly test: Evaluation | null;
}

/** Deterministic facts of a finished run; equal specs give equal bytes. */
export interface RunResult extends Ending {
  readonly runId: string;
  readonly trajectoryId: string;
  readonly parametersSha256: string;
  readonly optimizerStateSha256: string;
  /** Over every step's loss and gradient norm. */
  readonly trajectorySha256: string;
}

/** A result as read back. */
export interface StoredResult extends Ending {
  readonly runId: string;
  readonly parametersSha256: string;
  /** The file's own hash. */
  readonly sha256: string;
  /** Everything else in the file, as it stands there. */
  readonly facts: Readonly<Record<string, unknown>>;
}

function hashOf(facts: object): string {
  return createHash('sha256').update(toJson(facts)).digest('hex');
}

/** What result.json holds beside its hash, in order. */
export function resultFacts(result: RunResult): Readonly<Record<string, unknown>> {
  return { schema: RESULT_SCHEMA_VERSION, numerics: NUMERICS_VERSION, ...result };
}

/** Text of result.json: the facts, closed by the SHA-256 of their text on one line. */
export function resultText(result: RunResult): { readonly text: string; readonly sha256: string } {
  const facts = resultFacts(result);
  const sha256 = hashOf(facts);
  return { text: `${toJson({ ...facts, sha256 }, 2)}\n`, sha256 };
}

const storedSchema = endingSchema.extend({
  runId: z.string(),
  validation: evaluationSchema.nullable(),
  test: evaluationSchema.nullable(),
  parametersSha256: z.string(),
  sha256: z.string(),
});

const versionSchema = z.looseObject({ schema: z.number() });

/** A break between lines, and the gap after a key; a string holds neither. */
const LAYOUT = /\n *(?:("(?:[^"\\\n]|\\.)*":) )?/g;
const CLOSING = /^,"sha256":"([0-9a-f]{64})"\}$/;
const CLOSING_LENGTH = ',"sha256":""}'.length + 64;

/**
 * Tells whether a text is as `resultText` wrote it: brought to one line it has the hash that closes it.
 * Costs a tenth of encoding the facts anew, which a text laid out in another way needs.
 */
function isAsWritten(text: string): boolean {
  const line = text.replace(LAYOUT, '$1');
  const closing = CLOSING.exec(line.slice(-CLOSING_LENGTH));
  if (!closing) return false;
  const facts = `${line.slice(0, -CLOSING_LENGTH)}}`;
  return createHash('sha256').update(facts).digest('hex') === closing[1];
}

/**
 * Checks the text of a result file.
 * @param path the file, for messages
 * @param runId the run it must be of
 * @throws StoredFileError if it is damaged, of a newer format or of another run
 */
export function parseResult(path: string, text: string, runId: string): StoredResult {
  const damaged = (how: string) => new StoredFileError(`${path} is damaged (${how}); ${REMEDY}`);
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw damaged('not JSON');
  }
  const versioned = versionSchema.safeParse(content);
  if (!versioned.success) throw damaged('no schema');
  const { sha256, ...facts } = versioned.data;
  if (facts.schema > RESULT_SCHEMA_VERSION) {
    throw new StoredFileError(
      `${path} has format ${facts.schema}, this program reads ${RESULT_SCHEMA_VERSION}: ` +
        'use the newer program that wrote it, or another --out',
    );
  }
  if (!isAsWritten(text) && hashOf(facts) !== sha256) throw damaged('its hash differs');
  const stored = storedSchema.safeParse(content);
  if (!stored.success) throw damaged('a field is missing or has another type');
  if (stored.data.runId !== runId) {
    throw new StoredFileError(`${path} is of another run, ${stored.data.runId}; ${REMEDY}`);
  }
  return { ...stored.data, facts };
}

/** Whether the text of a result is whole, or of a newer format; only a damaged one may be replaced. */
export function isWholeResult(text: string): boolean {
  try {
    const { sha256, ...facts } = versionSchema.parse(JSON.parse(text));
    return facts.schema > RESULT_SCHEMA_VERSION || hashOf(facts) === sha256;
  } catch {
    return false;
  }
}

/**
 * Reads a result file and checks it.
 * @param runId the run it must be of
 * @returns null if there is none
 * @throws StoredFileError if it is damaged, of a newer format or of another run
 * @throws FileError if it cannot be read
 */
export async function readResult(path: string, runId: string): Promise<StoredResult | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT') return null;
    throw new FileError(`read ${path}`, error);
  }
  return parseResult(path, text, runId);
}
