// A checkpoint as bytes: what it holds, and that no changed byte goes unseen.
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  decodeCheckpoint,
  encodeCheckpoint,
  type StoredCheckpoint,
} from '../../src/experiment/checkpoint.ts';
import { decodeSafetensors, encodeSafetensors } from '../../src/model/weights/safetensors.ts';

const checkpoint: StoredCheckpoint = {
  runId: 'ab'.repeat(32),
  step: 1234,
  training: null,
  tensors: [
    {
      name: 'layers.0.Whh',
      shape: [2, 2],
      precision: 'f32',
      values: Float32Array.of(1, -2, 0.5, 4),
    },
    { name: 'readout.by', shape: [1], precision: 'f32', values: Float32Array.of(Number.NaN) },
  ],
};

describe('a checkpoint', () => {
  test('is a safetensors file that says what it is', () => {
    const { tensors, metadata } = decodeSafetensors(encodeCheckpoint(checkpoint));
    expect([...tensors.values()]).toEqual(checkpoint.tensors);
    expect({ ...metadata }).toEqual({
      schema: '1',
      numerics: '1',
      runId: checkpoint.runId,
      step: '1234',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  test('is closed by the hash of the file with zeros for the hash', () => {
    const bytes = encodeCheckpoint(checkpoint);
    const { sha256 = '' } = decodeSafetensors(bytes).metadata;
    const text = Buffer.from(bytes).toString('latin1').replace(sha256, '0'.repeat(64));
    const unsealed = Buffer.from(text, 'latin1');
    expect(createHash('sha256').update(unsealed).digest('hex')).toBe(sha256);
  });

  test('is read as it was written, and the same one has the same bytes', () => {
    const bytes = encodeCheckpoint(checkpoint);
    expect(decodeCheckpoint(bytes)).toEqual(checkpoint);
    expect(encodeCheckpoint(decodeCheckpoint(bytes))).toEqual(bytes);
  });
});

/** The message of the error that reading comes to. */
function refusal(bytes: Uint8Array): string {
  try {
    decodeCheckpoint(bytes);
  } catch (error) {
    if (error instanceof Error && error.name === 'WeightsFileError') return error.message;
    throw error;
  }
  return '';
}

describe('a damaged checkpoint', () => {
  const bytes = encodeCheckpoint(checkpoint);

  test('is found out at every byte, whichever bits are changed', () => {
    for (let at = 0; at < bytes.length; at++) {
      for (const change of [1, 2, 4, 8, 16, 32, 64, 128, 255]) {
        const changed = bytes.slice();
        changed[at] = (bytes[at] ?? 0) ^ change;
        expect(refusal(changed), `byte ${at}`).not.toBe('');
      }
      const zeroed = bytes.slice();
      zeroed.fill(0, at, at + 16);
      if (!Buffer.from(zeroed).equals(bytes)) expect(refusal(zeroed)).not.toBe('');
    }
  });

  test('is found out at every length', () => {
    for (let length = 0; length < bytes.length; length++) {
      expect(refusal(bytes.subarray(0, length))).not.toBe('');
    }
    expect(refusal(Uint8Array.from([...bytes, 0]))).not.toBe('');
  });

  /** A file with other words, and a hash that is true for it. */
  function sealed(words: Readonly<Record<string, string>>): Uint8Array {
    const zeros = '0'.repeat(64);
    const file = encodeSafetensors(checkpoint.tensors, { ...words, sha256: zeros });
    const sha256 = createHash('sha256').update(file).digest('hex');
    const text = Buffer.from(file).toString('latin1').replace(zeros, sha256);
    return Uint8Array.from(Buffer.from(text, 'latin1'));
  }
  const words = { schema: '1', runId: checkpoint.runId, step: '1234' };

  test.each([
    ['', words],
    ['it has format 3, this program reads 2', { ...words, schema: '3' }],
    ['the state in its metadata is wrong', { ...words, state: '{}' }],
    ['the state in its metadata is wrong', { ...words, state: '[' }],
    ['a word of its metadata is missing or wrong', { ...words, step: '-1' }],
    ['a word of its metadata is missing or wrong', { ...words, step: '1e3' }],
    ['a word of its metadata is missing or wrong', { schema: '1', step: '1' }],
    ['a word of its metadata is missing or wrong', { runId: 'a', step: '1' }],
  ])('refused with "%s"', (message, changed) => {
    expect(refusal(sealed(changed))).toBe(message);
  });

  test('is one without a hash', () => {
    expect(refusal(encodeSafetensors(checkpoint.tensors, words))).toBe('its hash differs');
  });
});
