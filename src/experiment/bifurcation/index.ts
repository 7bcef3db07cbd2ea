// The activations that can be analysed, by name.
import type { ActivationName } from '../../cells/activations.ts';
import type { Dynamics } from './dynamics.ts';
import { linearDynamics } from './linear.ts';
import { reluDynamics } from './relu.ts';
import { type SaturatingActivation, saturatingSigmoid, saturatingTanh } from './saturating.ts';
import { saturatingBifurcations, saturatingCrossings } from './saturatingBifurcations.ts';
import { saturatingAttractor, saturatingFixedPoints } from './saturatingStates.ts';

function saturatingDynamics(activation: SaturatingActivation): Dynamics {
  return {
    fixedPoints: (unit) => saturatingFixedPoints(activation, unit),
    attractor: (unit, start, points) => saturatingAttractor(activation, unit, start, points),
    bifurcations: (parameter, unit) => saturatingBifurcations(activation, parameter, unit),
    crossings: (parameter, unit, start) => saturatingCrossings(activation, parameter, unit, start),
  };
}

/** Analysis of the one-unit recurrence by the name of its activation. */
export const dynamics: Readonly<Record<ActivationName, Dynamics>> = {
  sigmoid: saturatingDynamics(saturatingSigmoid),
  tanh: saturatingDynamics(saturatingTanh),
  relu: reluDynamics,
  linear: linearDynamics,
};
