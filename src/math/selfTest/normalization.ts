// The self-test of layer normalization.
import { fillTensors, type Scene } from './scene.ts';

const ROWS = 3;
const COLUMNS = 13;

/** Both operations on rows with a tail. */
export const normalization: Scene = {
  prepare(plan) {
    const tensor = (name: string, rows: number) => plan.tensor(name, rows, COLUMNS);
    const [u, y, normalized] = [tensor('u', ROWS), tensor('y', ROWS), tensor('normalized', ROWS)];
    const [dy, du] = [tensor('dy', ROWS), tensor('du', ROWS)];
    const [gain, bias] = [tensor('gain', 1), tensor('bias', 1)];
    const inverse = plan.tensor('inverse', ROWS, 1);
    return (stage) => {
      const { kernels: k } = stage;
      fillTensors(stage, [u, dy, gain, bias]);
      k.normalizeRows(
        y.address,
        normalized.address,
        inverse.address,
        u.address,
        gain.address,
        bias.address,
        u.row,
        ROWS,
        COLUMNS,
        1e-5,
      );
      k.normalizeRowsBackward(
        du.address,
        dy.address,
        normalized.address,
        inverse.address,
        gain.address,
        u.row,
        ROWS,
        COLUMNS,
      );
      return [];
    };
  },
};
