// What the coordinator of a suite and its worker processes say to each other. Both are of one build and
// one machine, so messages are not checked; a run id is, by runJob.
import type { KernelName } from '../../../math/kernels.ts';
import type { JobResult } from '../../batch/jobResult.ts';
import type { Job, JobContext } from '../../batch/manifest.ts';
import type { Host } from '../../provenance.ts';

/** What every run of a worker shares. */
export interface WorkerStart {
  readonly context: JobContext;
  /** The program that computes, but for its process, which is the worker's own. */
  readonly host: Omit<Host, 'pid'>;
  /** Kernels the user asked for, or undefined for the fastest. */
  readonly kernels: KernelName | undefined;
  /** Ends an attempt that takes longer, in ms. */
  readonly timeLimitMs: number | undefined;
  /** Whether to train a run afresh of which a file is damaged. */
  readonly repair: boolean;
}

/** What a worker is told; a job only when it has answered the one before. */
export type ToWorker =
  | { readonly type: 'start'; readonly start: WorkerStart }
  | { readonly type: 'run'; readonly job: Job }
  /** Ends the run under way with a checkpoint; the worker stays. */
  | { readonly type: 'cancel' };

/** What a worker tells. */
export type FromWorker =
  | { readonly type: 'ready' }
  /** Updates done and the last training loss. */
  | { readonly type: 'progress'; readonly step: number; readonly loss: number }
  | { readonly type: 'warning'; readonly message: string }
  | { readonly type: 'result'; readonly result: JobResult };
