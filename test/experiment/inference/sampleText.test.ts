// Text from a language model: the prompt, what is drawn after it, and where it begins without one.
import { describe, expect, test } from 'vitest';
import { drawSymbol } from '../../../src/experiment/inference/draw.ts';
import { sampleText, type TextNotation } from '../../../src/experiment/inference/sampleText.ts';
import { openStepper } from '../../../src/experiment/inference/stepper.ts';
import { ConfigurationError } from '../../../src/math/configurationError.ts';
import { openStream } from '../../../src/math/random.ts';
import { wholeFile } from '../../helpers/taskFiles.ts';
import { trainedOf } from '../../helpers/trained.ts';

const ALPHABET = [...'\nabcé'];

const notation: TextNotation = {
  kind: 'text',
  encode: (text) =>
    Int32Array.from(text, (character) => {
      const symbol = ALPHABET.indexOf(character);
      if (symbol < 0) throw new ConfigurationError(`expected a known character, got ${character}`);
      return symbol;
    }),
  decode: (symbols) =>
    new TextEncoder().encode(Array.from(symbols, (symbol) => ALPHABET[symbol]).join('')),
};

const { network } = trainedOf(
  {
    task: { type: 'text', file: 'x', length: 5 },
    training: { batchSize: 2 },
    model: { layers: [{ type: 'gru', hiddenSize: 8 }] },
  },
  wholeFile('abc\né'.repeat(30)),
);
const usual = {
  prompt: '',
  length: 30,
  seed: 1,
  temperature: 1,
  topK: null,
  kernels: '128',
} as const;

const textOf = (request: object = {}, how = notation) => {
  const pieces = [...sampleText(network, how, { ...usual, ...request })];
  return Buffer.concat(pieces).toString('utf8');
};

describe('text', () => {
  test('is what a network draws that reads what it has written', () => {
    const stepper = openStepper(network, 'reference');
    const stream = openStream(7, 'sample');
    let outputs: ArrayLike<number> = [];
    for (const symbol of notation.encode('abé')) outputs = stepper.step(symbol).slice();
    const expected: number[] = [];
    for (let n = 0; n < 20; n++) {
      const symbol = drawSymbol(outputs, { temperature: 0.8, topK: 4 }, stream);
      expected.push(symbol);
      outputs = stepper.step(symbol).slice();
    }
    const found = textOf({ prompt: 'abé', seed: 7, length: 20, temperature: 0.8, topK: 4 });
    expect(found).toBe(`abé${Buffer.from(notation.decode(expected)).toString('utf8')}`);
  });

  test('is the same for one seed, with any kernels, and another for another', () => {
    expect(textOf({ kernels: 'reference' })).toBe(textOf());
    expect(textOf({ seed: 2 })).not.toBe(textOf());
  });

  test('comes a character at a time', () => {
    const pieces = [...sampleText(network, notation, { ...usual, prompt: 'ab', length: 3 })];
    expect(pieces.map((piece) => [...Buffer.from(piece).toString('utf8')].length)).toEqual([
      2, 1, 1, 1,
    ]);
  });

  test('without a prompt goes on from a line break that is not written', () => {
    expect(`\n${textOf()}`).toBe(textOf({ prompt: '\n' }));
    const without: TextNotation = {
      ...notation,
      encode: (text) => {
        if (text === '\n') throw new ConfigurationError('expected a known character');
        return notation.encode(text);
      },
    };
    expect(textOf({}, without)).toBe(textOf());
  });

  test('a prompt of other characters is refused by its name', () => {
    expect(() => textOf({ prompt: 'abx' })).toThrow('--prompt: expected a known character, got x');
  });

  test('a network that tells no probabilities is refused', () => {
    const other = {
      ...network,
      spec: { ...network.spec, loss: { type: 'squaredError' } },
    } as const;
    const sample = () => [...sampleText(other as typeof network, notation, usual)];
    expect(sample).toThrow('trained with softmaxCrossEntropy to draw symbols, got squaredError');
  });
});
