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
    const gates = plan.tensor('gates', ROWS, BLOCKS * COLUMNS);
    const joined = plan.tensor('joined', ROWS, BLOCKS * COLUMNS);
    const blocks = plan.tensor('blocks', BLOCKS * ROWS, COLUMNS);
    const [a, b, c, d, e] = ['a', 'b', 'c', 'd', 'e'].map((name) =>
      plan.tensor(name, ROWS * STEPS, COLUMNS),
    ) as [Tensor, Tensor, Tensor, Tensor, Tensor];
    const lengths = plan.indices(ROWS);
    return (stage) => {
      const { arena, kernels: k } = stage;
      fillTensors(stage, [sideBySide, gates, a, b, c, d, e]);
      arena.indexView(lengths).set([2, 3, 1]);
      const row = a.row;
      const length = ROWS * row;
      const at = lengths.address;
      const [first, wide] = [gates.address, gates.row];
      const second = first + COLUMNS * arena.elements.BYTES_PER_ELEMENT;
      const [from, fromRow] = [sideBySide.address, sideBySide.row];
      k.splitColumns(blocks.address, row, from, fromRow, ROWS, COLUMNS, BLOCKS);
      k.joinColumns(joined.address, joined.row, blocks.address, row, ROWS, COLUMNS, BLOCKS);
      k.addColumns(second, wide, b.address, row, ROWS, COLUMNS);
      k.multiplyColumns(c.address, row, second, wide, a.address, row, ROWS, COLUMNS);
      k.addProductColumns(second, wide, a.address, row, c.address, 0, ROWS, COLUMNS);
      k.addProductColumns(c.address, 0, second, wide, b.address, row, ROWS, COLUMNS);
      k.lstmCell(c.address + length, d.address, b.address, row, first, wide, ROWS, COLUMNS);
      k.lstmBackward(
        first,
        wide,
        c.address,
        c.address + length,
        e.address,
        a.address,
        b.address,
        row,
        d.address,
        ROWS,
        COLUMNS,
      );
      k.gruBlend(c.address + 2 * length, b.address, row, first, wide, ROWS, COLUMNS);
      k.gruBackward(first, wide, e.address, d.address, b.address, row, ROWS, COLUMNS, 0);
      k.gruBackward(first, wide, e.address, c.address, b.address, row, ROWS, COLUMNS, 1);
      const block = blocks.address;
      k.resetBackward(first, wide, block, row, second, wide, block, row, ROWS, COLUMNS);
      k.add(c.address, blocks.address + length, length);
      k.multiply(b.address + 2 * length, a.address, d.address, length);
      k.addProduct(e.address, c.address, blocks.address, length);
      k.holdRows(b.address + length, b.address, row, at, 2, ROWS);
      k.passHeldRows(d.address, d.address + length, row, at, 3, ROWS);
      k.reverseRows(a.address, c.address, row, at, STEPS, ROWS, 0);
      k.reverseRows(e.address, b.address, row, 0, STEPS, ROWS, 1);
      return [];
    };
  },
};
