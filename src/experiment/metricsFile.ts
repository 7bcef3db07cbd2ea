// metrics.jsonl: a header line, then events. Written in pieces while the run goes on.
import { closeSync, constants, fsyncSync, openSync, writeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { TrainEvent } from '../training/events.ts';
import { toJson, toJsonLine } from '../training/json.ts';

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
 * @throws the system's error where the file cannot be written
 */
export function createMetricsFile(path: string, runId: string, every: number): MetricsFile {
  const { O_WRONLY, O_CREAT, O_TRUNC, O_NOFOLLOW = 0 } = constants; // no O_NOFOLLOW on Windows
  const file = openSync(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, 0o644);
  let open = true;
  let kept = `${toJson({ schema: METRICS_SCHEMA_VERSION, type: 'header', runId, every })}\n`;
  let unwritten: TrainEvent | null = null;

  const flush = (): void => {
    if (kept.length > 0) writeSync(file, kept);
    kept = '';
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
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
    },
  };
}

/**
 * Reads the events of a finished run back.
 * @returns the events, or null if the file is missing, of another run or damaged
 */
export async function readMetrics(path: string, runId: string): Promise<TrainEvent[] | null> {
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    const [header, ...events] = text
      .split('\n')
      .filter((line) => line !== '')
      .map((line): unknown => JSON.parse(line, reviveNumbers));
    const known = header as { schema?: unknown; runId?: unknown } | undefined;
    if (known?.schema !== METRICS_SCHEMA_VERSION || known.runId !== runId) return null;
    return events as TrainEvent[];
  } catch {
    return null;
  }
}

const NON_FINITE: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
};

function reviveNumbers(_key: string, value: unknown): unknown {
  return typeof value === 'string' && Object.hasOwn(NON_FINITE, value) ? NON_FINITE[value] : value;
}
