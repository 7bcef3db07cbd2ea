// How fast a count grows, over the last seconds, from a monotonic clock given by the caller.

/** Measures a rate. */
export interface RateMeter {
  /** Notes the count at a time in milliseconds. */
  note(count: number, nowMs: number): void;
  /** Gives counts per second over the last samples, or null before any time has passed. */
  perSecond(): number | null;
}

/** Time between two samples, and how many are kept: a window of ten seconds. */
const SAMPLE_MS = 500;
const SAMPLE_LIMIT = 21;

/**
 * Makes a meter.
 *
 * @param count - where counting begins.
 * @param nowMs - when counting begins, in milliseconds.
 */
export function createRateMeter(count: number, nowMs: number): RateMeter {
  let samples = [{ count, nowMs }];
  let latest = { count, nowMs };
  return {
    note(nextCount, nextMs) {
      // A clock that went back would make rates and remaining times negative: start afresh there.
      if (!(nextMs >= latest.nowMs)) samples = [{ count: nextCount, nowMs: nextMs }];
      latest = { count: nextCount, nowMs: nextMs };
      const newest = samples.at(-1);
      if (newest !== undefined && nextMs - newest.nowMs < SAMPLE_MS) return;
      samples.push(latest);
      if (samples.length > SAMPLE_LIMIT) samples.shift();
    },
    perSecond() {
      const oldest = samples[0] ?? latest;
      const elapsedMs = latest.nowMs - oldest.nowMs;
      const rate = ((latest.count - oldest.count) / elapsedMs) * 1000;
      return elapsedMs > 0 && Number.isFinite(rate) && rate >= 0 ? rate : null;
    },
  };
}
