// metrics.jsonl as it is written: a header line, then events, in pieces while the run goes on.
import { closeSync, constants, fsyncSync, openSync, writeSync } from 'node:fs';
import type { TrainEvent } from '../training/events.ts';
import { toJson, toJsonLine } from '../training/json.ts';
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

/**
 * Starts a metrics file anew.
 * @param every steps per line; step 1 is always written
 * @throws FileError where the file cannot be written
 */
export function createMetricsFile(path: string, runId: string, every: number): MetricsFile {
  const file = attempt(`write ${path}`, () => openAnew(path));
  let open = true;
  let kept = `${toJson({ schema: METRICS_SCHEMA_VERSION, type: 'header', runId, every })}\n`;
  let unwritten: TrainEvent | null = null;

  const flush = (): void => {
    const bytes = Buffer.from(kept);
    kept = ''; // a piece that failed is not tried again
    attempt(`write ${path} (${bytes.length} bytes)`, () => writeAll(file, bytes));
  };
  const add = (event: TrainEvent): void => {
    kept += toJsonLine(event);
    if (kept.length >= PIECE_LENGTH) flush();
  };
  return {
    handle(event) {
      if (event.type === 'evaluationProgress') return;
      if (event.type === 'step' && event.step % every !== 0 && event.step !== 1) {
        unwritten = event;
        return;
      }
      if (event.type === 'end' && unwritten) add(unwritten);
      if (event.type === 'step' || event.type === 'end') unwritten = null;
      add(event);
    },
    flush,
    close() {
      if (!open) return;
      open = false;
      try {
        flush();
        attempt(`write ${path}`, () => fsyncSync(file));
      } finally {
        closeSync(file);
      }
    },
  };
}

function openAnew(path: string): number {
  const { O_WRONLY, O_CREAT, O_TRUNC, O_NOFOLLOW = 0 } = constants; // no O_NOFOLLOW on Windows
  return openSync(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, 0o644);
}

/** Writes every byte: a full disk may take a part without an error. */
function writeAll(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}

function attempt<Value>(operation: string, run: () => Value): Value {
  try {
    return run();
  } catch (error) {
    throw new FileError(operation, error);
  }
}
