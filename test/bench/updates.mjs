// One update, bare and in the training loop, beside other libraries' in the same rounds.
import { createHash } from 'node:crypto';
import { openStream } from '../../dist/math/random.js';
import { toJsonLine } from '../../dist/training/json.js';
import { train } from '../../dist/training/train.js';
import { caseOf, measure } from './measure.mjs';
import { buildRun, recurrentOperations, updateOf } from './networks.mjs';
import { productName } from './products.mjs';

function updateCase(width, hiddenSize, precision) {
  const run = updateOf(buildRun(width, hiddenSize, precision), openStream(1, 'bench'));
  run(); // compiled now, with the flags of this width
  return caseOf(`${width} ${hiddenSize} ${precision}`, run);
}

/** The loop with what it is for: fresh batches, an event, a line of metrics and a running hash. */
function loopCase(width, hiddenSize) {
  const events = train(buildRun(width, hiddenSize), { interrupted: false });
  const hash = createHash('sha256');
  let lines = 0;
  const run = () => {
    const { value } = events.next();
    hash.update(new Uint8Array(Float64Array.of(value.loss, value.gradientNorm).buffer));
    lines += toJsonLine(value).length;
  };
  while (lines === 0 || events.next().value.type !== 'stateGradient') run();
  return caseOf(`${width} loop`, run);
}

const row = (name, unit, values) => ({ name, unit, values });

/** Update times at 50 and 100 units with their share of the product's rate; loop; peers. */
export async function updateRows(widths, rates, peers, effort) {
  const cases = widths.flatMap((width) => [
    updateCase(width, 50, 'f32'),
    loopCase(width, 50),
    updateCase(width, 100, 'f32'),
    updateCase(width, 50, 'f64'),
  ]);
  const times = await measure([...cases, ...peers], effort);
  const ms = (name) => times.get(name).median;
  const over = (of) => Object.fromEntries(widths.map((width) => [width, of(width)]));
  const share = (hiddenSize, shape) =>
    over(
      (width) =>
        (100 * recurrentOperations(hiddenSize)) /
        ms(`${width} ${hiddenSize} f32`) /
        1e6 /
        rates.get(productName(width, 'f32', shape, hiddenSize)),
    );
  return [
    row(
      'update, 50 units, f32',
      'ms',
      over((width) => ms(`${width} 50 f32`)),
    ),
    ...[50, 100].flatMap((hiddenSize) => [
      row(
        `update, ${hiddenSize} units, f32: recurrent products`,
        'GFLOP/s',
        over((width) => recurrentOperations(hiddenSize) / ms(`${width} ${hiddenSize} f32`) / 1e6),
      ),
      row('  share of the rate of a step', '%', share(hiddenSize, 'step')),
      row('  share of the rate of a square product', '%', share(hiddenSize, 'square')),
    ]),
    row(
      'update, 100 units, f32',
      'ms',
      over((width) => ms(`${width} 100 f32`)),
    ),
    row(
      'update, 50 units, f64',
      'ms',
      over((width) => ms(`${width} 50 f64`)),
    ),
    row(
      'training loop per update, 50 units, f32',
      'ms',
      over((width) => ms(`${width} loop`)),
    ),
    row(
      '  more than the bare update',
      '%',
      over((width) => 100 * (ms(`${width} loop`) / ms(`${width} 50 f32`) - 1)),
    ),
    ...peers.flatMap(({ name }) => [
      row(`${name}, update, 50 units`, 'ms', { peer: ms(name) }),
      row(
        '  times our update',
        '×',
        over((width) => ms(name) / ms(`${width} 50 f32`)),
      ),
    ]),
  ];
}
