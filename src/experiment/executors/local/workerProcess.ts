// A worker process as its owner sees it: it is given one run at a time, and whatever becomes of the
// process, an answer comes. Not tinypool's: that joins a worker's output to our own, which --json must
// keep clean, and tells neither which process has a run nor the signal that killed it.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import type { JobResult } from '../../batch/jobResult.ts';
import type { Job } from '../../batch/manifest.ts';
import { builtFile } from '../../builtFiles.ts';
import { ExecutorError } from '../executor.ts';
import type { FromWorker, ToWorker, WorkerStart } from './messages.ts';

/** Program of a worker. */
const WORKER = 'cli/localWorker.js';

/** What is kept of a worker's last words, in characters. */
const LAST_WORDS_LENGTH = 4000;

/** A worker process; owns it. */
export interface WorkerProcess {
  readonly pid: number;
  /** Whether it can be given a run. */
  readonly isAlive: boolean;
  /**
   * Runs a job.
   * @returns what came of it; a failure where the process ended instead of answering
   */
  run(job: Job): Promise<JobResult>;
  /** Ends the run under way with a checkpoint. */
  cancel(): void;
  /** Lets the process end; resolves when it is gone. */
  close(): Promise<void>;
}

/** How a worker is to work. */
export interface WorkerOptions {
  readonly start: WorkerStart;
  /** How long after its time limit a run may take to answer before its process is killed, in ms. */
  readonly graceMs: number;
  /** Called now and then with the updates a job has had. */
  readonly onProgress: (index: number, step: number, loss: number) => void;
  /** Called with a line for what a job has found damaged and not needed. */
  readonly onWarning: (index: number, message: string) => void;
}

/** The line of a crash report that says most: Node and V8 print an error's name first. */
function lastWords(text: string): string {
  const lines = text.split('\n').map((line) => line.trim());
  return lines.find((line) => /^(FATAL ERROR|[A-Z]\w*Error\b)/.test(line)) ?? '';
}

function describeEnd(code: number | null, signal: string | null, stderr: string): string {
  const how = signal === null ? `ended with exit code ${code}` : `was killed by ${signal}`;
  const words = lastWords(stderr);
  return `the worker process ${how}${words === '' ? '' : `: ${words}`}`;
}

/** Keeps the end of what a process writes to its standard error. */
function keepStderr(child: ChildProcess): () => string {
  let text = '';
  child.stderr?.setEncoding('utf8').on('data', (piece: string) => {
    text = (text + piece).slice(-LAST_WORDS_LENGTH);
  });
  return () => text;
}

/**
 * Starts a worker and waits until it listens.
 * @throws ExecutorError where the process cannot be started or ends at once
 */
export async function startWorker(options: WorkerOptions): Promise<WorkerProcess> {
  const { start, graceMs, onProgress, onWarning } = options;
  const child = fork(fileURLToPath(builtFile(WORKER)), {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    serialization: 'advanced', // losses may be NaN, which JSON has no word for
  });
  const stderr = keepStderr(child);
  /** How the process ended, in words, or null while it lives. */
  let ending: string | null = null;
  let answer: ((result: JobResult) => void) | null = null;
  let index = -1;
  const crash = (reason: string) => answer?.({ type: 'failed', reason, isFinal: false });
  const ended = new Promise<void>((resolve) => {
    const settle = (how: string) => {
      ending ??= how;
      crash(ending);
      resolve();
    };
    // Not 'close': it never comes where this side let go of the channel first.
    child.once('exit', async (code, signal) => {
      if (child.stderr) await finished(child.stderr).catch(() => {});
      settle(describeEnd(code, signal, stderr()));
    });
    // Other errors, such as a message that came too late, are followed by 'exit'.
    child.on('error', (error) => {
      if (child.pid === undefined) settle(error.message);
    });
  });
  const send = (message: ToWorker) => {
    if (child.connected) child.send(message, () => {}); // its end is told by 'exit'
  };
  const listen = (message: FromWorker) => {
    if (message.type === 'progress') onProgress(index, message.step, message.loss);
    else if (message.type === 'warning') onWarning(index, message.message);
    else if (message.type === 'result') answer?.(message.result);
  };
  await Promise.race([once(child, 'message').catch(() => {}), ended]);
  if (ending !== null) throw new ExecutorError(`cannot start a worker: ${ending}`);
  child.on('message', listen);
  send({ type: 'start', start });

  return {
    pid: child.pid ?? 0,
    get isAlive() {
      return ending === null && child.connected;
    },
    async run(job) {
      index = job.index;
      let isLate = false;
      const kill = () => {
        isLate = true;
        child.kill('SIGKILL');
      };
      const { timeLimitMs } = start;
      const timer = timeLimitMs === undefined ? null : setTimeout(kill, timeLimitMs + graceMs);
      const result = await new Promise<JobResult>((resolve) => {
        answer = resolve;
        if (ending === null) send({ type: 'run', job });
        else crash(ending);
      });
      answer = null;
      if (timer) clearTimeout(timer);
      if (!isLate || result.type !== 'failed') return result;
      const reason = `took longer than ${Number(timeLimitMs) / 1000} s and did not answer`;
      return { type: 'failed', reason, isFinal: true };
    },
    cancel: () => send({ type: 'cancel' }),
    async close() {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}
