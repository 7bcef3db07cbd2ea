// Small experiments of every task for surfaces: their specs, data and checkpoints.

import { build } from '../../../../src/experiment/build.ts';
import type { Spec } from '../../../../src/experiment/schema/spec.ts';
import { createNetworkEvaluator } from '../../../../src/experiment/surface/network/networkEvaluator.ts';
import type { NetworkSource } from '../../../../src/experiment/surface/network/networkSource.ts';
import {
  type NetworkSurfacePlan,
  type PlaneChoice,
  planNetworkSurface,
} from '../../../../src/experiment/surface/network/planNetworkSurface.ts';
import type { Samples } from '../../../../src/experiment/surface/surface.ts';
import type { KernelName } from '../../../../src/math/kernels.ts';
import type { TaskFile } from '../../../../src/tasks/task.ts';
import { train } from '../../../../src/training/train.ts';
import { SAMPLE_TEXT } from '../../../helpers/runs.ts';
import { wholeFile } from '../../../helpers/taskFiles.ts';
import { type Config, specOf } from '../../../training/runs.ts';

/** An experiment, and two of its parameters. */
export interface Recipe {
  readonly name: string;
  readonly config: Config;
  readonly x: string;
  readonly y: string;
}

const layer = (hiddenSize: number, more: object = {}) => ({ type: 'elman', hiddenSize, ...more });

/** One experiment of every task, with every kind of parameter among them. */
export const recipes: readonly Recipe[] = [
  {
    name: 'temporalOrder',
    config: {
      task: { type: 'temporalOrder', length: { min: 10, max: 14 } },
      model: { layers: [layer(5)], initializer: { type: 'normal', standardDeviation: 0.5 } },
      training: { batchSize: 6, steps: 8, optimizer: { type: 'sgd', learningRate: 0.3 } },
    },
    x: 'Whh[0,0]',
    y: 'Wxh[1,4]',
  },
  {
    name: 'addition, two layers',
    config: {
      task: { type: 'addition', length: 11 },
      model: {
        layers: [layer(4, { initialState: 'trainable' }), layer(3, { activation: 'sigmoid' })],
        initializer: { type: 'normal', standardDeviation: 0.5 },
      },
      training: { batchSize: 5, steps: 8, optimizer: { type: 'adam', learningRate: 0.05 } },
    },
    x: 'layers.0.h0[2]',
    y: 'layers.1.Whh[2,1]',
  },
  {
    name: 'text with carried state',
    config: {
      task: { type: 'text', file: 'sample.txt', length: 7 },
      model: { layers: [layer(6)], initializer: { type: 'xavier' } },
      training: { batchSize: 3, steps: 8, optimizer: { type: 'sgd', learningRate: 0.5 } },
    },
    x: 'readout.W[3,20]',
    y: 'bh[1]',
  },
  {
    name: 'toy',
    config: {
      task: { type: 'toy', length: 9 },
      model: { initializer: { type: 'values', values: { wr: 3, wi: -1 } } },
      training: { steps: 8, optimizer: { type: 'sgd', learningRate: 2 }, policy: [] },
    },
    x: 'wr',
    y: 'wi',
  },
];

/** The text every text task here reads; null for other tasks. */
export function dataOf({ task }: Spec): readonly TaskFile[] | null {
  return 'file' in task ? wholeFile(SAMPLE_TEXT) : null;
}

/** What a training of a config leaves, one checkpoint every `every` updates. */
export function checkpointsOf(config: Config, every = 1) {
  const spec = specOf(config);
  const setup = build(spec, '128', { data: dataOf(spec) ?? undefined });
  const { arena, network } = setup;
  const checkpoints: { step: number; parameters: Map<string, Float64Array> }[] = [];
  for (const event of train(setup, { interrupted: false })) {
    if (event.type !== 'step' || event.step % every !== 0) continue;
    checkpoints.push({
      step: event.step,
      parameters: new Map(
        network.parameters.tensors.map((one) => [one.name, Float64Array.from(arena.read(one))]),
      ),
    });
  }
  return checkpoints;
}

/** Plans a surface of a config, at its start or after its training for a trajectory. */
export function planOf(
  config: Config,
  plane: PlaneChoice,
  settings: { readonly sequenceCount?: number; readonly precision?: 'f32' | 'f64' } = {},
): NetworkSurfacePlan {
  const spec = specOf(config);
  const checkpoints = plane.type === 'trajectory' ? checkpointsOf(config) : [];
  return planNetworkSurface({ spec, data: dataOf(spec), checkpoints, plane, settings });
}

/** Evaluates a source at points, all by one evaluator in the order given. */
export function samplesAt(
  source: NetworkSource,
  points: readonly (readonly [number, number])[],
  kernels: KernelName = '128',
): Samples {
  return createNetworkEvaluator(source, kernels).evaluate(
    Float64Array.from(points, ([x]) => x),
    Float64Array.from(points, ([, y]) => y),
  );
}
