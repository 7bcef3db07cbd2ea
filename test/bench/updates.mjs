// One bare update, beside other libraries' in the same rounds.
import { openStream } from '../../dist/math/random.js';
import { caseOf, measure } from './measure.mjs';
import { buildRun, recurrentOperations, updateOf } from './networks.mjs';
import { productCase } from './products.mjs';

/** Regularizers whose update is compared with the bare one. */
const REGULARIZERS = ['omega', 'l2', 'stabilizer'];

function updateCase(width, hiddenSize, precision, regularizer) {
  const setup = buildRun(width, hiddenSize, { precision, ...(regularizer && { regularizer }) });
  const run = updateOf(setup, openStream(1, 'bench'));
  run(); // compiled now, with the flags of this width
  return caseOf(`${width} ${hiddenSize} ${precision}${regularizer ? ` ${regularizer}` : ''}`, run);
}

const row = (name, unit, values) => ({ name, unit, values });

/** Update times at 50 and 100 units with their share of the product's rate, taken in the same rounds; peers. */
export async function updateRows(widths, peers, effort) {
  const cases = widths.flatMap((width) => [
    updateCase(width, 50, 'f32'),
    updateCase(width, 100, 'f32'),
    updateCase(width, 50, 'f64'),
    ...REGULARIZERS.map((regularizer) => updateCase(width, 50, 'f32', regularizer)),
  ]);
  const products = new Map();
  const productOf = (width, shape, hiddenSize) => `${width} ${shape} ${hiddenSize}`;
  for (const width of widths) {
    for (const shape of ['step', 'square']) {
      for (const size of [50, 100]) {
        products.set(productOf(width, shape, size), productCase(width, 'f32', shape, size));
      }
    }
  }
  const times = await measure([...cases, ...products.values(), ...peers], effort);
  const ms = (name) => times.get(name).median;
  const over = (of) => Object.fromEntries(widths.map((width) => [width, of(width)]));
  const rateOf = ({ name, operations }) => operations / ms(name);
  const share = (hiddenSize, shape) =>
    over(
      (width) =>
        (100 * recurrentOperations(hiddenSize)) /
        ms(`${width} ${hiddenSize} f32`) /
        rateOf(products.get(productOf(width, shape, hiddenSize))),
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
    ...REGULARIZERS.flatMap((regularizer) => [
      row(
        `update with ${regularizer}, 50 units, f32`,
        'ms',
        over((width) => ms(`${width} 50 f32 ${regularizer}`)),
      ),
      row(
        '  times the update without',
        '×',
        over((width) => ms(`${width} 50 f32 ${regularizer}`) / ms(`${width} 50 f32`)),
      ),
    ]),
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
