// Workers in processes of their own and a coordinator here, on a private Redis.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach } from 'vitest';
import type { Job, JobContext } from '../../../src/experiment/batch/manifest.ts';
import type { ExecuteOptions, JobEvent } from '../../../src/experiment/executors/executor.ts';
import type { DeliveryEvent } from '../../../src/experiment/executors/redis/delivery.ts';
import { createRedisExecutor } from '../../../src/experiment/executors/redis/redisExecutor.ts';
import type { RedisTimings } from '../../../src/experiment/executors/redis/timings.ts';
import { useWorkspace, type Workspace } from '../../helpers/workspace.ts';
import { contextOf } from '../suite.ts';
import type { TestServer } from './server.ts';
import { TIMINGS } from './timings.mjs';

/** What a worker says. */
export type WorkerLine = DeliveryEvent | { readonly type: 'warning'; readonly message: string };

/** A worker's process. */
export interface TestWorker {
  readonly child: ChildProcess;
  readonly lines: readonly WorkerLine[];
  /** Waits for a line, said before or later. */
  line(isIt: (line: WorkerLine) => boolean): Promise<WorkerLine>;
  /** Waits for its end and gives exit code or signal. */
  ended(): Promise<number | string>;
}

/** Processes and files of a test. */
export interface Cluster {
  readonly space: Workspace;
  readonly context: JobContext;
  /** Starts a worker of one run at a time. */
  startWorker(options?: {
    readonly out?: string;
    readonly timings?: Partial<RedisTimings>;
  }): TestWorker;
  /** Runs jobs; `warnings` takes what the coordinator warns of. */
  execute(jobs: readonly Job[], options?: Partial<ExecuteOptions>): Promise<JobEvent[]>;
  readonly warnings: string[];
}

const PROGRAM = fileURLToPath(new URL('worker.mjs', import.meta.url));

function follow(child: ChildProcess): TestWorker {
  const lines: WorkerLine[] = [];
  const watchers = new Set<() => void>();
  if (!child.stdout) throw new Error('expected a worker whose output can be read');
  createInterface({ input: child.stdout }).on('line', (text) => {
    lines.push(JSON.parse(text));
    for (const watcher of watchers) watcher();
  });
  const end = once(child, 'exit').then(([code, signal]) => code ?? signal);
  return {
    child,
    lines,
    line: (isIt) =>
      new Promise((resolve) => {
        const look = () => {
          const found = lines.find(isIt);
          if (!found) return;
          watchers.delete(look);
          resolve(found);
        };
        watchers.add(look);
        look();
      }),
    ended: () => end,
  };
}

/** Gives each test a workspace and ends its workers after it. */
export function useCluster(server: TestServer): Cluster {
  const space = useWorkspace();
  const workers: TestWorker[] = [];
  const warnings: string[] = [];
  const context = () => contextOf(space.cwd, space.path('runs'));
  afterEach(async () => {
    warnings.length = 0;
    for (const { child, ended } of workers.splice(0)) {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGCONT');
        child.kill('SIGKILL');
      }
      await ended();
    }
  });
  return {
    space,
    get context() {
      return context();
    },
    warnings,
    startWorker({ out = space.path('runs'), timings = {} } = {}) {
      const child = spawn(process.execPath, [PROGRAM, out, space.cwd], {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: { ...process.env, TEST_TIMINGS: JSON.stringify(timings) },
      });
      const worker = follow(child);
      workers.push(worker);
      return worker;
    },
    async execute(jobs, options = {}) {
      const events: JobEvent[] = [];
      const directory = space.path('suite');
      await mkdir(directory, { recursive: true });
      const executor = createRedisExecutor({
        address: server.address,
        queue: 'faults',
        onWarning: (message) => warnings.push(message),
        timings: TIMINGS,
      });
      await executor.execute(jobs, {
        context: context(),
        directory,
        attempts: 3,
        signal: new AbortController().signal,
        ...options,
        onEvent(event) {
          events.push(event);
          options.onEvent?.(event);
        },
      });
      return events;
    },
  };
}
