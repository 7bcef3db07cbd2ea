// Tensors to bytes and back: against the format's own library, and against bytes of bad will.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  decodeSafetensors,
  encodeSafetensors,
  type WeightTensor,
} from '../../../src/model/weights/safetensors.ts';

const golden = new Uint8Array(
  readFileSync(new URL('./golden/tensors.safetensors', import.meta.url)),
);

const single = (name: string, shape: number[], values: number[]): WeightTensor => ({
  name,
  shape,
  precision: 'f32',
  values: Float32Array.from(values),
});
const double = (name: string, shape: number[], values: number[]): WeightTensor => ({
  name,
  shape,
  precision: 'f64',
  values: Float64Array.from(values),
});

const written: readonly WeightTensor[] = [
  single('layers.0.Whh', [2, 3], [-0.5, -0.25, 0, 0.25, 0.5, 0.75]),
  single('layers.0.bh', [4], [Number.NaN, -0, Infinity, 2 ** -149]),
  double('readout.Why', [4, 1], [1 / 3, -Infinity, Number.NaN, Number.MIN_VALUE]),
  double('empty', [0, 3], []),
  double('scalar', [], [0.1]),
  single('näme "q" \\ \n', [1], [7]),
];

describe('the file of the safetensors library', () => {
  test('is read with every name, shape and bit', () => {
    const { tensors, metadata } = decodeSafetensors(golden);
    expect({ ...metadata }).toEqual({ step: '12 ‖ \t"' });
    expect([...tensors.keys()].sort()).toEqual(written.map(({ name }) => name).sort());
    for (const tensor of written) expect(tensors.get(tensor.name)).toEqual(tensor);
  });

  test('is written byte for byte from the same tensors in the same order', () => {
    const order = [...decodeSafetensors(golden).tensors.keys()];
    const tensors = order.map((name) => written.find((tensor) => tensor.name === name)!);
    expect(encodeSafetensors(tensors, { step: '12 ‖ \t"' })).toEqual(golden);
  });

  test('is read where it lies inside other bytes', () => {
    const around = new Uint8Array(golden.length + 13);
    around.set(golden, 5);
    const inside = decodeSafetensors(around.subarray(5, 5 + golden.length));
    expect(inside).toEqual(decodeSafetensors(golden));
  });
});

describe('writing', () => {
  test('keeps the order given, also of names that look like numbers', () => {
    const tensors = ['b', '10', 'a', '2'].map((name) => single(name, [1], [1]));
    const { tensors: read } = decodeSafetensors(encodeSafetensors(tensors, {}));
    expect([...read.keys()]).toEqual(['b', '10', 'a', '2']);
  });

  test('knows one NaN', () => {
    const values = new Float32Array(new Uint32Array([0xffc00001]).buffer);
    const strange = encodeSafetensors([{ ...single('a', [1], []), values }], {});
    expect(strange).toEqual(encodeSafetensors([single('a', [1], [Number.NaN])], {}));
  });

  test('begins the data at a multiple of 8, whatever the length of the header', () => {
    for (let length = 1; length <= 9; length++) {
      const bytes = encodeSafetensors([double('n'.repeat(length), [1], [1.5])], {});
      const data = new DataView(bytes.buffer, bytes.length - 8);
      expect(bytes.length % 8).toBe(0);
      expect(data.getFloat64(0, true)).toBe(1.5);
    }
  });

  test.each([
    ['a name twice', [single('a', [1], [1]), single('a', [1], [1])]],
    ['the name of the metadata', [single('__metadata__', [1], [1])]],
    ['the name of the prototype', [single('__proto__', [1], [1])]],
    ['too few values', [single('a', [2, 2], [1, 2, 3])]],
    ['values of another precision', [{ ...single('a', [1], [1]), precision: 'f64' as const }]],
    ['a header beyond 1 MiB', [single('a'.repeat(2 ** 20), [1], [1])]],
  ])('refuses %s', (_, tensors) => {
    expect(() => encodeSafetensors(tensors, {})).toThrow(RangeError);
  });

  test('gives back what it took', () => {
    const shapes = fc.array(fc.nat(3), { maxLength: 3 });
    const tensor = fc
      .tuple(shapes, fc.constantFrom('f32' as const, 'f64' as const), fc.double())
      .map(([shape, precision, value]) => {
        const count = shape.reduce((product, size) => product * size, 1);
        const values = precision === 'f32' ? new Float32Array(count) : new Float64Array(count);
        return { shape, precision, values: values.fill(value).map((one, i) => one / (i + 1)) };
      });
    const name = fc.string({ unit: 'binary' }).filter((text) => !text.startsWith('__'));
    const words = fc.dictionary(name, fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(
        fc.uniqueArray(name, { maxLength: 6 }),
        fc.array(tensor),
        words,
        (names, all, metadata) => {
          const tensors = names.slice(0, all.length).map((one, i) => ({ name: one, ...all[i]! }));
          const read = decodeSafetensors(encodeSafetensors(tensors, metadata));
          expect([...read.tensors.values()]).toEqual(tensors);
          expect({ ...read.metadata }).toEqual({ ...metadata });
        },
      ),
      { numRuns: 300 },
    );
  });
});

/** A file of a header as written and so many bytes of data. */
function file(header: string | Uint8Array, dataLength = 0, headerLength?: bigint): Uint8Array {
  const text = typeof header === 'string' ? new TextEncoder().encode(header) : header;
  const bytes = new Uint8Array(8 + text.length + dataLength);
  new DataView(bytes.buffer).setBigUint64(0, headerLength ?? BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

const entry = (begin: number | string, end: number | string, shape = '[2]', dtype = 'F32') =>
  `{"dtype":"${dtype}","shape":${shape},"data_offsets":[${begin},${end}]}`;

/** What decoding comes to: nothing but an error of one line, or null. */
function refusal(bytes: Uint8Array): string | null {
  try {
    decodeSafetensors(bytes);
    return null;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    expect(error.name).toBe('WeightsFileError');
    expect(error.message).toMatch(/^[^\n\r]{1,200}$/);
    return error.message;
  }
}

describe('reading', () => {
  test('accepts space between tokens, any order of tensors, and no tensors at all', () => {
    const spaced = `{ "b" : ${entry(8, 16)} ,\n"a":\t${entry(0, 8)} }  `;
    expect([...decodeSafetensors(file(spaced, 16)).tensors.keys()]).toEqual(['b', 'a']);
    expect(decodeSafetensors(file('{}')).tensors.size).toBe(0);
    expect(refusal(file(`{"a":${entry(0, 0, '[9007199254740991,9007199254740991,0]')}}`))).toBe(
      null,
    );
  });

  test.each([
    ['no bytes', new Uint8Array(0), /at least 8 bytes, got 0/],
    ['seven bytes', new Uint8Array(7), /at least 8 bytes, got 7/],
    ['a header of length 0', file('', 16, 0n), /header of 1 to 1048576 bytes, got 0/],
    ['a header of length 2^63', file('{}', 0, 2n ** 63n), /got 9223372036854775808$/],
    ['a header of length 2^64-1', file('{}', 0, 2n ** 64n - 1n), /got 18446744073709551615$/],
    ['a header beyond the file', file('{}', 4, 7n), /expected 7 bytes of header, got 6/],
    ['a header over 1 MiB', file(`{}${' '.repeat(2 ** 20)}`), /1 to 1048576 bytes, got 1048578/],
    ['bytes that are not UTF-8', file(Uint8Array.of(0x7b, 0xff, 0x7d)), /UTF-8/],
    ['a byte order mark', file('\u{feff}{}'), /expected \{ at character 0/],
    ['a space before the header', file(' {}'), /expected \{ at character 0/],
    ['no JSON', file('{"a"'), /expected : at character 4/],
    ['an open string', file('{"a'), /expected "/],
    ['a string that ends in a backslash', file('{"a\\'), /expected "/],
    ['a line break in a string', file('{"a\n":1}'), /a string/],
    ['an unknown escape', file('{"\\x":1}'), /a string/],
    ['a list', file('[]'), /expected \{/],
    ['more after its end', file('{}{}'), /its end at character 2/],
    ['a name twice', file(`{"a":${entry(0, 8)},"a":${entry(0, 8)}}`, 8), /another name/],
    [
      'a name twice, once with escapes',
      file(`{"a":${entry(0, 8)},"\\u0061":${entry(8, 16)}}`, 16),
      /another name/,
    ],
    ['a field twice', file('{"a":{"dtype":"F32","dtype":"F32"}}'), /another name/],
    ['the metadata twice', file('{"__metadata__":{},"__metadata__":{}}'), /another name/],
    ['a word of the metadata twice', file('{"__metadata__":{"a":"","a":""}}'), /another name/],
    ['a tensor __proto__', file(`{"__proto__":${entry(0, 8)}}`, 8), /another name/],
    ['a word __proto__', file('{"__metadata__":{"__proto__":"1"}}'), /another name/],
    ['a word that is no string', file('{"__metadata__":{"a":1}}'), /expected "/],
    ['a missing field', file('{"a":{"dtype":"F32","shape":[2]}}'), /a tensor with dtype/],
    ['an unknown field', file('{"a":{"type":"F32"}}'), /dtype, shape or data_offsets/],
    ['three offsets', file('{"a":{"dtype":"F32","shape":[],"data_offsets":[0,4,4]}}', 4), /two/],
    ['one offset', file('{"a":{"dtype":"F32","shape":[],"data_offsets":[0]}}', 4), /two/],
    ['a dtype that does not exist', file(`{"a":${entry(0, 8, '[2]', 'F31')}}`, 8), /F32 or F64/],
    ['a dtype it cannot read', file(`{"a":${entry(0, 4, '[2]', 'BF16')}}`, 4), /F32 or F64/],
    ['a dtype toString', file(`{"a":${entry(0, 8, '[2]', 'toString')}}`, 8), /F32 or F64/],
    ['a negative size', file(`{"a":${entry(0, 8, '[-2]')}}`, 8), /a whole number/],
    ['a fractional size', file(`{"a":${entry(0, 8, '[2.0]')}}`, 8), /a whole number/],
    ['a size in powers of ten', file(`{"a":${entry(0, 8, '[2e0]')}}`, 8), /a whole number/],
    ['a size with leading zeros', file(`{"a":${entry(0, 8, '[02]')}}`, 8), /a whole number/],
    ['an unsafe size', file(`{"a":${entry(0, 8, '[9007199254740992]')}}`, 8), /whole number/],
    ['an open list', file('{"a":{"shape":[1,'), /a whole number/],
    ['deep lists', file(`{"a":{"shape":${'['.repeat(500_000)}`), /a whole number/],
    ['deep mappings', file('{"a":'.repeat(100_000)), /dtype, shape/],
    ['another shape', file(`{"a":${entry(0, 8, '[3]')}}`, 8), /tensor 0: its offsets do not fit/],
    [
      'a shape whose product overflows to fit',
      file(`{"a":${entry(0, 0, '[4294967296,4294967296,1]')}}`),
      /do not fit/,
    ],
    [
      'sizes beyond the file',
      file(`{"a":${entry(0, 4 * 2 ** 48, `[${2 ** 48}]`)}}`, 8),
      /expected 1125899906842624 bytes of data, got 8/,
    ],
    ['reversed offsets', file(`{"a":${entry(8, 0)}}`, 8), /do not fit/],
    ['negative offsets', file(`{"a":${entry(-8, 0)}}`, 8), /a whole number/],
    ['overflowing offsets', file(`{"a":${entry(0, '18446744073709551616')}}`, 8), /whole number/],
    [
      'a gap',
      file(`{"a":${entry(0, 8)},"b":${entry(9, 17)}}`, 17),
      /expected a tensor at byte 8 of the data, got 9/,
    ],
    ['a gap at the start', file(`{"a":${entry(1, 9)}}`, 9), /at byte 0 of the data, got 1/],
    [
      'an overlap',
      file(`{"a":${entry(0, 8)},"b":${entry(7, 15)}}`, 15),
      /at byte 8 of the data, got 7/,
    ],
    ['a tensor over another', file(`{"a":${entry(0, 8)},"b":${entry(0, 8)}}`, 8), /at byte 8/],
    ['bytes after the last tensor', file(`{"a":${entry(0, 8)}}`, 9), /expected 8 bytes of data/],
    ['too few bytes', file(`{"a":${entry(0, 8)}}`, 7), /expected 8 bytes of data, got 7/],
  ])('refuses %s', (_, bytes, message) => {
    expect(refusal(bytes)).toMatch(message);
  });

  test('gives metadata without a prototype', () => {
    expect(Object.getPrototypeOf(decodeSafetensors(golden).metadata)).toBe(null);
  });

  test('allocates nothing for tensors that are not in the file', () => {
    const claims = Array.from({ length: 1000 }, (_, i) => {
      const size = 2 ** 30;
      return `"${i}":${entry(i * size * 4, (i + 1) * size * 4, `[${size}]`)}`;
    });
    expect(refusal(file(`{${claims.join(',')}}`, 8))).toMatch(/bytes of data, got 8/);
  });

  test('refuses every file that was cut', () => {
    for (let length = 0; length < golden.length; length++) {
      expect(refusal(golden.subarray(0, length))).not.toBe(null);
    }
  });

  test('fails in no other way, whatever bytes are changed, put in or left out', () => {
    const headerEnd = 8 + new DataView(golden.buffer).getUint32(0, true);
    const token = fc.constantFrom('"', '{', '}', '[', ']', ',', ':', '\\', '0', '9', '-', 'F64');
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 9 }),
      token.map((text) => new TextEncoder().encode(text)),
    );
    const change = fc.record({
      at: fc.oneof(fc.nat(headerEnd), fc.nat(golden.length)),
      removed: fc.oneof(fc.constant(0), fc.nat(12)),
      piece,
      moved: fc.boolean(), // so that the length of the header stays true
    });
    let accepted = 0;
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        let bytes = golden;
        for (const { at, removed, piece: added, moved } of changes) {
          const before = bytes.subarray(0, at);
          const length = new DataView(golden.buffer).getUint32(0, true);
          bytes = Uint8Array.from([...before, ...added, ...bytes.subarray(at + removed)]);
          if (moved && at >= 8 && at < headerEnd && bytes.length > 12) {
            new DataView(bytes.buffer).setUint32(0, length + added.length - removed, true);
          }
        }
        if (refusal(bytes) !== null) return;
        accepted++;
        const { tensors } = decodeSafetensors(bytes);
        const sizes = [...tensors.values()].map(({ values }) => values.byteLength);
        expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(bytes.length);
      }),
      { numRuns: 10_000 },
    );
    expect(accepted).toBeGreaterThan(100);
  });
});
