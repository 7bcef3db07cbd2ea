// A whole run as `rnn train` makes it (batches generated, a line of metrics for every step, files
// written) beside as many bare updates.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { executeRun } from '../../dist/experiment/executeRun.js';
import { openStream } from '../../dist/math/random.js';
import { median } from './measure.mjs';
import { buildRun, specOf, updateOf } from './networks.mjs';

/** Trains `steps` updates of 50 units in a folder that is removed after; returns the ms it took. */
export async function timeRun(kernelName, steps) {
  const out = await mkdtemp(join(tmpdir(), 'rnn-bench-'));
  try {
    const start = performance.now();
    await executeRun(specOf(50, { steps }), {
      out,
      baseDirectory: out,
      kernels: kernelName,
      host: { version: 'bench', node: process.versions.node, arch: process.arch, pid: process.pid },
    });
    return performance.now() - start;
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}

const FEW_STEPS = 200;

/**
 * Times an update of a whole run, as a long run less a short one: start, end and evaluation cancel
 * out.
 */
export async function wholeRunRows(widths, { rounds, steps }) {
  const rows = { bare: {}, whole: {}, more: {} };
  for (const width of widths) {
    const update = updateOf(buildRun(width, 50), openStream(1, 'bench'));
    const found = [];
    for (let round = 0; round < rounds; round++) {
      const start = performance.now();
      for (let i = 0; i < steps; i++) update();
      const bare = (performance.now() - start) / steps;
      const few = await timeRun(width, FEW_STEPS);
      const whole = ((await timeRun(width, FEW_STEPS + steps)) - few) / steps;
      found.push({ bare, whole, more: 100 * (whole / bare - 1) });
    }
    for (const name of Object.keys(rows)) {
      rows[name][width] = median(found.map((one) => one[name]));
    }
  }
  return [
    { name: 'bare update beside it, 50 units, f32', unit: 'ms', values: rows.bare },
    { name: 'whole run, per update, 50 units, f32', unit: 'ms', values: rows.whole },
    { name: '  more than the bare update', unit: '%', values: rows.more },
  ];
}
