// What was drawn once is drawn for ever: hashes of the first parameters of a network without gates,
// as they were before parameters could have gates. Runs keep their results by it.
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { build } from '../../../src/experiment/build.ts';
import { loadConfigValue } from '../../../src/experiment/load/loadConfig.ts';

const HASHES = {
  normal: '9ccb4ff2d606b141',
  uniform: '7d00c07ffcda9490',
  xavier: '3ce49d4ea2303151',
  orthogonal: 'ec911979d2da7bcb',
  identity: '1c0318c0d54fe950',
  zeros: '1a8abcd1a0fb3977',
  sigmoid: 'af078b006170ee9b',
  basicTanh: '9ccb4ff2d606b141',
  smartTanh: '83d7a34010404774',
} as const;

test.each(Object.entries(HASHES))('%s draws the bits it always drew', (type, expected) => {
  const result = loadConfigValue(
    {
      task: { type: 'temporalOrder', length: 20 },
      precision: 'f64',
      seed: 3,
      model: {
        layers: [
          { type: 'elman', hiddenSize: 21, initialState: 'trainable' },
          { type: 'elman', hiddenSize: 10 },
        ],
        initializer: { type },
      },
    },
    { file: 'test' },
  );
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  const { arena, network } = build(result.spec, 'reference');
  const values = network.parameters.tensors.flatMap((tensor) => arena.read(tensor));
  const bytes = new Uint8Array(Float64Array.from(values).buffer);
  expect(createHash('sha256').update(bytes).digest('hex').slice(0, 16)).toBe(expected);
});
