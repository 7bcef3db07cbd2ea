// What the Slurm executor is told: what to ask of the cluster, what runs there, how often to look.
import type { KernelName } from '../../../math/kernels.ts';
import { checkDirective } from './directives.ts';
import type { ProgramCommand, SlurmRequest } from './jobScript.ts';

/** How often to look, in ms. */
export interface SlurmPace {
  /** Between two looks at the files. */
  readonly lookMs: number;
  /** Between two questions to the queue, which many users share. */
  readonly askMs: number;
  /** How long the queue may give no answer. */
  readonly patienceMs: number;
}

/** What to ask of a cluster, and what runs there. */
export interface SlurmOptions {
  readonly request: SlurmRequest;
  /** Runs `rnn` on the cluster's machines. */
  readonly program: ProgramCommand;
  /** Runs that a task does one after another; chosen by their length without it. */
  readonly runsPerTask?: number;
  /** What a run is thought to take, in ms. */
  readonly runMs?: number;
  /** Kernels the user asked for; without it each machine takes its fastest. */
  readonly kernels?: KernelName;
  readonly pace?: Partial<SlurmPace>;
}

/** The pace for a cluster that others use too. */
export const USUAL_PACE: SlurmPace = { lookMs: 2000, askMs: 15_000, patienceMs: 15 * 60_000 };

/** What a user may ask of a cluster, as options name it. */
export const REQUEST_NAMES = [
  'partition',
  'account',
  'qos',
  'constraint',
  'time',
  'mem',
] as const satisfies (keyof SlurmRequest)[];

/**
 * Checks what a user asks of a cluster.
 * @throws ExecutorError for a value that must not get into a job script
 */
export function checkRequest(request: SlurmRequest): void {
  for (const name of REQUEST_NAMES) {
    const value = request[name];
    if (value !== undefined) checkDirective(name, value, `--${name}`);
  }
}
