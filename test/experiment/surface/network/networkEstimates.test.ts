// Estimates of a surface's cost against what is then allocated and multiplied.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { build } from '../../../../src/experiment/build.ts';
import {
  batchesBytes,
  checkBatches,
  networkOperations,
} from '../../../../src/experiment/surface/network/networkEstimates.ts';
import { surfaceSpec } from '../../../../src/experiment/surface/network/networkSource.ts';
import { wholeFile } from '../../../helpers/taskFiles.ts';
import { specOf } from '../../../training/runs.ts';

const specWith = (task: object, hiddenSizes: readonly number[], batchSize = 20, more = {}) =>
  specOf({
    task,
    model: {
      layers: hiddenSizes.map((hiddenSize) => ({ type: 'elman', hiddenSize })),
      initializer: { type: 'zeros' },
    },
    training: { batchSize },
    ...more,
  });

describe('operations of a point', () => {
  it('are mostly the products of the recurrence in a large network', () => {
    const [T, B, H] = [100, 20, 500];
    const products = 2 * 3 * T * B * (2 * H + H * H);
    const operations = networkOperations(
      surfaceSpec(specWith({ type: 'addition', length: T }, [H], B)),
    );
    expect(operations).toBeGreaterThan(products);
    expect(operations).toBeLessThan(1.05 * products);
  });

  it('grow with sequences, length, layers', () => {
    const spec = specWith({ type: 'addition', length: 50 }, [30]);
    const base = networkOperations(surfaceSpec(spec));
    const near = (actual: number, expected: number) =>
      expect(Math.abs(actual / expected - 1)).toBeLessThan(0.02);
    near(networkOperations(surfaceSpec(spec, { sequenceCount: 200 })), 10 * base);
    near(
      networkOperations(surfaceSpec(specWith({ type: 'addition', length: 500 }, [30]))),
      10 * base,
    );
    near(
      networkOperations(surfaceSpec(specWith({ type: 'addition', length: 50 }, [30, 30]))),
      base + 50 * 20 * (6 * 30 * 60 + 40 * 30),
    );
  });
});

/** 256 different characters, and more than one chunk of each stream in the validation part. */
const text = new TextEncoder().encode(
  Array.from({ length: 65_536 }, (_, i) => String.fromCodePoint(0x100 + (i % 256))).join(''),
);

const requests = fc.record({
  task: fc.oneof(
    fc.record({ type: fc.constant('addition'), length: fc.integer({ min: 10, max: 200 }) }),
    fc.record({ type: fc.constant('temporalOrder'), length: fc.integer({ min: 10, max: 200 }) }),
    fc.record({
      type: fc.constant('text'),
      file: fc.constant('t.txt'),
      length: fc.integer({ min: 1, max: 50 }),
    }),
  ),
  precision: fc.constantFrom('f32', 'f64'),
  batchSize: fc.integer({ min: 1, max: 50 }),
  sequenceCount: fc.integer({ min: 1, max: 200 }),
  hiddenSizes: fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 2 }),
  loss: fc.constantFrom('squaredError', 'sigmoidCrossEntropy', 'softmaxCrossEntropy'),
});

describe('memory of the batches', () => {
  it('is what they take, whatever the task', () => {
    fc.assert(
      fc.property(requests, ({ task, precision, batchSize, sequenceCount, hiddenSizes, loss }) => {
        fc.pre(task.type !== 'addition' || loss !== 'softmaxCrossEntropy');
        const trained = specWith(task, hiddenSizes, batchSize, { precision, loss: { type: loss } });
        const spec = surfaceSpec(trained, { sequenceCount });
        const { network } = build(spec, 'reference', { data: wholeFile(text) });
        const { symbols, inputs, values, classes } = network.batch;
        const batchBytes = [symbols, inputs, values, classes].reduce(
          (sum, { byteLength }) => sum + byteLength,
          0,
        );
        const actual = Math.ceil(sequenceCount / spec.training.batchSize) * batchBytes;
        expect(batchesBytes(spec)).toBeGreaterThanOrEqual(actual);
        expect(batchesBytes(spec)).toBeLessThanOrEqual(1.2 * actual);
      }),
      { numRuns: 100 },
    );
  });

  it('is refused above its limit', () => {
    const spec = specWith({ type: 'temporalOrder', length: 1000 }, [50]);
    expect(() => checkBatches(surfaceSpec(spec, { sequenceCount: 60_000 }))).not.toThrow();
    expect(() => checkBatches(surfaceSpec(spec, { sequenceCount: 1_000_000 }))).toThrow(
      'surface: 1000000 sequences need about 3.73 GiB, limit 256 MiB: lower --sequences',
    );
  });
});
