// The arithmetic of the result path.
import { describe, expect, test } from 'vitest';
import { inexactArithmetic, RESULT_PATH } from './numerics.ts';
import { readSources, violations } from './sources.ts';

const check = (text: string) =>
  violations({ path: 'src/math/planted.ts', text }, inexactArithmetic);

describe('arithmetic that reaches a result', () => {
  test('is exact in every source, AssemblyScript included', () => {
    const sources = readSources().filter(({ path }) => RESULT_PATH.test(path));
    expect(sources.some(({ path }) => path.startsWith('src/math/simd/assembly/'))).toBe(true);
    expect(sources.flatMap((source) => violations(source, inexactArithmetic))).toEqual([]);
  });

  test.each([
    'const y = Math.exp(x);',
    'const y = Math.tanh(x);',
    'const y = Math.hypot(x, x);',
    'const y = Math.random();',
    'const y = Math?.pow(x, 3);',
    "const y = Math['exp'](x);",
    'const { exp } = Math;',
    'const functions = Math;',
    'const functions = { Math };',
    'const y = globalThis.Math.exp(x);',
    'const y = NativeMath.exp(x);',
    'const y = NativeMathf.exp(x);',
    'const y = Mathf.exp(x);',
    'import { exp } from "x"; const y = JSMath.exp(x);',
    'const y = x ** 2;',
    'const y = 3 ** 2;',
    'const y = 2 ** x;',
    'let y = 2; y **= 3;',
    'const y = f32x4.relaxed_madd(a, b, c);',
    'const y = relaxed_madd<f32>(a, b, c);',
    'const y = Date.now();',
    'names.sort((a, b) => a.localeCompare(b));',
    'const y = new Intl.NumberFormat();',
    'crypto.getRandomValues(y);',
  ])('may not be: %s', (text) => {
    expect(check(text)).toHaveLength(1);
  });

  test.each([
    'const y = Math.sqrt(x) + Math.fround(x) + Math.max(x, -x);',
    '/** Computes Math.exp(x) = e ** x. */ const text = "Math.exp(x ** 2)";',
    'const SMALLEST_NORMAL = 2 ** -126;',
    'const y = x * 2 ** SHIFT;',
    'const y = { exp: elementary.exp, Math: 1 };',
  ])('may be: %s', (text) => {
    expect(check(text)).toEqual([]);
  });

  test('has powers of two from ** that are exact in this engine', () => {
    const bits = new DataView(new ArrayBuffer(8));
    for (let exponent = -1074; exponent < 1024; exponent++) {
      const isNormal = exponent >= -1022;
      const pattern = isNormal ? BigInt(exponent + 1023) << 52n : 1n << BigInt(exponent + 1074);
      bits.setBigUint64(0, pattern);
      expect(2 ** exponent).toBe(bits.getFloat64(0));
    }
  });
});
