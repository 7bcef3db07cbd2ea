// metrics.jsonl as it is written: a header line, then events, in pieces while the run goes on.
import { closeSync, constants } from 'node:fs';
import type { TrainEvent } from '../training/events.ts';
import { toJson, toJsonLine } from '../training/json.ts';
import { fileOperations, type SyncOutputFile } from './fileOperations.ts';
import { FileError } from './files.ts';

/** Version of the file format. */
export const METRICS_SCHEMA_VERSION = 1;

/** Characters kept back before they are written. */
const PIECE_LENGTH = 65536;

/** Writes events of one run to its metrics file. */
export interface MetricsFile {
  /** Takes one event; steps only every so many, and the first and last ones. */
  handle(event: TrainEvent): void;
  /** Writes what was kept back. */
  flush(): void;
  /** Flushes, makes the file durable and closes it; once or more. */
  close(): void;
}

/** The first line of the metrics of a run. */
export function metricsHeader(runId: string, every: number): string {
  return `${toJson({ schema: METRICS_SCHEMA_VERSION, type: 'header', runId, every })}\n`;
}

/** Whether a step has a line of its own, and not only as the last one of a run. */
export function isOnCadence(step: number, every: number): boolean {
  return step % every === 0 || step === 1;
}

/** Decides which events have a line. */
export interface MetricsFilter {
  /** The events that get a line now that another has come, in order. */
  take(event: TrainEvent): readonly TrainEvent[];
}

/**
 * Starts deciding: of the steps only every so many get a line, the first, and the last one of a run.
 * @param every steps per line
 * @param unwritten the last step so far, where it has no line yet
 */
export function createMetricsFilter(
  every: number,
  unwritten: TrainEvent | null = null,
): MetricsFilter {
  let heldBack = unwritten;
  return {
    take(event) {
      if (event.type === 'evaluationProgress') return [];
      if (event.type === 'step' && !isOnCadence(event.step, every)) {
        heldBack = event;
        return [];
      }
      const last = event.type === 'end' ? heldBack : null;
      if (event.type === 'step' || event.type === 'end') heldBack = null;
      return last ? [last, event] : [event];
    },
  };
}

/**
 * Starts a metrics file anew.
 * @param every steps per line; step 1 is always written
 * @throws FileError where the file cannot be written
 */
export function createMetricsFile(path: string, runId: string, every: number): MetricsFile {
  return openMetrics(path, openAnew, every, {
    first: metricsHeader(runId, every),
    unwritten: null,
  });
}

/**
 * Goes on with a metrics file that ends where the run goes on.
 * @param every steps per line
 * @param unwritten the last step so far, where it has no line yet
 * @throws FileError where the file cannot be written
 */
export function appendToMetricsFile(
  path: string,
  every: number,
  unwritten: TrainEvent | null,
): MetricsFile {
  return openMetrics(path, openAtEnd, every, { first: '', unwritten });
}

/** What is to be written beside the events to come. */
interface MetricsStart {
  readonly first: string;
  readonly unwritten: TrainEvent | null;
}

function openMetrics(
  path: string,
  openFile: (path: string) => SyncOutputFile,
  every: number,
  { first, unwritten }: MetricsStart,
): MetricsFile {
  const file = attempt(`write ${path}`, () => openFile(path));
  let open = true;
  let kept = first;
  const filter = createMetricsFilter(every, unwritten);

  const flush = (): void => {
    const bytes = Buffer.from(kept);
    kept = ''; // a piece that failed is not tried again
    attempt(`write ${path} (${bytes.length} bytes)`, () => fileOperations.writeSync(file, bytes));
  };
  const add = (event: TrainEvent): void => {
    kept += toJsonLine(event);
    if (kept.length >= PIECE_LENGTH) flush();
  };
  return {
    handle(event) {
      for (const one of filter.take(event)) add(one);
    },
    flush,
    close() {
      if (!open) return;
      open = false;
      try {
        flush();
        attempt(`write ${path}`, () => fileOperations.syncSync(file));
      } finally {
        closeSync(file.descriptor);
      }
    },
  };
}

function openAnew(path: string): SyncOutputFile {
  const { O_WRONLY, O_CREAT, O_TRUNC, O_NOFOLLOW = 0 } = constants; // no O_NOFOLLOW on Windows
  return fileOperations.openSync(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW);
}

function openAtEnd(path: string): SyncOutputFile {
  const { O_WRONLY, O_APPEND, O_NOFOLLOW = 0 } = constants;
  return fileOperations.openSync(path, O_WRONLY | O_APPEND | O_NOFOLLOW);
}

function attempt<Value>(operation: string, run: () => Value): Value {
  try {
    return run();
  } catch (error) {
    throw new FileError(operation, error);
  }
}
