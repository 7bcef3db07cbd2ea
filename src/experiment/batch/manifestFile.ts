// The manifest as a file: a line with version and SHA-256 of the rest, a line of what all runs share,
// then one line a run. What is read is untrusted data until all of it is checked.

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { FileError, makeDirectory, systemCodeOf, writeAtomically } from '../files.ts';
import { treeOfData } from '../load/tree.ts';
import { checkPlainFile } from '../runDirectory.ts';
import { isRecord, type RawRecord } from '../schema/raw.ts';
import { StoredFileError } from '../storedFileError.ts';
import { type Job, MANIFEST_SCHEMA_VERSION, type Manifest } from './manifest.ts';
import { MOST_RUNS, SUITE_NAME } from './suite.ts';
import { manifestFile, suiteDirectory } from './suiteDirectory.ts';

const REMEDY = 'rnn batch with the suite writes it again';
const LONGEST_TEXT = 4096;
const MOST_KEYS = 1000;

const name = z.string().regex(SUITE_NAME);
const text = z.string().max(LONGEST_TEXT);
const directory = text.refine((path) => isAbsolute(path) && !path.includes('\0'));

/** Mappings of the config are kept as they are read: what they say is checked where it is used. */
const rawRecord = z.custom<RawRecord>(
  (value) => isRecord(value) && Object.keys(value).length <= MOST_KEYS,
);

const headSchema = z.object({ schema: z.number(), sha256: z.string() });

const searchSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('none') }),
  z.strictObject({
    type: z.literal('halving'),
    factor: z.int().min(2),
    measure: z.enum(['loss', 'error']),
    steps: z.array(z.int().min(1)).min(1),
  }),
]);

const sharedSchema = z.strictObject({
  name,
  axes: z.array(text).max(MOST_KEYS),
  base: rawRecord,
  dataDirectory: directory,
  weightsDirectory: directory,
  search: searchSchema,
  jobCount: z.int().min(0).max(MOST_RUNS),
});

const labelSchema = z.union([text, z.number(), z.boolean()]);

const runId = z.string().regex(/^[0-9a-f]{64}$/);

const jobSchema = z.strictObject({
  index: z.int().min(0),
  runId,
  name,
  labels: z.record(z.string(), labelSchema),
  extends: runId.exactOptional(),
  settings: rawRecord,
});

/** Text of the file. */
export function manifestText({ jobs, ...shared }: Manifest): string {
  const lines = [{ ...shared, jobCount: jobs.length }, ...jobs].map((line) => JSON.stringify(line));
  const body = `${lines.join('\n')}\n`;
  const sha256 = createHash('sha256').update(body).digest('hex');
  return `${JSON.stringify({ schema: MANIFEST_SCHEMA_VERSION, sha256 })}\n${body}`;
}

/** Reads a line as data without the keys that reach into JavaScript's objects. */
function parseLine(line: string | undefined): unknown {
  try {
    const { value, problems } = treeOfData(JSON.parse(line ?? ''));
    return problems.length === 0 ? value : undefined;
  } catch {
    return undefined;
  }
}

function checkHead(path: string, head: unknown, body: string): void {
  const read = headSchema.safeParse(head);
  if (!read.success) throw damaged(path, 'no schema');
  const { schema, sha256 } = read.data;
  if (schema > MANIFEST_SCHEMA_VERSION) {
    throw new StoredFileError(
      `${path} has format ${schema}, this program reads ${MANIFEST_SCHEMA_VERSION}: ` +
        'use the newer program that wrote it, or another --out',
    );
  }
  const isFormat = schema === MANIFEST_SCHEMA_VERSION;
  if (!isFormat) throw damaged(path, 'no such format');
  if (createHash('sha256').update(body).digest('hex') !== sha256)
    throw damaged(path, 'its hash differs');
}

function parseJob(line: string, index: number, axes: ReadonlySet<string>): Job | null {
  const read = jobSchema.safeParse(parseLine(line));
  if (!read.success || read.data.index !== index) return null;
  return Object.keys(read.data.labels).every((axis) => axes.has(axis)) ? read.data : null;
}

const damaged = (path: string, how: string) =>
  new StoredFileError(`${path} is damaged (${how}); ${REMEDY}`);

/**
 * Reads the text of a manifest and checks all of it.
 * @param path - names it in errors
 * @throws StoredFileError if it is damaged or of a newer format
 */
export function parseManifest(path: string, content: string): Manifest {
  const end = content.indexOf('\n') + 1;
  const body = content.slice(end);
  checkHead(path, parseLine(content.slice(0, end)), body);
  const [first, ...lines] = body.trimEnd().split('\n');
  const shared = sharedSchema.safeParse(parseLine(first));
  if (!shared.success) throw damaged(path, 'a field is missing or has another type');
  const { jobCount, ...rest } = shared.data;
  const rungCount = rest.search.type === 'none' ? 1 : rest.search.steps.length;
  if (lines.length !== jobCount || jobCount % rungCount !== 0) {
    throw damaged(path, 'runs are missing');
  }
  const axes = new Set(rest.axes);
  const ids = new Set<string>();
  const jobs = lines.map((line, index) => {
    const job = parseJob(line, index, axes);
    if (job === null || ids.has(job.runId)) throw damaged(path, `run ${index}`);
    ids.add(job.runId);
    return job;
  });
  return { ...rest, jobs };
}

/**
 * Writes the manifest of a suite, which takes the place of an earlier one.
 * @param out - directory of run directories
 * @throws RunDirectoryError if something else than a file stands at its place
 * @throws FileError if it cannot be written
 */
export async function writeManifest(out: string, manifest: Manifest): Promise<void> {
  const suite = suiteDirectory(out, manifest.name);
  await makeDirectory(suite);
  await checkPlainFile(manifestFile(suite));
  await writeAtomically(manifestFile(suite), manifestText(manifest));
}

/**
 * Reads the manifest of a suite.
 * @param out - directory of run directories
 * @param suite - name of the suite; untrusted
 * @returns null if there is none
 * @throws ConfigurationError if the name cannot be that of a suite
 * @throws StoredFileError if it is damaged, of a newer format or of another suite
 * @throws RunDirectoryError if something else than a file stands at its place
 * @throws FileError if it cannot be read
 */
export async function readManifest(out: string, suite: string): Promise<Manifest | null> {
  const path = manifestFile(suiteDirectory(out, suite));
  const manifest = await readManifestFile(path);
  if (manifest !== null && manifest.name !== suite) throw damaged(path, 'it is of another suite');
  return manifest;
}

/**
 * Reads a manifest wherever it lies.
 * @returns null if there is none
 * @throws StoredFileError if it is damaged or of a newer format
 * @throws RunDirectoryError if something else than a file stands at its place
 * @throws FileError if it cannot be read
 */
export async function readManifestFile(path: string): Promise<Manifest | null> {
  await checkPlainFile(path);
  try {
    return parseManifest(path, await readFile(path, 'utf8'));
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT') return null;
    if (error instanceof StoredFileError) throw error;
    throw new FileError(`read ${path}`, error);
  }
}
