// Timing side by side: every case runs once per round, so that what else the machine does falls on
// all of them alike; medians over the rounds. Measures only, prints nothing.

/**
 * @typedef {object} Case
 * @property {string} name
 * @property {(count: number) => number | Promise<number>} time runs `count` times, returns ms
 */

/** Makes a case of a synchronous function. */
export function caseOf(name, run) {
  return {
    name,
    time(count) {
      const start = performance.now();
      for (let i = 0; i < count; i++) run();
      return performance.now() - start;
    },
  };
}

/**
 * Times cases in interleaved rounds.
 * @param {readonly Case[]} cases
 * @param {{ rounds: number, roundMs: number }} effort how many rounds, and how long a case runs in each
 * @returns {Promise<Map<string, { median: number, least: number }>>} ms per run, by name
 */
export async function measure(cases, { rounds, roundMs }) {
  const counts = [];
  for (const { time } of cases) counts.push(await countFor(time, roundMs));
  const times = cases.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < cases.length; i++) {
      times[i].push((await cases[i].time(counts[i])) / counts[i]);
    }
  }
  return new Map(
    cases.map(({ name }, i) => [name, { median: median(times[i]), least: Math.min(...times[i]) }]),
  );
}

/** How many runs take about `roundMs`; the runs it takes to find out are the warm-up. */
async function countFor(time, roundMs) {
  let count = 1;
  for (;;) {
    const took = await time(count);
    if (took >= roundMs / 4) return Math.max(1, Math.round((count * roundMs) / took));
    count *= 4;
  }
}

/** Middle value; the mean of the two middle ones of an even number. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
