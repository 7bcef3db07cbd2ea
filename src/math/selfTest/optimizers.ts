// The self-test of the sums of vectors and of the adaptive and sign optimizers.
import { fillTensors, type Scene } from './scene.ts';

const ROWS = 5;
const COLUMNS = 11;

/** Every operation of these groups, each on what the one before left, over several updates. */
export const optimizers: Scene = {
  prepare(plan) {
    const names = ['p', 'g', 'h', 'mean', 'square', 'third'] as const;
    const tensors = names.map((name) => plan.tensor(name, ROWS, COLUMNS));
    // States of their own where a step is kept as 0 or a square must not be negative.
    const states = ['sum', 'steps', 'before'].map((name) => plan.tensor(name, ROWS, COLUMNS));
    const [p, g, h, mean, square, third] = tensors.map(({ address }) => address) as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    const [sum, steps, before] = states.map(({ address }) => address) as [number, number, number];
    const length = tensors[0]?.byteLength ?? 0;
    return (stage) => {
      const { kernels: k } = stage;
      fillTensors(stage, tensors.slice(0, 3));
      for (let update = 0; update < 3; update++) {
        k.addScaled(g, h, length, 0.3 - update);
        k.adagrad(p, g, sum, length, 0.1, 0.01, 1e-6);
        k.adadelta(p, g, sum, square, length, 0.5, 0.9, 1e-3);
        k.rmsprop(p, g, sum, 0, 0, length, 0.01, 0.9, 0, 1e-6, 0);
        k.rmsprop(p, g, sum, mean, third, length, 0.01, 0.9, 1e-3, 0, 0.8);
        k.amsgrad(p, g, mean, square, sum, length, 0.01, 0.9, 0.99, 1e-8, 2, 50);
        k.nadam(p, g, mean, square, length, 0.9, 0.99, 1e-8, 0.01, 0.04, 50);
        k.rprop(p, g, before, steps, length, 0.1, 0.5, 1.2, 0.08, 0.13);
        k.lion(p, g, third, length, 0.01, 0.9, 0.99);
        k.moveTowards(h, p, length, 0.25);
      }
      return [];
    };
  },
};
