// Rates of the product kernel at the shapes of an update: the step of the recurrence, B × H × H
// added to what is there, and the weight gradient, H × H × T·B with A transposed by its strides.
import { ArenaPlan } from '../../dist/math/arena.js';
import { createKernels } from '../../dist/math/engine.js';
import { caseOf, measure } from './measure.mjs';
import { BATCH_SIZE, SEQUENCE_LENGTH } from './networks.mjs';

const SIZES = [50, 100, 256];

const SHAPES = {
  step: (H) => ({ m: BATCH_SIZE, n: H, k: H, transposed: false }),
  square: (H) => ({ m: H, n: H, k: H, transposed: false }),
  'weight gradient': (H) => ({ m: H, n: H, k: BATCH_SIZE * SEQUENCE_LENGTH, transposed: true }),
};

/** Name of the case of a product. */
export function productName(width, precision, shape, size) {
  return `${width} ${precision} ${shape} ${size}`;
}

/** Small numbers in every element that is not padding. */
function fill(arena, tensor) {
  const length = tensor.rows * tensor.columns;
  arena.write(
    tensor,
    Array.from({ length }, (_, i) => (i % 7) / 8),
  );
}

/** A case of one product, with the operations it takes. */
export function productCase(width, precision, shape, size) {
  const { m, n, k, transposed } = SHAPES[shape](size);
  const plan = new ArenaPlan(precision);
  const a = transposed ? plan.tensor('a', k, m) : plan.tensor('a', m, k);
  const b = plan.tensor('b', k, n);
  const c = plan.tensor('c', m, n);
  const arena = plan.allocate();
  for (const tensor of [a, b]) fill(arena, tensor);
  const kernels = createKernels(width, arena.memory, precision);
  const element = arena.elements.BYTES_PER_ELEMENT;
  const [aRow, aColumn] = transposed ? [element, a.row] : [a.row, element];
  const run = () => {
    kernels.matmul(c.address, c.row, a.address, aRow, aColumn, b.address, b.row, m, n, k, 0);
  };
  run(); // compiled now, with the flags of this width
  return { operations: 2 * m * n * k, ...caseOf(productName(width, precision, shape, size), run) };
}

/**
 * Measures products of every shape, size and precision at the given widths.
 * @returns billions of operations per second, by `productName`
 */
export async function measureProductRates(widths, effort, precisions = ['f32', 'f64']) {
  const rates = new Map();
  for (const precision of precisions) {
    for (const shape of Object.keys(SHAPES)) {
      for (const size of SIZES) {
        const cases = widths.map((width) => productCase(width, precision, shape, size));
        const times = await measure(cases, effort);
        for (const { name, operations } of cases) {
          rates.set(name, operations / times.get(name).median / 1e6);
        }
      }
    }
  }
  return rates;
}

/** Rows of the table: one per precision, shape and size, one column per width. */
export function productRows(widths, rates, precisions = ['f32', 'f64']) {
  return precisions.flatMap((precision) =>
    Object.keys(SHAPES).flatMap((shape) =>
      SIZES.map((size) => ({
        name: `product, ${shape}, ${size} units, ${precision}`,
        unit: 'GFLOP/s',
        values: Object.fromEntries(
          widths.map((width) => [width, rates.get(productName(width, precision, shape, size))]),
        ),
      })),
    ),
  );
}
