// Names of parameters, and what is said about names that mean none.
import { describe, expect, it } from 'vitest';
import type { ParameterSpec } from '../../../../src/cells/cell.ts';
import { namedPlane } from '../../../../src/experiment/surface/network/namedPlane.ts';
import {
  parameterBlocks,
  parameterVector,
} from '../../../../src/experiment/surface/network/parameterLayout.ts';
import { parameterPlace } from '../../../../src/experiment/surface/network/parameterPlace.ts';
import { ConfigurationError } from '../../../../src/math/configurationError.ts';

const one = parameterBlocks([
  { name: 'layers.0.Wxh', shape: [2, 3], role: 'input' },
  { name: 'layers.0.Whh', shape: [3, 3], role: 'recurrent' },
  { name: 'layers.0.bh', shape: [3], role: 'bias' },
  { name: 'readout.W', shape: [3, 4], role: 'output' },
  { name: 'readout.b', shape: [4], role: 'bias' },
]);

const two = parameterBlocks(
  [0, 1].flatMap((layer): ParameterSpec[] => [
    { name: `layers.${layer}.Wxh`, shape: [2, 2], role: 'input' },
    { name: `layers.${layer}.Whh`, shape: [2, 2], role: 'recurrent' },
  ]),
);

const watched = [
  { name: 'wr', tensor: 'layers.0.Whh' },
  { name: 'wi', tensor: 'layers.0.Wxh' },
];

/** The message of the ConfigurationError a call ends in. */
function refusal(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('a name', () => {
  it.each([
    ['layers.0.Wxh[0,0]', 'layers.0.Wxh[0,0]', 0],
    ['Wxh[1,0]', 'layers.0.Wxh[1,0]', 3],
    ['Whh[0,0]', 'layers.0.Whh[0,0]', 6],
    ['Whh[1,2]', 'layers.0.Whh[1,2]', 11],
    ['bh[2]', 'layers.0.bh[2]', 17],
    ['0.bh[0]', 'layers.0.bh[0]', 15],
    ['W[0,0]', 'readout.W[0,0]', 18],
    ['readout.W[2,3]', 'readout.W[2,3]', 29],
    ['b[3]', 'readout.b[3]', 33],
    [' Whh [ 2 , 2 ] ', 'layers.0.Whh[2,2]', 14],
  ])('%j means %s, element %d of all', (text, name, index) => {
    expect(parameterPlace(one, text)).toEqual({ name, index });
  });

  it('of the task means element [0,0] of its tensor', () => {
    expect(parameterPlace(one, 'wr', watched)).toEqual({ name: 'wr', index: 6 });
    expect(parameterPlace(one, 'wi', watched)).toEqual({ name: 'wi', index: 0 });
  });

  it('reaches every layer of several by its full name', () => {
    expect(parameterPlace(two, 'layers.1.Whh[1,0]').index).toBe(14);
    expect(parameterPlace(two, '1.Whh[1,0]').index).toBe(14);
  });
});

describe('a refused name', () => {
  it.each([
    [
      'whh[0,0]',
      'no parameter is named "whh"; did you mean Whh? There are layers.0.Wxh [2, 3], ' +
        'layers.0.Whh [3, 3], layers.0.bh [3], readout.W [3, 4], readout.b [4]',
    ],
    [
      'gate[0,0]',
      'no parameter is named "gate"; there are layers.0.Wxh [2, 3], layers.0.Whh [3, 3], ' +
        'layers.0.bh [3], readout.W [3, 4], readout.b [4]',
    ],
    [
      'Whh',
      'parameter layers.0.Whh: layers.0.Whh [3, 3] takes two indices, as in layers.0.Whh[0,0]',
    ],
    [
      'Whh[1]',
      'parameter layers.0.Whh[1]: layers.0.Whh [3, 3] takes two indices, as in layers.0.Whh[0,0]',
    ],
    [
      'bh[0,1]',
      'parameter layers.0.bh[0,1]: layers.0.bh [3] takes one index, as in layers.0.bh[0]',
    ],
    [
      'Whh[0,3]',
      'parameter layers.0.Whh[0,3]: layers.0.Whh [3, 3] has no such element; indices count from 0',
    ],
    [
      'Wxh[2,0]',
      'parameter layers.0.Wxh[2,0]: layers.0.Wxh [2, 3] has no such element; indices count from 0',
    ],
    [
      'bh[999999999999999]',
      'parameter layers.0.bh[999999999999999]: layers.0.bh [3] has no such element; ' +
        'indices count from 0',
    ],
  ])('%j', (text, message) => {
    expect(refusal(() => parameterPlace(one, text))).toBe(message);
  });

  it.each(['', '[0,0]', 'Whh[0', 'Whh[-1,0]', 'Whh[0,0,0]', 'Whh[0.5,0]', 'Whh[]', 'Whh[0]]'])(
    '%j, which is no name with indices',
    (text) => {
      expect(refusal(() => parameterPlace(one, text))).toBe(
        `parameter ${JSON.stringify(text)}: expected a name and indices from 0, ` +
          'as in Whh[0,1] or bh[0]',
      );
    },
  );

  it('lists the candidates where several tensors have it', () => {
    expect(refusal(() => parameterPlace(two, 'Whh[0,0]'))).toBe(
      'parameter Whh: there is more than one, write which: layers.0.Whh [2, 2], layers.1.Whh [2, 2]',
    );
  });

  it('suggests and lists the names of the task too', () => {
    expect(refusal(() => parameterPlace(one, 'rw', watched))).toMatch(
      /^no parameter is named "rw"; did you mean wr\? There are wr, wi, layers\.0\.Wxh \[2, 3\], /,
    );
  });

  it('cannot steer a terminal', () => {
    const message = refusal(() => parameterPlace(one, '\u001b[2J\u202ewr'));
    expect(message).not.toMatch(/\p{Cc}|\p{Cf}/u);
  });
});

describe('the plane of two parameters', () => {
  const parameters = Float64Array.from({ length: 34 }, (_, k) => k + 1);

  it('has their values as coordinates and leaves the others as they are', () => {
    const { origin, directions } = namedPlane(
      parameters,
      parameterPlace(one, 'Whh[0,1]'),
      parameterPlace(one, 'bh[0]'),
    );
    for (const k of parameters.keys()) {
      const isNamed = k === 7 || k === 15;
      expect([origin[k], directions[0][k], directions[1][k]]).toEqual([
        isNamed ? 0 : k + 1,
        k === 7 ? 1 : 0,
        k === 15 ? 1 : 0,
      ]);
    }
  });

  it('is refused for one parameter twice', () => {
    const place = (text: string) => parameterPlace(one, text, watched);
    expect(refusal(() => namedPlane(parameters, place('bh[1]'), place('layers.0.bh[1]')))).toBe(
      'both axes are layers.0.bh[1]; name two different parameters',
    );
    expect(refusal(() => namedPlane(parameters, place('wr'), place('Whh[0,0]')))).toBe(
      'both axes are wr and layers.0.Whh[0,0], which is the same; name two different parameters',
    );
  });
});

describe('stored parameters', () => {
  const stored = (): Map<string, number[]> =>
    new Map(one.map(({ name, rows, columns }) => [name, new Array(rows * columns).fill(1)]));

  it('line up in the order of the network, whatever theirs', () => {
    const values = [...stored()].reverse();
    for (const [name, list] of values) list.fill(name.length);
    expect(parameterVector(one, new Map(values))).toEqual(
      Float64Array.from(
        one.flatMap(({ name, rows, columns }) => new Array(rows * columns).fill(name.length)),
      ),
    );
  });

  it('must be those of the network', () => {
    const missing = stored();
    missing.delete('layers.0.bh');
    expect(refusal(() => parameterVector(one, missing))).toBe(
      'parameters: expected layers.0.bh [3], the run has none',
    );
    expect(refusal(() => parameterVector(one, stored().set('layers.0.Whh', [1, 2])))).toBe(
      'parameters: expected layers.0.Whh [3, 3], the run has 2 values',
    );
    expect(refusal(() => parameterVector(one, stored().set('layers.1.Whh', [1])))).toBe(
      'parameters: the network has no layers.1.Whh, the run does',
    );
  });
});
