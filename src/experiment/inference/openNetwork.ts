// A stored network in memory of its own, planned for the batches it is used on and not for those it was
// trained on.
import { ArenaPlan } from '../../math/arena.ts';
import { createKernels } from '../../math/engine.ts';
import type { KernelName } from '../../math/kernels.ts';
import { createNetwork, type Network, planNetwork } from '../../model/network.ts';
import { writeParameters } from '../../model/weights/parameters.ts';
import type { TargetShape } from '../../tasks/task.ts';
import type { StoredNetwork } from '../storedNetwork.ts';

/** What a network is to run on. */
export interface NetworkUse {
  readonly target: TargetShape;
  readonly variableLengths: boolean;
  /** Largest T of one pass. */
  readonly sequenceLength: number;
  /** Largest B. */
  readonly batchSize: number;
  /** Whether a pass may go on where the one before ended. */
  readonly carriesState: boolean;
}

/** Whether a layer needs whole sequences, so that none can be run piece by piece. */
export function needsWholeSequences({ spec }: Pick<StoredNetwork, 'spec'>): boolean {
  return spec.model.layers.some(({ bidirectional }) => bidirectional);
}

/**
 * Plans a stored network for a use and fills in its parameters.
 * @throws ConfigurationError if network and targets do not fit together or memory does not suffice
 */
export function openNetwork(
  { spec, input, parameters }: StoredNetwork,
  { target, variableLengths, sequenceLength, batchSize, carriesState }: NetworkUse,
  kernelName: KernelName,
): Network {
  const plan = new ArenaPlan(spec.precision);
  const networkPlan = planNetwork(plan, {
    layers: spec.model.layers,
    readout: spec.model.readout,
    loss: spec.loss,
    input,
    target,
    variableLengths,
    size: { sequenceLength, batchSize },
    carriesState,
  });
  const arena = plan.allocate();
  const network = createNetwork(
    networkPlan,
    arena,
    createKernels(kernelName, arena.memory, spec.precision),
  );
  const values = new Map(parameters.map((parameter) => [parameter.name, parameter.values]));
  writeParameters(arena, network.parameters, values);
  return network;
}
