// The self-test of the inner product, by which the angle between two gradients is told.
import { fillTensors, type Scene } from './scene.ts';

// Odd, so that rows end in padding; more than one block of 32 bytes.
const ROWS = 5;
const COLUMNS = 13;

/** One inner product of two vectors of both signs. */
export const innerProduct: Scene = {
  prepare(plan) {
    const a = plan.tensor('a', ROWS, COLUMNS);
    const b = plan.tensor('b', ROWS, COLUMNS);
    return (stage) => {
      fillTensors(stage, [a, b]);
      return [stage.kernels.dot(a.address, b.address, a.byteLength)];
    };
  },
};
