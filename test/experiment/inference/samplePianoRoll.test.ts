// Music: the beginning that is given, and what is drawn after it.
import { describe, expect, test } from 'vitest';
import { drawKeys } from '../../../src/experiment/inference/draw.ts';
import { samplePianoRoll } from '../../../src/experiment/inference/samplePianoRoll.ts';
import { openStepper } from '../../../src/experiment/inference/stepper.ts';
import { openStream } from '../../../src/math/random.ts';
import { rowTask } from '../../helpers/rowTask.ts';
import { trainedOf } from '../../helpers/trained.ts';

const { network } = trainedOf({
  task: { type: 'toy', length: 5 },
  model: { layers: [{ type: 'lstm', hiddenSize: 3 }], readout: { type: 'linear' } },
  loss: { type: 'sigmoidCrossEntropy' },
});
const song = [1, 1, 0, 1, 0, 0, 1];
const task = rowTask([song, [1, 1, 1]], 4, { kind: 'pianoRoll', lowestPitch: 21 });
const trained = { network, task, data: null };
const request = { prime: 0, steps: 40, temperature: 1, seed: 1, kernels: '128' } as const;

const keysOf = (key = 0) => (key > 0 ? [0] : []);

describe('music', () => {
  test.each([0, 1, 5])('goes on after %d given steps, from what it drew', (prime) => {
    const given = song.slice(0, prime);
    const stepper = openStepper(network, 'reference');
    const stream = openStream(1, 'sample');
    let last = given.at(-1) ?? 0;
    for (const key of given.slice(0, -1)) stepper.step([key]);
    const drawn: number[] = [];
    for (let n = 0; n < 40; n++) {
      last = drawKeys(stepper.step([last]), { temperature: 1 }, stream)[0] ?? 0;
      drawn.push(last);
    }
    expect(new Set(drawn).size).toBe(2);
    expect(samplePianoRoll(trained, { ...request, prime })).toEqual({
      primed: prime,
      steps: [...given, ...drawn].map(keysOf),
    });
  });

  test('a longer beginning than there is, and a network without probabilities, are refused', () => {
    expect(() => samplePianoRoll(trained, { ...request, prime: 7 })).toThrow(
      '--prime: expected at most the 6 steps of the first test sequence, got 7',
    );
    const spec = { ...network.spec, loss: { type: 'squaredError' } } as const;
    expect(() => samplePianoRoll({ ...trained, network: { ...network, spec } }, request)).toThrow(
      'trained with sigmoidCrossEntropy to draw keys, got squaredError',
    );
  });
});
