// How long everything around Redis may take. Tests shorten what they would have to wait for.

/** Times that workers and coordinators keep, in ms. */
export interface RedisTimings {
  /** A worker that has not renewed its lock on a job for this long has lost it. */
  readonly lockDurationMs: number;
  /** Between two looks for lost jobs. */
  readonly stalledIntervalMs: number;
  /** Before the second attempt at a job; doubles with each further one. */
  readonly backoffMs: number;
  /** Before a job whose run directory somebody else works in is delivered again. */
  readonly busyDelayMs: number;
  /** Between two looks of a worker for cancelled jobs, and of a coordinator at what is due. */
  readonly pollMs: number;
  /** Between two comparisons of what is open with what Redis knows. */
  readonly sweepMs: number;
  /** A shared file system may hide a new file for this long. */
  readonly visibilityMs: number;
  /** A worker idle for this long although jobs wait takes up a new connection. */
  readonly watchdogMs: number;
  /** Ending waits this long for a Redis that does not answer. */
  readonly patienceMs: number;
}

/** The times in use. */
export const REDIS_TIMINGS: RedisTimings = {
  lockDurationMs: 60_000,
  stalledIntervalMs: 30_000,
  backoffMs: 5_000,
  busyDelayMs: 15_000,
  pollMs: 1_000,
  sweepMs: 30_000,
  visibilityMs: 90_000,
  watchdogMs: 60_000,
  patienceMs: 10_000,
};

/** How often a job may lose its worker before it counts as failed. */
export const MOST_STALLS = 3;
