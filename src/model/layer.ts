// One layer of the stack: one direction or two, and what its outputs go through on their way up:
// normalization, a residual connection, dropout. Without any of these the states are the outputs.
import type {
  OutputSteps,
  ParameterSpec,
  Pass,
  SequenceInput,
  SequenceSize,
} from '../cells/cell.ts';
import type { Arena, ArenaPlan } from '../math/arena.ts';
import type { Kernels } from '../math/kernels.ts';
import type { TensorVector } from '../math/layout.ts';
import type { RandomStream } from '../math/random.ts';
import type { InputShape } from '../tasks/task.ts';
import {
  type Carry,
  createDirection,
  type Direction,
  type DirectionPlan,
  directionParameters,
  type OutputPlace,
  type Purpose,
  planDirection,
  statePlace,
} from './direction.ts';
import { drawMask, fillMask } from './dropout.ts';
import { type LayerOptions, outputSizeOf } from './layerOptions.ts';
import {
  createOutputs,
  hasOutputStages,
  type OutputsPlan,
  outputParameters,
  planOutputs,
} from './layerOutputs.ts';
import { createReversed, planReversed, type ReversedPlan } from './reversed.ts';

/** A layer before memory exists. */
export interface LayerPlan {
  readonly name: string;
  readonly options: LayerOptions;
  readonly forward: DirectionPlan;
  readonly backward: { readonly direction: DirectionPlan; readonly reversed: ReversedPlan } | null;
  readonly outputs: OutputsPlan | null;
  readonly steps: OutputSteps;
}

/** A layer that can run. */
export interface Layer {
  readonly name: string;
  /** The forward direction, then the backward one where there is one. */
  readonly directions: readonly Direction[];
  /** Where the outputs lie: [T·B, outputSize], or [B, outputSize] where only the last step counts. */
  outputs(size: SequenceSize): OutputPlace;
  /** Computes the outputs; see `Direction.forward`. */
  forward(input: SequenceInput, pass: Pass, carry: Carry, purpose: Purpose): void;
  /**
   * Adds the layer's part to the gradient, given dL/doutputs, and writes dL/dinput where asked.
   * @param addToStates adds to dL/dh_t of the directions before they go back, in blocks 1 … T; block
   * 0 is zero then and may be used as room
   */
  backward(
    input: SequenceInput,
    pass: Pass,
    carried: boolean,
    addToStates?: (() => void) | null,
  ): void;
  /**
   * Draws the masks of the next pass in training; those of recurrent dropout, which hold for whole
   * sequences, only where sequences begin.
   */
  drawDropout(stream: RandomStream, size: SequenceSize, sequencesBegin: boolean): void;
}

const backwardName = (name: string): string => `${name}.reverse`;

/** Parameters of a layer by full name: `layers.0.Wxh`, `layers.0.reverse.Wxh`, `layers.0.norm.gain`. */
export function layerParameters(
  name: string,
  options: LayerOptions,
  inputSize: number,
): ParameterSpec[] {
  return [
    ...directionParameters(name, options, inputSize),
    ...(options.bidirectional ? directionParameters(backwardName(name), options, inputSize) : []),
    ...outputParameters(name, options, outputSizeOf(options)),
  ];
}

/**
 * Plans the memory of a layer for at most T steps of B sequences.
 * @param steps which outputs the layer gives
 */
export function planLayer(
  plan: ArenaPlan,
  name: string,
  options: LayerOptions,
  input: InputShape,
  size: SequenceSize,
  carriesState: boolean,
  steps: OutputSteps,
): LayerPlan {
  const { hiddenSize, bidirectional = false } = options;
  const direction = (itsName: string, carries: boolean) =>
    planDirection(plan, itsName, options, input.size, size, carries);
  return {
    name,
    options,
    steps,
    forward: direction(name, carriesState),
    backward: bidirectional
      ? {
          direction: direction(backwardName(name), false),
          reversed: planReversed(plan, input, hiddenSize, size),
        }
      : null,
    outputs: hasOutputStages(options)
      ? planOutputs(plan, options, outputSizeOf(options), size, steps)
      : null,
  };
}

/** Opens a planned layer. */
export function createLayer(
  plan: LayerPlan,
  arena: Arena,
  kernels: Kernels,
  parameters: TensorVector,
  gradient: TensorVector,
): Layer {
  const { name, options, steps } = plan;
  const open = (one: DirectionPlan) => createDirection(one, arena, kernels, parameters, gradient);
  const forward = open(plan.forward);
  const backward = plan.backward && open(plan.backward.direction);
  const directions = backward ? [forward, backward] : [forward];
  const reversed =
    plan.backward && backward && createReversed(plan.backward.reversed, backward, arena, kernels);
  const outputs =
    plan.outputs &&
    createOutputs(
      plan.outputs,
      { name, options, steps, forward, backward, reversed },
      arena,
      kernels,
      {
        parameters,
        gradient,
      },
    );
  const recurrentMasks = directions.flatMap(({ workspace }) => workspace.dropout ?? []);
  for (const mask of recurrentMasks) fillMask(arena, mask);

  return {
    name,
    directions,
    outputs: outputs?.place ?? ((size) => statePlace(forward, size, steps)),
    forward(input, pass, carry, purpose) {
      forward.forward(input, pass, carry, purpose);
      reversed?.forward(input, pass, purpose);
      outputs?.forward(input, pass);
    },
    backward(input, pass, carried, addToStates = null) {
      outputs?.backward(pass);
      if (addToStates) {
        for (const direction of directions) direction.clearUnset(pass, steps);
        addToStates();
      }
      const given = addToStates ? 'everyStep' : steps;
      forward.backward(input, pass, given, carried);
      reversed?.backward(input, pass, given);
      outputs?.passResidual(input, pass);
    },
    drawDropout(stream, size, sequencesBegin) {
      for (const mask of sequencesBegin ? recurrentMasks : []) {
        drawMask(arena, mask, size.batchSize, options.recurrentDropout ?? 0, stream);
      }
      outputs?.drawDropout(stream, size);
    },
  };
}
