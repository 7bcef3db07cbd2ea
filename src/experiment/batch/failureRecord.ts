// What the last attempt at a job left where none succeeded: a small file beside the suite's manifest.
import { z } from 'zod';
import { storedCount } from '../stored.ts';
import { StoredFileError } from '../storedFileError.ts';

/** Version of the file format. */
export const FAILURE_SCHEMA_VERSION = 1;

/** Why a job has no result. */
export interface FailureRecord {
  /** 64 hex digits. */
  readonly runId: string;
  /** Attempts made. */
  readonly attempts: number;
  /** What the last one said. */
  readonly reason: string;
}

const recordSchema = z.object({
  schema: z.number(),
  runId: z.string(),
  attempts: storedCount,
  reason: z.string(),
}) satisfies z.ZodType<FailureRecord>;

/**
 * Checks the text of a failure record.
 * @param path the file, for messages
 * @param runId the run it must be of
 * @throws StoredFileError if it is damaged, of a newer format or of another run
 */
export function parseFailureRecord(path: string, text: string, runId: string): FailureRecord {
  const unusable = (how: string) =>
    new StoredFileError(`${path} ${how}; remove it: the job counts as not yet run`);
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw unusable('is damaged (not JSON)');
  }
  const record = recordSchema.safeParse(content);
  if (!record.success) throw unusable('is damaged (a field is missing or has another type)');
  const { schema, ...facts } = record.data;
  if (schema > FAILURE_SCHEMA_VERSION) {
    throw unusable(`has format ${schema}, this program reads ${FAILURE_SCHEMA_VERSION}`);
  }
  if (facts.runId !== runId) throw unusable('is of another run');
  return facts;
}
