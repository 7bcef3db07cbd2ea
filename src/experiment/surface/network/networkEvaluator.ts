// Loss and gradient of a network at points of a plane through its parameters.
import type { KernelName } from '../../../math/kernels.ts';
import { bindPlane } from '../../../model/parameterPlane.ts';
import { build } from '../../build.ts';
import type { Spec } from '../../schema/spec.ts';
import type { Evaluator } from '../evaluator.ts';
import { gradientNormOf } from '../surface.ts';
import { fixBatches } from './fixedBatches.ts';
import type { NetworkSource } from './networkSource.ts';

/**
 * Makes the evaluator of a network's loss. Cost: the spec's loss over fixed batches (see
 * `fixBatches`), the mean over their target rows. Gradient: back-propagation through time, its
 * scalar products with the two directions; the mean likewise. NaN is canonical.
 * @param kernels which kernels compute, all with the same bits
 * @throws ConfigurationError if the parts of the spec do not fit together, memory does not suffice
 * or the task has no validation data
 */
export function createNetworkEvaluator(source: NetworkSource, kernels: KernelName): Evaluator {
  const spec = withoutTraining(source.spec);
  const { arena, network, task } = build(spec, kernels, { data: source.data ?? undefined });
  const plane = bindPlane(arena, network, source);
  const batches = fixBatches(network.batch, task, {
    seed: spec.seed,
    sequenceCount: spec.evaluation.size,
    batchSize: spec.training.batchSize,
  });
  return {
    evaluate(x, y) {
      const cost = new Float64Array(x.length);
      const dx = new Float64Array(x.length);
      const dy = new Float64Array(x.length);
      for (let i = 0; i < x.length; i++) {
        let [loss, alongX, alongY] = [0, 0, 0];
        plane.moveTo(x[i] ?? Number.NaN, y[i] ?? Number.NaN);
        for (const [index, weight] of batches.weights.entries()) {
          batches.load(index);
          loss += weight * network.forward('train');
          network.backward();
          const [first, second] = plane.slopes();
          alongX += weight * first;
          alongY += weight * second;
        }
        cost[i] = canonical(loss);
        dx[i] = canonical(alongX);
        dy[i] = canonical(alongY);
      }
      const gradientNorm = dx.map((along, i) => canonical(gradientNormOf(along, dy[i] ?? 0)));
      return { cost, dx, dy, gradientNorm };
    },
  };
}

/** An experiment whose network needs no drawn parameters, no optimizer state and no average. */
function withoutTraining(spec: Spec): Spec {
  return {
    ...spec,
    model: { ...spec.model, initializer: { type: 'zeros' } },
    training: {
      ...spec.training,
      optimizer: {
        type: 'sgd',
        learningRate: 0,
        momentum: 0,
        momentumSchedule: { type: 'constant' },
        nesterov: false,
        weightDecay: 0,
      },
      averaging: { type: 'none' },
    },
  };
}

/** NaN has many bit patterns; kernels differ in which they give. */
function canonical(value: number): number {
  return Number.isNaN(value) ? Number.NaN : value;
}
