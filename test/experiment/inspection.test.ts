// Measures of weights against matrices whose spectra are known.
import { describe, expect, test } from 'vitest';
import { inspectNetwork } from '../../src/experiment/inspection.ts';
import { loadConfigValue } from '../../src/experiment/load/loadConfig.ts';
import type { StoredParameter } from '../../src/experiment/storedNetwork.ts';
import { inspectionTable } from '../../src/report/inspectionTable.ts';
import { PLAIN } from '../report/terminals.ts';

const loaded = loadConfigValue({ name: 'mine', task: { type: 'addition' } }, { file: 'test' });
if (!loaded.ok) throw new Error('the config is wrong');
const { spec } = loaded;

function parameter(
  name: string,
  shape: readonly number[],
  values: readonly number[],
  more: Pick<StoredParameter, 'role' | 'gates'>,
): StoredParameter {
  return { name, shape, precision: 'f64', values: Float64Array.from(values), ...more };
}

const inspect = (...parameters: readonly StoredParameter[]) =>
  inspectNetwork({
    spec,
    runId: 'a'.repeat(64),
    step: 7,
    input: { kind: 'dense', size: 2 },
    steps: 'lastStep',
    parameters,
  });

// A rotation by a right angle, twice as long: both eigenvalues have modulus 2.
const TURN = [0, -2, 2, 0];

describe('inspecting', () => {
  test('a recurrent matrix gives norm, largest entry, singular value and spectral radius', () => {
    // Nilpotent but for 0.5: eigenvalues 0.5 and 0, singular values 3.04… and 0.
    const [tensor] = inspect(
      parameter('layers.0.Whh', [2, 2], [0.5, -3, 0, 0], { role: 'recurrent' }),
    ).tensors;
    expect(tensor).toMatchObject({ name: 'layers.0.Whh', count: 4, largestAbsolute: 3, gates: [] });
    expect(tensor?.spectralRadius).toBeCloseTo(0.5, 14);
    expect(tensor?.largestSingularValue).toBeCloseTo(Math.sqrt(9.25), 14);
    expect(tensor?.norm).toBeCloseTo(Math.sqrt(9.25), 14);
  });

  test('gates side by side are measured one by one', () => {
    const [a, b, c, d] = TURN as [number, number, number, number];
    const values = [1, 0, a, b, 0, 0, 0, 1, c, d, 0, 0];
    const inspection = inspect(
      parameter('layers.0.Whh', [2, 6], values, { role: 'recurrent', gates: ['r', 'z', 'n'] }),
    );
    const { tensors } = inspection;
    expect(tensors[0]).toMatchObject({ spectralRadius: null, shape: [2, 6] });
    const gates = tensors[0]?.gates ?? [];
    expect(gates.map(({ gate, shape }) => [gate, shape])).toEqual([
      ['r', [2, 2]],
      ['z', [2, 2]],
      ['n', [2, 2]],
    ]);
    [1, 2, 0].forEach((radius, i) => {
      expect(gates[i]?.spectralRadius).toBeCloseTo(radius, 14);
    });
    expect(gates[1]?.norm).toBeCloseTo(Math.sqrt(8), 14);
    const lines = inspectionTable(inspection, PLAIN);
    expect(lines).toMatch(/^ {2}gate z +2 x 2 +2\.00 +2\.00 +2\.83 +2\.00$/m);
  });

  test('a square matrix that is not recurrent has no spectral radius, a vector no singular value', () => {
    const { tensors, parameterCount, norm } = inspect(
      parameter('layers.0.Wxh', [2, 2], [3, 0, 0, 4], { role: 'input' }),
      parameter('layers.0.bh', [1], [-12], { role: 'bias' }),
    );
    expect(tensors[0]).toMatchObject({ norm: 5, largestSingularValue: 4, spectralRadius: null });
    expect(tensors[1]).toMatchObject({ norm: 12, largestSingularValue: null, largestAbsolute: 12 });
    expect([parameterCount, norm]).toEqual([5, 13]);
  });

  test('what is not finite ends nowhere and shows', () => {
    const { tensors } = inspect(
      parameter('layers.0.Whh', [2, 2], [Number.NaN, 1, Number.POSITIVE_INFINITY, 1], {
        role: 'recurrent',
      }),
    );
    expect(tensors[0]).toMatchObject({ norm: Number.NaN, spectralRadius: Number.NaN });
  });

  test('huge weights do not overflow', () => {
    const [tensor] = inspect(
      parameter('layers.0.Wxh', [1, 2], [3e200, 4e200], { role: 'input' }),
    ).tensors;
    expect(tensor?.norm).toBeCloseTo(5e200, -188);
    expect(tensor?.largestSingularValue).toBeCloseTo(5e200, -188);
  });
});
