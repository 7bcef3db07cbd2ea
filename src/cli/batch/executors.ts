// The executors of `rnn batch`, by name. A new one is a new row; its code is loaded only when it is used.
import { availableParallelism } from 'node:os';
import type { MakeExecutor } from './executorRequest.ts';

/** Every executor, in the order errors name them. */
export const executors = {
  /** Worker processes of this machine. */
  local: async ({ workers, host, kernels }) => {
    const { createLocalExecutor } = await import(
      '../../experiment/executors/local/localExecutor.ts'
    );
    return createLocalExecutor({
      workers: workers ?? availableParallelism(),
      host,
      ...(kernels === undefined ? {} : { kernels }),
    });
  },
  /** Job arrays of a cluster. */
  slurm: async (request) => {
    const { makeSlurmExecutor } = await import('./slurm.ts');
    return makeSlurmExecutor(request);
  },
  /** Any machines, through a queue. */
  redis: async (request) => {
    const { makeRedisExecutor } = await import('./redis.ts');
    return makeRedisExecutor(request);
  },
} satisfies Record<string, MakeExecutor>;

/** Name of an executor. */
export type ExecutorName = keyof typeof executors;

/** Names of the executors, in the order errors name them. */
export const EXECUTOR_NAMES = Object.keys(executors) as ExecutorName[];
