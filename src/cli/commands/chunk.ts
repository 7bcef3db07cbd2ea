// `rnn chunk`: some runs of a suite, one after another: what Slurm, GNU parallel or Kubernetes start on
// their machines. Expands nothing and coordinates nothing.

import { dirname, resolve } from 'node:path';
import { readManifestFile } from '../../experiment/batch/manifestFile.ts';
import { type ChunkEvent, runChunk } from '../../experiment/batch/runChunk.ts';
import { manifestFile } from '../../experiment/batch/suiteDirectory.ts';
import { visibleText } from '../../experiment/load/issue.ts';
import { formatCount, formatDuration } from '../../report/format.ts';
import { toJson } from '../../training/json.ts';
import { readChunkSettings } from '../chunkSettings.ts';
import type { RunCommand } from '../command.ts';
import { CliError, exitCodes } from '../exitCodes.ts';
import type { EndingSignal } from '../io.ts';
import { readVersion } from '../version.ts';

const SCHEMA_VERSION = 1;

const WORDS: {
  readonly [Type in ChunkEvent['type']]: (
    event: Extract<ChunkEvent, { readonly type: Type }>,
  ) => string;
} = {
  finished: ({ outcome, step, durationMs, isReused }) =>
    isReused
      ? `${outcome} before`
      : `${outcome} at step ${formatCount(step)} (${formatDuration(durationMs)})`,
  failed: ({ reason, isKnown }) =>
    `failed${isKnown ? ' before; --retry-failed tries it again' : ''}: ${visibleText(reason)}`,
  interrupted: ({ step }) => `interrupted at step ${formatCount(step)}`,
};

const wordsOf = (event: ChunkEvent): string => WORDS[event.type](event as never);

/** One line of JSON about a run. */
function jsonLine({ job, type, ...facts }: ChunkEvent): string {
  const { index, name, runId } = job;
  return toJson({ schema: SCHEMA_VERSION, type, index, name, runId, ...facts });
}

/** Runs a chunk: exit 0, 3 if a run failed, 130 or 143 after a signal. */
export const run: RunCommand = async (context) => {
  const { io, stdout, stderr } = context;
  const { suite, out, range, attempts, retryFailed, timeLimitMs, kernels, isJson } =
    readChunkSettings(context);
  const directory = resolve(io.cwd, suite);
  const manifest = await readManifestFile(manifestFile(directory));
  if (manifest === null) {
    throw new CliError(
      exitCodes.usage,
      `expected the directory of a suite, which rnn batch makes, got ${JSON.stringify(suite)}`,
    );
  }
  const { jobs, base, dataDirectory, weightsDirectory } = manifest;
  if (range.from >= jobs.length && jobs.length > 0) {
    throw new CliError(
      exitCodes.usage,
      `expected a run below ${jobs.length}, the number of runs in ${suite}, got ${range.from}`,
    );
  }
  const chunk = jobs.slice(range.from, range.from + range.count);
  const abort = new AbortController();
  const received: EndingSignal[] = [];
  const stopListening = io.onSignal?.((signal) => {
    received.push(signal);
    abort.abort();
  });
  try {
    const failedCount = await runChunk(chunk, {
      context: {
        out: out === undefined ? dirname(dirname(directory)) : resolve(io.cwd, out),
        base,
        dataDirectory,
        weightsDirectory,
      },
      directory,
      attempts,
      retryFailed,
      ...(timeLimitMs === undefined ? {} : { timeLimitMs }),
      ...(kernels === undefined ? {} : { kernels }),
      host: {
        version: await readVersion(),
        node: process.versions.node,
        arch: process.arch,
        pid: process.pid,
      },
      signal: abort.signal,
      onEvent(event) {
        const { index, name } = event.job;
        stdout.line(isJson ? jsonLine(event) : `run ${index} ${name}: ${wordsOf(event)}`);
      },
      onWarning({ index, name }, message) {
        stderr.line(`rnn: warning: run ${index} ${name}: ${visibleText(message)}`);
      },
    });
    if (received[0]) return received[0] === 'SIGINT' ? exitCodes.interrupted : exitCodes.terminated;
    return failedCount > 0 ? exitCodes.no : exitCodes.ok;
  } finally {
    stopListening?.();
  }
};
