import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../../src/experiment/load/loadConfig.ts';
import { estimateMemory, formatBytes } from '../../../src/experiment/schema/memory.ts';

function bytesWith(...set: readonly string[]): number {
  const result = loadConfig('task: { type: addition }', { file: 'c.yaml', set });
  return result.ok ? estimateMemory(result.spec) : Number.NaN;
}

describe('memory estimate', () => {
  test('grows with every size', () => {
    const usual = bytesWith();
    expect(bytesWith('training.batchSize=100')).toBeGreaterThan(usual);
    expect(bytesWith('task.length=1000')).toBeGreaterThan(usual);
    expect(bytesWith('model.layers.0.hiddenSize=500')).toBeGreaterThan(usual);
    expect(bytesWith('model.layers=[{ type: elman }, { type: elman }]')).toBeGreaterThan(usual);
    expect(bytesWith('precision=f64')).toBeGreaterThan(usual);
  });

  test('holds parameters, gradient, states and their derivatives', () => {
    const [T, B, H, I] = [100, 20, 50, 2];
    expect(bytesWith()).toBeGreaterThan(4 * (2 * H * (H + I + 1) + 3 * T * B * H + T * B * I));
  });

  test('takes the longest sequence of a range', () => {
    expect(bytesWith('task.length={ min: 10, max: 100 }')).toBe(bytesWith());
  });
});

test.each([
  [0, '0 bytes'],
  [999, '999 bytes'],
  [4 * 2 ** 30, '4.00 GiB'],
  [2 ** 20 * 12.34, '12.3 MiB'],
  [2 ** 70, '1024 EiB'],
])('writes %d bytes as %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});
