// What a run directory says about the run in it: untrusted data until spec and id agree.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type BranchPoint, runId as idOf, trajectoryId } from './canonical.ts';
import {
  DataError,
  type DataFile,
  type DataFiles,
  readDataFiles,
  readWeightsFile,
} from './dataFile.ts';
import { FileError, systemCodeOf } from './files.ts';
import { visibleText } from './load/issue.ts';
import { loadConfigValue } from './load/loadConfig.ts';
import { checkRunFiles, RUN_DIRECTORY_NAME, runFile } from './runDirectory.ts';
import { SPEC_SCHEMA_VERSION, type Spec } from './schema/spec.ts';
import { REMEDY, storedCount } from './stored.ts';
import { StoredFileError } from './storedFileError.ts';

/** A run as its directory tells of it. */
export interface StoredRun {
  readonly spec: Spec;
  /** 64 hex digits; agrees with the spec. */
  readonly runId: string;
  /** SHA-256 of the data file it was trained on, or null for tasks that read none. */
  readonly dataSha256: string | null;
  /** SHA-256 of the weights it began with, or null where it drew them. */
  readonly weightsSha256: string | null;
  /** Where it branched off another run, or null where it started by itself. */
  readonly branch: BranchPoint | null;
  /** 64 hex digits. */
  readonly trajectoryId: string;
}

/** Thrown where a run is asked for and there is none. */
export class NoRunError extends Error {
  override readonly name = 'NoRunError';
}

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const documentSchema = z.object({
  schema: z.number(),
  runId: sha256,
  dataSha256: sha256.exactOptional(),
  weightsSha256: sha256.exactOptional(),
  branch: z.object({ runId: sha256, step: storedCount }).exactOptional(),
  spec: z.unknown(),
});

/**
 * Reads which run a directory holds.
 * @throws NoRunError if it is not the directory of a run
 * @throws StoredFileError if spec.json is damaged or newer, or its id is not that of its spec
 * @throws RunDirectoryError if something else stands at the place of a run's file
 * @throws FileError if spec.json cannot be read
 */
export async function readStoredSpec(directory: string): Promise<StoredRun> {
  const path = runFile(directory, 'spec');
  const document = parseDocument(path, await readSpecFile(directory, path));
  const loaded = loadConfigValue(document.spec, { file: path });
  if (!loaded.ok) {
    const [issue] = loaded.issues;
    throw damaged(path, visibleText(`spec ${issue?.path ?? ''}: ${issue?.message ?? ''}`));
  }
  const { spec } = loaded;
  const { runId, dataSha256, weightsSha256, branch } = document;
  const inputs = {
    ...(dataSha256 === undefined ? {} : { dataSha256 }),
    ...(weightsSha256 === undefined ? {} : { weightsSha256 }),
    ...(branch === undefined ? {} : { branch }),
  };
  if (idOf(spec, inputs) !== runId) {
    throw new StoredFileError(
      `${path}: its id is not that of its spec: it was changed, or made by a program with other ` +
        `numerics; ${REMEDY}`,
    );
  }
  return {
    spec,
    runId,
    trajectoryId: trajectoryId(spec, inputs),
    dataSha256: dataSha256 ?? null,
    weightsSha256: weightsSha256 ?? null,
    branch: branch ?? null,
  };
}

/**
 * Reads the data a stored run was trained on.
 * @param baseDirectory where a relative task.file starts
 * @returns null for tasks that read none
 * @throws DataError if the file cannot be read or is another one now
 */
export async function readStoredData(
  { spec, dataSha256 }: StoredRun,
  baseDirectory: string,
): Promise<DataFiles | null> {
  const data = await readDataFiles(spec.task, baseDirectory);
  if (data && data.sha256 !== dataSha256) {
    const [first] = data.files;
    const message =
      data.files.length === 1
        ? `${first?.path} is not the file the run was trained on`
        : 'these are not the files the run was trained on';
    throw new DataError(`task.file: ${message}`);
  }
  return data;
}

/**
 * Reads the weights a stored run began with.
 * @param baseDirectory where a relative model.initializer.path starts
 * @returns null for runs that drew theirs
 * @throws DataError if the file cannot be read or is another one now
 */
export async function readStoredWeights(
  { spec, weightsSha256 }: StoredRun,
  baseDirectory: string,
): Promise<DataFile | null> {
  const weights = await readWeightsFile(spec.model.initializer, baseDirectory);
  if (weights && weights.sha256 !== weightsSha256) {
    throw new DataError(
      `model.initializer.path: ${weights.path} is not the file the run began with`,
    );
  }
  return weights;
}

async function readSpecFile(directory: string, path: string): Promise<string> {
  const names = await readdir(directory).catch((error: unknown) => {
    const reason = NO_DIRECTORY[systemCodeOf(error)];
    if (reason === undefined) throw new FileError(`read the directory ${directory}`, error);
    throw noRun(directory, reason);
  });
  await checkRunFiles(directory);
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (systemCodeOf(error) !== 'ENOENT') throw new FileError(`read ${path}`, error);
    const [run] = names.filter((name) => RUN_DIRECTORY_NAME.test(name)).sort();
    const meant = run === undefined ? '' : `; did you mean ${join(directory, run)}?`;
    throw noRun(directory, `it has no spec.json${meant}`);
  }
}

const NO_DIRECTORY: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such directory',
  ENOTDIR: 'it is a file',
  ENAMETOOLONG: 'its path is too long',
  ELOOP: 'its symbolic links lead in a circle',
};

function noRun(directory: string, reason: string): NoRunError {
  const hint = reason.endsWith('?') ? '' : '; expected a directory that rnn train has made';
  return new NoRunError(`${directory} is no run: ${reason}${hint}`);
}

function parseDocument(path: string, text: string): z.output<typeof documentSchema> {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw damaged(path, 'not JSON');
  }
  const document = documentSchema.safeParse(content);
  if (!document.success) throw damaged(path, 'a field is missing or has another type');
  if (document.data.schema > SPEC_SCHEMA_VERSION) {
    throw new StoredFileError(
      `${path} has format ${document.data.schema}, this program reads ${SPEC_SCHEMA_VERSION}: ` +
        'use the newer program that wrote it',
    );
  }
  return document.data;
}

const damaged = (path: string, how: string) =>
  new StoredFileError(`${path} is damaged (${how}); ${REMEDY}`);
