// The self-test of regularizer kernels and of the sum of scaled vectors.
import { fillTensors, type Scene } from './scene.ts';

const STEPS = 3;
const BATCH_SIZE = 2;
const ROWS = (STEPS + 1) * BATCH_SIZE;
const COLUMNS = 13;

/** Both ratios over rows of which one is inactive and one has no v; then norms drawn together. */
export const regularizers: Scene = {
  prepare(plan) {
    const v = plan.tensor('v', ROWS, COLUMNS);
    const d = plan.tensor('d', ROWS, COLUMNS);
    const squared = plan.tensor('squared', ROWS, COLUMNS);
    const plain = plan.tensor('plain', ROWS, COLUMNS);
    const [vSquares, dSquares] = [plan.doubles(ROWS).address, plan.doubles(ROWS).address];
    const counts = [plan.indices(1), plan.indices(1)] as const;
    return (stage) => {
      const { arena, kernels: k } = stage;
      fillTensors(stage, [v, d]);
      arena.view({ address: v.address, byteLength: v.row }).fill(0);
      arena.view({ address: d.address + d.row, byteLength: d.row }).fill(0);
      const { row, byteLength } = v;
      k.rowSquares(vSquares, v.address, row, ROWS);
      k.rowSquares(dSquares, d.address, row, ROWS);
      const results = [
        k.omegaRows(
          squared.address,
          v.address,
          row,
          vSquares,
          dSquares,
          ROWS,
          COLUMNS,
          1,
          65,
          counts[0].address,
        ),
        k.omegaRows(
          plain.address,
          v.address,
          row,
          vSquares,
          dSquares,
          ROWS,
          COLUMNS,
          0,
          65,
          counts[1].address,
        ),
        k.stabilizeNorms(d.address, v.address, row, STEPS, BATCH_SIZE, COLUMNS, 0.3),
      ];
      k.addScaled(squared.address, plain.address, byteLength, -0.7);
      return results;
    };
  },
};
