// The self-test of gated cells' steps and of operations by sequence length.
import type { Tensor } from '../layout.ts';
import { fillTensors, type Scene } from './scene.ts';

// Odd sizes: column tails within a block, and rows that are over at different steps.
const ROWS = 3;
const COLUMNS = 5;
const BLOCKS = 4;
const STEPS = 3;

/** Every operation of these groups once. */
export const gates: Scene = {
  prepare(plan) {
    const sideBySide = plan.tensor('sideBySide', ROWS, BLOCKS * COLUMNS);
    const joined = plan.tensor('joined', ROWS, BLOCKS * COLUMNS);
    const blocks = plan.tensor('blocks', BLOCKS * ROWS, COLUMNS);
    const slopes = plan.tensor('slopes', BLOCKS * ROWS, COLUMNS);
    const [a, b, c, d, e] = ['a', 'b', 'c', 'd', 'e'].map((name) =>
      plan.tensor(name, ROWS * STEPS, COLUMNS),
    ) as [Tensor, Tensor, Tensor, Tensor, Tensor];
    const lengths = plan.indices(ROWS);
    return (stage) => {
      const { arena, kernels: k } = stage;
      fillTensors(stage, [sideBySide, slopes, a, b, c, d, e]);
      arena.indexView(lengths).set([2, 3, 1]);
      const row = a.row;
      const length = ROWS * row;
      const at = lengths.address;
      k.splitColumns(
        blocks.address,
        row,
        sideBySide.address,
        sideBySide.row,
        ROWS,
        COLUMNS,
        BLOCKS,
      );
      k.lstmCell(c.address, b.address, blocks.address, length);
      k.lstmCellBackward(
        slopes.address,
        d.address,
        d.address + length,
        e.address,
        blocks.address,
        a.address,
        b.address,
        length,
      );
      k.gateBackward(slopes.address + 3 * length, a.address, b.address, blocks.address, length);
      k.joinColumns(joined.address, joined.row, slopes.address, row, ROWS, COLUMNS, BLOCKS);
      k.gruBlend(c.address + length, b.address, blocks.address, length);
      k.gruBackward(slopes.address, e.address, blocks.address, b.address, length);
      k.add(c.address, slopes.address + length, length);
      k.multiply(c.address + 2 * length, a.address, d.address, length);
      k.addProduct(e.address, c.address, slopes.address + 2 * length, length);
      k.addScaledRows(e.address, a.address, b.address, row, ROWS);
      k.sumProductRows(e.address + length, a.address, c.address, row, ROWS);
      k.holdRows(b.address + length, b.address, row, at, 2, ROWS);
      k.passHeldRows(d.address, d.address + length, row, at, 3, ROWS);
      k.reverseRows(a.address, c.address, row, at, STEPS, ROWS, 0);
      k.reverseRows(e.address, b.address, row, 0, STEPS, ROWS, 1);
      return [];
    };
  },
};
