// The manifest of a suite as it was written when the suite was run: untrusted until its shape is checked.
// What its settings mean is checked by whoever runs a job.
import { join } from 'node:path';
import { z } from 'zod';
import type { RawRecord } from '../schema/raw.ts';
import { storedCount } from '../stored.ts';
import { StoredFileError } from '../storedFileError.ts';
import { type Job, MANIFEST_SCHEMA_VERSION, type Manifest } from './manifest.ts';
import { readPlainFile } from './plainFile.ts';

/** Name of the file in the suite's directory. */
export const MANIFEST_FILE = 'manifest.json';

/** Largest manifest that is read: a hundred thousand runs have some tens of MiB. */
const LARGEST_MANIFEST_BYTES = 2 ** 28;

const name = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/);
const mapping = z.record(z.string(), z.unknown());

const jobSchema = z.object({
  index: storedCount,
  runId: z.string().regex(/^[0-9a-f]{64}$/),
  name,
  labels: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  settings: mapping,
}) satisfies z.ZodType<Job>;

const manifestSchema = z.object({
  name,
  axes: z.array(z.string()),
  base: mapping as z.ZodType<RawRecord>,
  dataDirectory: z.string(),
  weightsDirectory: z.string(),
  jobs: z.array(jobSchema),
}) satisfies z.ZodType<Manifest>;

const versionSchema = z.object({ schema: z.number() });

/**
 * Reads the manifest of a suite.
 * @param suiteDirectory the suite's own directory
 * @throws StoredFileError if it is missing, damaged or of a newer format
 * @throws RunDirectoryError if something else than a file stands in its place
 * @throws FileError if it cannot be read
 */
export function readManifest(suiteDirectory: string): Manifest {
  const path = join(suiteDirectory, MANIFEST_FILE);
  const unusable = (how: string) =>
    new StoredFileError(`${path} ${how}; rnn batch with the suite's file writes it again`);
  const text = readPlainFile(path, LARGEST_MANIFEST_BYTES);
  if (text === null) throw unusable('is missing');
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw unusable('is damaged (not JSON)');
  }
  const version = versionSchema.safeParse(content);
  if (!version.success) throw unusable('is damaged (no schema)');
  if (version.data.schema > MANIFEST_SCHEMA_VERSION) {
    throw unusable(
      `has format ${version.data.schema}, this program reads ${MANIFEST_SCHEMA_VERSION}`,
    );
  }
  const manifest = manifestSchema.safeParse(content);
  if (!manifest.success) throw unusable('is damaged (a field is missing or has another type)');
  return manifest.data;
}
