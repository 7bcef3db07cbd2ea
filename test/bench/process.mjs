// The program as a process: how long it takes to start, how much memory a run holds.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { measure } from './measure.mjs';

const bin = fileURLToPath(new URL('../../bin/rnn.js', import.meta.url));
const memoryProbe = fileURLToPath(new URL('./memoryProbe.mjs', import.meta.url));

function startCase(name, ...parameters) {
  return {
    name,
    time(count) {
      const start = performance.now();
      for (let i = 0; i < count; i++) {
        const { status } = spawnSync(process.execPath, parameters, {
          stdio: ['ignore', 'pipe', 'ignore'],
        });
        if (status !== 0) throw new Error(`${name} ended with exit code ${status}`);
      }
      return performance.now() - start;
    },
  };
}

/** Start-up of `rnn --version` and `rnn sweep` beside the bare Node, and the peak memory of a run. */
export async function processRows(widths, { rounds }) {
  if (!existsSync(bin)) return [];
  const cases = [
    startCase('node', '-e', '0'),
    startCase('rnn', bin, '--version'),
    startCase('sweep', bin, 'sweep', 'wr', 'wi'),
  ];
  const times = await measure(cases, { rounds, roundMs: 1 });
  const [node, rnn, sweep] = cases.map(({ name }) => times.get(name).median);
  const peak = (width) =>
    Number(spawnSync(process.execPath, [memoryProbe, width], { encoding: 'utf8' }).stdout);
  return [
    { name: 'start of node -e 0', unit: 'ms', values: { all: node } },
    { name: 'start of rnn --version', unit: 'ms', values: { all: rnn } },
    { name: '  times that of node', unit: '×', values: { all: rnn / node } },
    { name: 'rnn sweep wr wi, the whole command', unit: 'ms', values: { all: sweep } },
    { name: '  times that of node', unit: '×', values: { all: sweep / node } },
    {
      name: 'peak memory of a run of 2,000 updates, 50 units, f32',
      unit: 'MB',
      values: Object.fromEntries(widths.map((width) => [width, peak(width)])),
    },
  ];
}
