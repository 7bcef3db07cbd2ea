// The program of a worker process of `rnn batch`: it trains what the coordinator sends, and ends with it.
import type { FromWorker, ToWorker } from '../experiment/executors/local/messages.ts';
import { createJobServer } from '../experiment/executors/local/serveJobs.ts';

/** A run that has not ended so long after the coordinator's death is given up, in ms. */
const END_WITHIN_MS = 4000;

const server = createJobServer(process.pid, (message: FromWorker) => {
  if (process.connected) process.send?.(message, undefined, undefined, () => {}); // it may be gone
});

/** Lets the run under way end with a checkpoint, but not for long; then nothing holds the process. */
async function end(): Promise<void> {
  setTimeout(() => process.exit(1), END_WITHIN_MS).unref();
  await server.end();
  if (process.connected) process.disconnect();
}

process.on('message', (message) => server.handle(message as ToWorker));
process.on('disconnect', end);
// Ctrl-C reaches every process of the terminal: the coordinator's word is what counts here.
process.on('SIGINT', () => {});
for (const signal of ['SIGTERM', 'SIGUSR1', 'SIGUSR2'] as const) process.on(signal, end);
process.send?.({ type: 'ready' } satisfies FromWorker);
