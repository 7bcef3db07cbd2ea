// The self-test of products, activations, losses, whole-vector loops and the first optimizers.
import { fillTensors, type Scene } from './scene.ts';

// Odd sizes: row and column tails, an odd number of terms, more than one column block.
const ROWS = 7;
const COLUMNS = 21;
const TERMS = 9;

/** Every operation of these groups once, each on what the one before left. */
export const foundation: Scene = {
  prepare(plan) {
    const a = plan.tensor('a', ROWS, TERMS);
    const b = plan.tensor('b', TERMS, COLUMNS);
    const c = plan.tensor('c', ROWS, COLUMNS);
    const d = plan.tensor('d', ROWS, COLUMNS);
    const e = plan.tensor('e', ROWS, COLUMNS);
    const sums = plan.tensor('sums', 1, COLUMNS);
    const square = plan.tensor('square', TERMS, TERMS);
    const turned = plan.tensor('turned', COLUMNS, ROWS);
    const indices = plan.indices(ROWS);
    return (stage) => {
      const { arena, kernels: k } = stage;
      fillTensors(stage, [a, b, c, d]);
      arena.indexView(indices).forEach((_, n, view) => {
        view[n] = (n * 5) % ROWS;
      });
      const results: number[] = [];
      const element = arena.elements.BYTES_PER_ELEMENT;
      const length = c.byteLength;

      k.matmul(
        c.address,
        c.row,
        a.address,
        a.row,
        element,
        b.address,
        b.row,
        ROWS,
        COLUMNS,
        TERMS,
        1,
      );
      k.matmul(
        square.address,
        square.row,
        a.address,
        element,
        a.row,
        a.address,
        a.row,
        TERMS,
        TERMS,
        ROWS,
        0,
      );
      k.transpose(turned.address, turned.row, c.address, c.row, ROWS, COLUMNS);
      for (const [forward, backward] of [
        [k.tanhForward, k.tanhBackward],
        [k.sigmoidForward, k.sigmoidBackward],
        [k.reluForward, k.reluBackward],
      ] as const) {
        // Numbers of both signs for each: relu would change none of sigmoid's.
        k.gatherRows(e.address, e.row, d.address, c.address, indices.address, ROWS);
        forward(e.address, e.row, ROWS, COLUMNS);
        backward(d.address, c.address, e.address, length);
        for (const { address, row } of [d, e]) {
          k.scatterAddRows(c.address, address, row, indices.address, ROWS);
        }
        k.sumRows(sums.address, c.address, c.row, ROWS);
      }
      results.push(
        k.softmaxCrossEntropy(d.address, c.address, c.row, indices.address, ROWS, COLUMNS, 0.25),
        k.sigmoidCrossEntropy(e.address, c.address, d.address, c.row, ROWS, COLUMNS, 0.25),
        k.squaredError(d.address, c.address, e.address, c.row, ROWS, COLUMNS, 0.25),
        k.sumSquares(d.address, length),
      );
      k.scale(d.address, length, 0.3);
      results.push(k.clipValue(d.address, length, 0.05));
      k.sgd(c.address, d.address, length, 0.01);
      k.momentum(c.address, d.address, e.address, length, 0.01, 0.9, 1);
      k.momentum(c.address, d.address, e.address, length, 0.01, 0.9, 0);
      k.sigmoidForward(e.address, e.row, ROWS, COLUMNS);
      k.adam(c.address, d.address, d.address, e.address, length, 0.01, 0.9, 0.999, 1e-8, 10, 1000);
      k.fillRows(b.address, b.row, c.address, TERMS);
      return results;
    };
  },
};
