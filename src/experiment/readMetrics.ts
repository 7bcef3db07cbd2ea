// metrics.jsonl as it is read back, event by event, in memory that does not grow with the file.
import { open } from 'node:fs/promises';
import { z } from 'zod';
import type { TrainEvent } from '../training/events.ts';
import { FileError } from './files.ts';
import { METRICS_SCHEMA_VERSION } from './metricsFile.ts';
import { REMEDY, storedEventSchema } from './stored.ts';
import { StoredFileError } from './storedFileError.ts';

/** In what state a metrics file is: `torn` lacks the end of its last line. */
export type MetricsState = 'whole' | 'torn' | 'missing';

const headerSchema = z.object({ schema: z.number(), runId: z.string() });
const cadenceSchema = z.object({ every: z.number().int().min(1) });

/**
 * Reads the events of a run.
 * @param handle called for every event, in order
 * @returns whether all of it was there; a torn last line is left out
 * @throws StoredFileError if another line is damaged, or the file is newer or of another run
 * @throws FileError if it cannot be read
 */
export async function readMetrics(
  path: string,
  runId: string,
  handle: (event: TrainEvent) => void,
): Promise<MetricsState> {
  let number = 0;
  let isTorn = false;
  try {
    for await (const line of linesOf(path)) {
      if (isTorn) throw damagedLine(path, number);
      number++;
      const value = parseLine(line);
      if (value === undefined) isTorn = true;
      else if (number === 1) checkHeader(path, value, runId);
      else handle(readEvent(path, number, value));
    }
  } catch (error) {
    if (error instanceof FileError && error.code === 'ENOENT') return 'missing';
    throw error;
  }
  return isTorn || number === 0 ? 'torn' : 'whole';
}

/**
 * Reads how many steps there are per line.
 * @returns null where there is no file, or no more than a torn line of it
 * @throws StoredFileError if the header is damaged, or the file is newer or of another run
 * @throws FileError if it cannot be read
 */
export async function readCadence(path: string, runId: string): Promise<number | null> {
  try {
    for await (const line of linesOf(path)) {
      const value = parseLine(line);
      if (value === undefined) return null;
      checkHeader(path, value, runId);
      const header = cadenceSchema.safeParse(value);
      if (!header.success) throw damagedLine(path, 1);
      return header.data.every;
    }
  } catch (error) {
    if (!(error instanceof FileError && error.code === 'ENOENT')) throw error;
  }
  return null;
}

async function* linesOf(path: string): AsyncGenerator<string> {
  let rest = '';
  try {
    const file = await open(path);
    for await (const chunk of file.createReadStream({ encoding: 'utf8' })) {
      const lines = `${rest}${chunk}`.split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } catch (error) {
    throw new FileError(`read ${path}`, error);
  }
  if (rest !== '') yield rest;
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function checkHeader(path: string, value: unknown, runId: string): void {
  const header = headerSchema.safeParse(value);
  if (!header.success) throw damagedLine(path, 1);
  if (header.data.schema > METRICS_SCHEMA_VERSION) {
    throw new StoredFileError(
      `${path} has format ${header.data.schema}, this program reads ${METRICS_SCHEMA_VERSION}: ` +
        'use the newer program that wrote it, or another --out',
    );
  }
  if (header.data.runId !== runId) {
    throw new StoredFileError(`${path} is of another run, ${header.data.runId}; ${REMEDY}`);
  }
}

function readEvent(path: string, number: number, value: unknown): TrainEvent {
  const event = storedEventSchema.safeParse(value);
  if (!event.success) throw damagedLine(path, number);
  return event.data;
}

function damagedLine(path: string, number: number): StoredFileError {
  return new StoredFileError(`${path} is damaged (line ${number}); ${REMEDY}`);
}
