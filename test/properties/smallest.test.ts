// The smallest runs there can be: one step, one sequence, one unit, one update.
import { describe, expect, it } from 'vitest';
import { allKernels } from '../helpers/kernels.ts';
import { runToEnd } from '../helpers/runs.ts';

const unit = { layers: [{ type: 'elman', hiddenSize: 1 }] };

const configs: readonly { readonly name: string; readonly config: object }[] = [
  { name: 'the toy with T = 1', config: { task: { type: 'toy', length: 1 } } },
  {
    name: 'text with T = 1, B = 1, H = 1',
    config: { task: { type: 'text', file: 'sample.txt', length: 1 }, model: unit },
  },
  {
    name: 'temporal order with B = 1, H = 1',
    config: { task: { type: 'temporalOrder', length: 10 }, model: unit },
  },
  {
    name: 'addition with B = 1 and three layers of one unit',
    config: {
      task: { type: 'addition', length: 10 },
      model: { layers: [...unit.layers, ...unit.layers, ...unit.layers] },
    },
  },
];

describe.each(allKernels)('with the %s kernels', (kernelName) => {
  it.each(configs)('$name trains', ({ config }) => {
    for (const precision of ['f32', 'f64']) {
      const training = { steps: 3, batchSize: 1 };
      const { steps, events } = runToEnd({ ...config, precision, training }, kernelName);
      expect(steps).toHaveLength(3);
      for (const { loss, gradientNorm } of steps) {
        expect(loss).toBeGreaterThan(0);
        expect(gradientNorm).toBeGreaterThan(0);
      }
      expect(events.at(-1)).toMatchObject({ type: 'end', outcome: 'completed', step: 3 });
    }
  });

  it('no update at all is a run too', () => {
    const config = { task: { type: 'toy' }, training: { steps: 0 } };
    expect(runToEnd(config, kernelName).events.at(-1)).toMatchObject({
      type: 'end',
      outcome: 'completed',
      step: 0,
      loss: null,
    });
  });
});
