// Hashes of what a run computed, against the same bytes put together by hand.
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createTrajectoryHash, hashVectors } from '../../src/experiment/hashes.ts';
import { resultText } from '../../src/experiment/result.ts';
import { ArenaPlan } from '../../src/math/arena.ts';

const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');

/** The one NaN that hashes know: quiet, positive, no payload; little-endian. */
const NAN_64 = Buffer.from('000000000000f87f', 'hex');
const NAN_32 = Buffer.from('0000c07f', 'hex');

function doubles(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(8 * values.length);
  values.forEach((value, i) => {
    if (Number.isNaN(value)) NAN_64.copy(bytes, 8 * i);
    else bytes.writeDoubleLE(value, 8 * i);
  });
  return bytes;
}

describe('the hash over steps', () => {
  /** Blocks of 512 steps, each hashed behind the hash before it. */
  function chained(values: readonly number[]): string {
    const blocks = Math.floor(values.length / 1024);
    let chain = '';
    for (let i = 0; i <= blocks; i++) {
      const block = doubles(values.slice(1024 * i, 1024 * (i + 1)));
      chain = sha256(Buffer.concat([Buffer.from(chain, 'hex'), block]));
    }
    return chain;
  }

  test.each([0, 1, 511, 512, 513, 1500])('is a chain over %d pairs of f64', (count) => {
    let hash = createTrajectoryHash();
    const values = Array.from({ length: 2 * count }, (_, i) => (i % 7 === 3 ? Number.NaN : i / 3));
    for (let i = 0; i < count; i++) {
      hash.add(values[2 * i] ?? 0, values[2 * i + 1] ?? 0);
      if (i % 300 === 7) hash = createTrajectoryHash(hash.state());
    }
    expect(hash.digest()).toBe(chained(values));
    expect(hash.digest()).toBe(chained(values));
  });
});

describe('the hash of tensors', () => {
  test.each(['f32', 'f64'] as const)(
    'sees names, shapes and elements, not padding (%s)',
    (precision) => {
      const plan = new ArenaPlan(precision);
      const vector = plan.vector([
        { name: 'W', shape: [2, 3] },
        { name: 'b', shape: [1] },
      ]);
      const arena = plan.allocate();
      const [W, b] = vector.tensors;
      if (W === undefined || b === undefined) throw new Error('two tensors were placed');
      arena.write(W, [1, -2, Number.NaN, 0.5, -0, Number.POSITIVE_INFINITY]);
      arena.write(b, [7]);
      const element = (value: number) => {
        if (precision === 'f64') return doubles([value]);
        const bytes = Buffer.alloc(4);
        bytes.writeFloatLE(value);
        return Number.isNaN(value) ? NAN_32 : bytes;
      };
      const expected = Buffer.concat([
        Buffer.from(`W[2,3]${precision}\n`),
        ...[1, -2, Number.NaN, 0.5, -0, Number.POSITIVE_INFINITY].map(element),
        Buffer.from(`b[1]${precision}\n`),
        element(7),
      ]);
      expect(hashVectors(arena, [vector])).toBe(sha256(expected));
      // Another NaN in memory is the same number.
      const bits = new Uint8Array(arena.memory.buffer);
      const at = W.address + 2 * arena.elements.BYTES_PER_ELEMENT;
      bits[at] = 1;
      expect(hashVectors(arena, [vector])).toBe(sha256(expected));
    },
  );
});

test('a result is closed by the hash of its facts on one line', () => {
  const { text, sha256: own } = resultText({
    runId: 'r',
    trajectoryId: 't',
    outcome: 'diverged',
    step: 3,
    loss: Number.NaN,
    gradient: { normMean: 1, normMax: 2, clippedFraction: 0, nonFiniteCount: 1 },
    divergence: null,
    validation: null,
    test: null,
    parametersSha256: 'p',
    optimizerStateSha256: 'o',
    trajectorySha256: 's',
  });
  const { sha256: stored, ...facts } = JSON.parse(text);
  expect(facts).toMatchObject({ schema: 2, loss: 'NaN' });
  expect(stored).toBe(own);
  expect(stored).toBe(sha256(JSON.stringify(facts)));
  expect(text.endsWith('}\n')).toBe(true);
});
