// Times of the executor on Redis, short enough for tests that wait for them.

/** What REDIS_TIMINGS is to users. */
export const TIMINGS = {
  lockDurationMs: 3000,
  stalledIntervalMs: 500,
  backoffMs: 100,
  busyDelayMs: 300,
  pollMs: 100,
  sweepMs: 1000,
  visibilityMs: 3000,
  watchdogMs: 3000,
  patienceMs: 3000,
};
