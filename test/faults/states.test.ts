// Checkpoints whose hash is right and whose content is not: each is gone on from or refused in one line.
import { readdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { exitCodeOf, exitCodes } from '../../src/cli/exitCodes.ts';
import {
  decodeCheckpoint,
  encodeCheckpoint,
  type StoredCheckpoint,
} from '../../src/experiment/checkpoint.ts';
import { executeRun } from '../../src/experiment/executeRun.ts';
import { openStream, type RandomStream } from '../../src/math/random.ts';
import type { WeightTensor } from '../../src/model/weights/safetensors.ts';
import { specOf, TEXT } from '../helpers/attempts.ts';
import { host } from '../helpers/host.ts';
import { useWorkspace } from '../helpers/workspace.ts';

const space = useWorkspace();
beforeEach(() => space.write('text.txt', TEXT));

const TRIALS = 200;
const STEP = 5;
const ENDS_AFTER = 9;

const common = { evaluation: { every: 4, size: 4 }, checkpoint: { every: STEP } };
const configs: Readonly<Record<string, object>> = {
  'a text in windows, Adam, an average, a policy that remembers': {
    ...common,
    task: { type: 'text', file: 'text.txt', length: 12 },
    model: { layers: [{ type: 'gru', hiddenSize: 3, dropout: 0.2 }] },
    training: {
      steps: ENDS_AFTER,
      batchSize: 2,
      optimizer: { type: 'adam' },
      averaging: { type: 'exponential' },
      truncation: { type: 'window', window: 5, stride: 3 },
      policy: [{ type: 'clipByHistory' }, { type: 'noise' }],
    },
  },
  'a drawn task of many lengths, a schedule, a regularizer': {
    ...common,
    task: { type: 'temporalOrder', length: { min: 10, max: 14 } },
    model: { layers: [{ type: 'elman', hiddenSize: 3, initialState: 'trainable' }] },
    training: {
      steps: ENDS_AFTER,
      batchSize: 2,
      optimizer: { type: 'nadam' },
      schedule: { type: 'halveOnRise' },
      regularizer: { type: 'omega' },
      stop: { plateau: { patience: 3 } },
    },
  },
};

const HOSTILE: readonly unknown[] = [
  ...[0, -1, 1, 0.5, 1e9, 2 ** 31, 2 ** 53, -(2 ** 53), 1e300, -1e300, 5e-324],
  ...['NaN', 'Infinity', '-Infinity', null, true, '', 'x', 'y'.repeat(1000), '__proto__'],
  ...[[], {}, [1, 2, 3], Array.from({ length: 5000 }, (_, i) => i), { __proto__x: 1 }],
];

/** Every place in a document that holds something. */
function placesIn(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [
    path,
    ...Object.keys(value).flatMap((key) => placesIn(Reflect.get(value, key), [...path, key])),
  ];
}

/** Changes a place of the state in one of several ways. */
function mutateState(state: unknown, { integer }: RandomStream): { state: unknown; how: string } {
  const copy = JSON.parse(JSON.stringify(state));
  const places = placesIn(copy).slice(1);
  const place = places[integer(places.length)] ?? [];
  const holder = place.slice(0, -1).reduce((one, key) => one[key], copy);
  const key = place.at(-1) ?? '';
  const kind = integer(8);
  if (kind === 0) delete holder[key];
  else if (kind === 1) holder[`${key}2`] = holder[key];
  else holder[key] = HOSTILE[integer(HOSTILE.length)];
  return { state: copy, how: `${place.join('.')} = ${JSON.stringify(holder[key])?.slice(0, 60)}` };
}

/** Changes a tensor in one of several ways. */
function mutateTensors(tensors: readonly WeightTensor[], { integer }: RandomStream) {
  const at = integer(tensors.length);
  const one = tensors[at];
  if (!one) return { tensors, how: 'none' };
  const ways: readonly (readonly WeightTensor[])[] = [
    [],
    [{ ...one, name: `${one.name}2` }],
    [one, { ...one, name: `${one.name}2` }],
    [{ ...one, shape: [one.values.length + 1], values: new Float32Array(one.values.length + 1) }],
    [{ ...one, shape: [0], values: new Float32Array(0) }],
    [{ ...one, precision: 'f64', values: Float64Array.from(one.values) }],
    [{ ...one, values: one.values.slice().fill(Number.NaN) }],
    [{ ...one, values: one.values.slice().fill(1e38) }],
    [{ ...one, values: one.values.slice().fill(-Infinity) }],
  ];
  const way = integer(ways.length);
  return {
    tensors: tensors.toSpliced(at, 1, ...(ways[way] ?? [])),
    how: `${one.name}, way ${way}`,
  };
}

function mutate({ training, tensors, ...rest }: StoredCheckpoint, random: RandomStream) {
  if (!training) throw new Error('no training');
  const kind = random.integer(8);
  if (kind === 0) {
    const mutated = mutateTensors(tensors, random);
    return { checkpoint: { ...rest, training, tensors: mutated.tensors }, how: mutated.how };
  }
  if (kind === 1) {
    const mutated = mutateTensors(training.tensors, random);
    return {
      checkpoint: { ...rest, tensors, training: { ...training, tensors: mutated.tensors } },
      how: mutated.how,
    };
  }
  const mutated = mutateState(training.state, random);
  const state = mutated.state as typeof training.state;
  return { checkpoint: { ...rest, tensors, training: { ...training, state } }, how: mutated.how };
}

describe.each(Object.entries(configs))('%s', (_, config) => {
  test('goes on from a changed checkpoint or refuses it', async () => {
    const spec = specOf(config);
    const train = (signal?: AbortSignal) =>
      executeRun(spec, {
        out: space.path('runs'),
        baseDirectory: space.cwd,
        kernels: '128',
        host,
        ...(signal ? { signal } : {}),
        onEvent: (event) => {
          if (event.type === 'step' && event.step > ENDS_AFTER) throw new Error('too many steps');
        },
      });
    const { directory } = await train();
    const from = join(directory, `checkpoint-${STEP}.safetensors`);
    const whole = decodeCheckpoint(readFileSync(from));
    const random = openStream(1, 'mutations');
    const failures: string[] = [];
    const counts = { resumed: 0, refused: 0 };
    for (let trial = 0; trial < TRIALS; trial++) {
      for (const name of readdirSync(directory)) unlinkSync(join(directory, name));
      const { checkpoint, how } = mutate(whole, random);
      writeFileSync(from, encodeCheckpoint(checkpoint));
      const startMs = performance.now();
      try {
        await train();
        counts.resumed++;
      } catch (error) {
        counts.refused++;
        const message = error instanceof Error ? (error.stack ?? '') : String(error);
        if (
          exitCodeOf(error) !== exitCodes.corruptData ||
          (error as Error).message.includes('\n')
        ) {
          failures.push(`${how}: ${message.slice(0, 400)}`);
        }
      }
      if (performance.now() - startMs > 5000) failures.push(`${how}: took too long`);
    }
    expect(failures).toEqual([]);
    expect(counts.resumed).toBeGreaterThan(TRIALS / 10);
    expect(counts.refused).toBeGreaterThan(TRIALS / 4);
  });
});
