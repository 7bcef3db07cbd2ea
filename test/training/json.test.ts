import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StepEvent } from '../../src/training/events.ts';
import { toJson, toJsonLine } from '../../src/training/json.ts';

const step: StepEvent = {
  type: 'step',
  step: 3,
  sequenceLength: 100,
  loss: Number.NaN,
  gradientNorm: Number.POSITIVE_INFINITY,
  gradientNormAfter: 1,
  clipped: true,
  skipped: false,
  learningRate: 0.01,
};

describe('toJsonLine', () => {
  it('writes non-finite numbers as strings and closes the line', () => {
    expect(toJsonLine(step)).toBe(
      '{"type":"step","step":3,"sequenceLength":100,"loss":"NaN","gradientNorm":"Infinity",' +
        '"gradientNormAfter":1,"clipped":true,"skipped":false,"learningRate":0.01}\n',
    );
  });

  it('writes non-finite numbers inside nested arrays as strings', () => {
    const layers = [[1, Number.NEGATIVE_INFINITY], [Number.NaN]];
    expect(toJsonLine({ type: 'stateGradient', step: 1, layers })).toBe(
      '{"type":"stateGradient","step":1,"layers":[[1,"-Infinity"],["NaN"]]}\n',
    );
  });

  it('never holds a line break inside the line', () => {
    const line = toJsonLine({ ...step, watched: { 'a\nb\u2028c\u2029d\re': 1 } });
    expect(line.trimEnd()).not.toMatch(/[\n\r\u2028\u2029]/u);
    expect(JSON.parse(line).watched).toEqual({ 'a\nb\u2028c\u2029d\re': 1 });
  });
});

describe('toJson', () => {
  it('gives back every finite number exactly', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(JSON.parse(toJson({ value })).value).toBe(value === 0 ? 0 : value);
      }),
    );
  });

  it('writes typed arrays as arrays', () => {
    expect(toJson({ values: new Float32Array([1, Number.NaN]) })).toBe('{"values":[1,"NaN"]}');
  });

  it('indents on request', () => {
    expect(toJson({ a: [1] }, 2)).toBe('{\n  "a": [\n    1\n  ]\n}');
  });

  it('leaves undefined fields out and refuses values without a JSON form', () => {
    expect(toJson({ a: undefined, b: 1 })).toBe('{"b":1}');
    expect(() => toJson(undefined)).toThrow('toJson: undefined has no JSON form');
    expect(() => toJson(1n)).toThrow(TypeError);
  });
});
