// The self-test of the Huber loss.
import { fillTensors, type Scene } from './scene.ts';

// Odd sizes: row tails and an odd number of rows.
const ROWS = 5;
const COLUMNS = 13;
/** Errors lie in (-8, 8): many on either side of it. */
const DELTA = 2.3;

/** Loss and gradient, errors below and above delta, padding at row ends. */
export const huber: Scene = {
  prepare(plan) {
    const outputs = plan.tensor('outputs', ROWS, COLUMNS);
    const targets = plan.tensor('targets', ROWS, COLUMNS);
    const gradient = plan.tensor('gradient', ROWS, COLUMNS);
    return (stage) => {
      fillTensors(stage, [outputs, targets]);
      const { address, row } = outputs;
      return [
        stage.kernels.huber(
          gradient.address,
          address,
          targets.address,
          row,
          ROWS,
          COLUMNS,
          0.25,
          DELTA,
        ),
      ];
    };
  },
};
