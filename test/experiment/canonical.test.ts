import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalSpec, runId, trajectoryId } from '../../src/experiment/canonical.ts';
import { formatIssues } from '../../src/experiment/load/issue.ts';
import { loadConfig } from '../../src/experiment/load/loadConfig.ts';
import type { Spec } from '../../src/experiment/schema/spec.ts';

function specOf(set: readonly string[] = [], text = 'task: { type: addition }'): Spec {
  const result = loadConfig(text, { file: 'c.yaml', set });
  if (!result.ok) throw new Error(formatIssues(result.issues));
  return result.spec;
}

describe('canonical spec', () => {
  test('keeps its text: a change here changes every run id', () => {
    expect(canonicalSpec(specOf())).toBe(
      '{"evaluation":{"every":1000,"size":1000},"loss":{"type":"squaredError"},' +
        '"model":{"initializer":{"type":"basicTanh"},' +
        '"layers":[{"activation":"tanh","bias":true,"hiddenSize":50,"type":"elman"}],' +
        '"readout":{"type":"linear"}},"numerics":1,"precision":"f32","schema":1,"seed":1,' +
        '"task":{"length":100,"type":"addition"},' +
        '"training":{"batchSize":20,"optimizer":{"learningRate":0.01,"type":"sgd"},' +
        '"policy":[{"maxNorm":1,"type":"clipByNorm"}],"steps":10000}}',
    );
  });

  test.each([
    ['name=other'],
    ['metrics.every=7'],
    ['checkpoint.every=7'],
    ['checkpoint.keep=7'],
    ['training.schedule.type=constant'],
    ['training.regularizer.type=none'],
    ['training.policy=[{ type: none }, { type: clipByNorm }]'],
    ['training.policy=[{ type: clipByNorm, scope: global }]'],
    ['training.optimizer={ learningRate: 1e-2, type: sgd }'],
    ['training.optimizer.weightDecay=0'],
    ['training.optimizer.momentumSchedule={ type: constant }'],
    ['training.averaging={ type: none }'],
    ['training.truncation={ type: none }'],
    ['seed=0x1'],
  ])('is the same run with %s', (override) => {
    expect(runId(specOf([override]))).toBe(runId(specOf()));
  });

  test.each([
    ['seed=2'],
    ['precision=f64'],
    ['task.length={ min: 100, max: 100 }'],
    ['model.layers.0.bias=false'],
    ['model.layers.0.initialState=trainable'],
    ['model.layers.0.initialState=0'],
    ['training.policy=[]'],
    ['training.regularizer={ type: omega }'],
    ['training.regularizer={ type: l2 }'],
    ['training.regularizer={ type: stabilizer }'],
    ['training.policy=[{ type: clipByNorm, scope: tensor }]'],
    ['training.policy=[{ type: clipByNorm }, { type: noise }]'],
    ['training.optimizer.momentum=0.5'],
    ['training.optimizer.weightDecay=0.1'],
    ['training.averaging={ type: exponential }'],
    ['training.truncation={ type: window }'],
    ['evaluation.every=10'],
    ['evaluation.size=10'],
  ])('is another run and another trajectory with %s', (override) => {
    expect(runId(specOf([override]))).not.toBe(runId(specOf()));
    expect(trajectoryId(specOf([override]))).not.toBe(trajectoryId(specOf()));
  });

  test.each([
    ['training.steps=5'],
    ['training.stop.error=0.01'],
    ['training.stop={ plateau: { patience: 3 } }'],
  ])('is another run of the same trajectory with %s', (override) => {
    expect(runId(specOf([override]))).not.toBe(runId(specOf()));
    expect(trajectoryId(specOf([override]))).toBe(trajectoryId(specOf()));
  });

  test('leaves a constant alpha out', () => {
    const omega = (more: string) => runId(specOf([`training.regularizer={ type: omega${more} }`]));
    expect(omega(', alphaSchedule: { type: constant }')).toBe(omega(''));
    expect(canonicalSpec(specOf(['training.regularizer.type=omega']))).not.toContain('constant');
    const changes = [
      ', alpha: 2',
      ', ratio: norm',
      ', reduction: sum',
      ', alphaSchedule: { type: inverseTime }',
    ];
    expect(new Set(['', ...changes].map(omega)).size).toBe(changes.length + 1);
  });

  test('leaves out what a policy has got since at its neutral value', () => {
    const text = canonicalSpec(specOf(['training.policy=[{ type: nonFinite, action: skip }]']));
    expect(text).toContain('"policy":[{"action":"skip","type":"nonFinite"}]');
  });

  test('knows a text by its content, not by its path', () => {
    const text = (file: string) => specOf([], `task: { type: text, file: ${file} }`);
    const a = runId(text('a.txt'), { dataSha256: 'aa' });
    expect(runId(text('b.txt'), { dataSha256: 'aa' })).toBe(a);
    expect(runId(text('a.txt'), { dataSha256: 'bb' })).not.toBe(a);
    expect(canonicalSpec(text('a.txt'), { dataSha256: 'aa' })).not.toContain('a.txt');
  });

  test('does not depend on the order of keys', () => {
    const shuffled = (value: unknown, order: readonly number[]): unknown => {
      if (Array.isArray(value)) return value.map((element) => shuffled(element, order));
      if (typeof value !== 'object' || value === null) return value;
      const entries = Object.entries(value).map((entry, i) => [order[i] ?? 0, entry] as const);
      return Object.fromEntries(
        entries.sort(([a], [b]) => a - b).map(([, [key, below]]) => [key, shuffled(below, order)]),
      );
    };
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 12, maxLength: 12 }), (order) => {
        expect(canonicalSpec(shuffled(specOf(), order) as Spec)).toBe(canonicalSpec(specOf()));
      }),
      { numRuns: 50 },
    );
  });

  test('tells keys with line breaks from several keys', () => {
    const named = (values: object) =>
      canonicalSpec({ ...specOf(), model: { initializer: { type: 'values', values } } } as Spec);
    expect(named({ a: 1, b: 1 })).toContain('"values":{"a":1,"b":1}');
    expect(named({ 'a\nb': 1 })).toContain('"values":{"a\\nb":1}');
    expect(named({ 'a\nb': 1, c: 1 })).toContain('"values":{"a\\nb":1,"c":1}');
    expect(named({ a: 1, 'b\nc': 1 })).toContain('"values":{"a":1,"b\\nc":1}');
  });

  test('has 64 hexadecimal digits', () => {
    expect(runId(specOf())).toMatch(/^[0-9a-f]{64}$/);
    expect(trajectoryId(specOf())).toMatch(/^[0-9a-f]{64}$/);
  });
});
