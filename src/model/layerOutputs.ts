// What a layer's states go through to become its outputs, in this order: both directions side by
// side, layer normalization, the residual connection, dropout. The loop over time is not here.
import type {
  OutputSteps,
  ParameterSpec,
  Pass,
  SequenceInput,
  SequenceSize,
} from '../cells/cell.ts';
import { named } from '../cells/cell.ts';
import type { Arena, ArenaPlan, IndexVector } from '../math/arena.ts';
import { type Address, ELEMENT_BYTES, type Kernels } from '../math/kernels.ts';
import type { Tensor, TensorVector } from '../math/layout.ts';
import type { RandomStream } from '../math/random.ts';
import { byName, type Direction, type OutputPlace, statePlace } from './direction.ts';
import { drawMask, fillMask } from './dropout.ts';
import type { LayerOptions } from './layerOptions.ts';
import type { Reversed } from './reversed.ts';

/** Added to the variance; PyTorch's default. */
export const NORMALIZATION_EPSILON = 1e-5;

/** Memory of the stages; R rows are those of the outputs, F their features. */
export interface OutputsPlan {
  /** [R, F]. */
  readonly y: Tensor;
  readonly dy: Tensor;
  /** Both directions side by side, and their gradient, [R, F]. */
  readonly sides: { readonly u: Tensor; readonly du: Tensor } | null;
  /** [R, F], and one element per row. */
  readonly normalization: { readonly normalized: Tensor; readonly inverse: Tensor } | null;
  /** [R, F]. */
  readonly mask: Tensor | null;
  /** Input rows of the last steps, [B], where sequences differ in length. */
  readonly lastRows: IndexVector;
}

/** What the stages stand around. */
export interface OutputsContext {
  readonly name: string;
  readonly options: LayerOptions;
  readonly steps: OutputSteps;
  readonly forward: Direction;
  readonly backward: Direction | null;
  readonly reversed: Reversed | null;
}

/** The stages that turn states into outputs. */
export interface Outputs {
  /** Where the outputs and their gradient lie. */
  place(size: SequenceSize): OutputPlace;
  /** Computes the outputs from the states. */
  forward(input: SequenceInput, pass: Pass): void;
  /** Takes dL/doutputs back to dL/dh of the directions. */
  backward(pass: Pass): void;
  /** Adds the residual connection's part to dL/dinput, once the directions have written theirs. */
  passResidual(input: SequenceInput, pass: Pass): void;
  /** Draws the mask of the next passes in training. */
  drawDropout(stream: RandomStream, size: SequenceSize): void;
}

/** Whether the outputs are something else than the states. */
export function hasOutputStages({
  bidirectional = false,
  normalization = 'none',
  residual = false,
  dropout = 0,
}: LayerOptions): boolean {
  return bidirectional || normalization !== 'none' || residual || dropout > 0;
}

/** Gain and bias of layer normalization. */
export function outputParameters(
  name: string,
  { normalization = 'none' }: LayerOptions,
  outputSize: number,
): ParameterSpec[] {
  if (normalization === 'none') return [];
  return [
    {
      name: `${name}.norm.gain`,
      shape: [outputSize],
      role: 'gain',
      gates: ['gain'],
      gateStart: { gain: 1 },
    },
    { name: `${name}.norm.bias`, shape: [outputSize], role: 'bias' },
  ];
}

/** Plans the memory of the stages. */
export function planOutputs(
  plan: ArenaPlan,
  { bidirectional = false, normalization = 'none', dropout = 0 }: LayerOptions,
  outputSize: number,
  { sequenceLength, batchSize }: SequenceSize,
  steps: OutputSteps,
): OutputsPlan {
  const rows = steps === 'lastStep' ? batchSize : sequenceLength * batchSize;
  const tensor = (name: string) => plan.tensor(name, rows, outputSize);
  return {
    y: tensor('outputs'),
    dy: tensor('outputGradient'),
    sides: bidirectional ? { u: tensor('sides'), du: tensor('sidesGradient') } : null,
    normalization:
      normalization === 'layer'
        ? { normalized: tensor('normalized'), inverse: plan.tensor('inverse', rows, 1) }
        : null,
    mask: dropout > 0 ? tensor('mask') : null,
    lastRows: plan.indices(batchSize),
  };
}

/** Opens planned stages. */
export function createOutputs(
  { y, dy, sides, normalization, mask, lastRows }: OutputsPlan,
  { name, options, steps, forward, backward, reversed }: OutputsContext,
  arena: Arena,
  kernels: Kernels,
  vectors: { readonly parameters: TensorVector; readonly gradient: TensorVector },
): Outputs {
  const norm = byName(vectors.parameters.tensors, `${name}.norm.`);
  const dNorm = byName(vectors.gradient.tensors, `${name}.norm.`);
  const { columns, row } = y;
  const { hiddenSize, dropout = 0, residual = false } = options;
  const secondHalf = hiddenSize * ELEMENT_BYTES[kernels.precision];
  const place: OutputPlace = { address: y.address, gradient: dy.address, row };
  if (mask) fillMask(arena, mask);

  const rowsOf = ({ sequenceLength, batchSize }: SequenceSize): number =>
    steps === 'lastStep' ? batchSize : sequenceLength * batchSize;

  /** Where the states are that both directions, or the only one, give. */
  const gather = (pass: Pass, rows: number): Address => {
    const states = statePlace(forward, pass, steps);
    if (!sides || !backward || !reversed) return states.address;
    const other =
      steps === 'lastStep' ? statePlace(backward, pass, steps).address : reversed.orderStates(pass);
    const { u } = sides;
    kernels.joinColumns(u.address, row, states.address, states.row, rows, hiddenSize, 1);
    kernels.joinColumns(u.address + secondHalf, row, other, states.row, rows, hiddenSize, 1);
    return u.address;
  };
  /** Takes the gradient of what `gather` returned to the directions. */
  const scatter = (pass: Pass, rows: number): void => {
    if (!sides || !backward || !reversed) return;
    const { du } = sides;
    const states = statePlace(forward, pass, steps);
    const other = statePlace(backward, pass, steps).gradient;
    const hRow = states.row;
    kernels.splitColumns(states.gradient, hRow, du.address, row, rows, hiddenSize, 1);
    const from = du.address + secondHalf;
    if (steps === 'lastStep') {
      kernels.splitColumns(other, hRow, from, row, rows, hiddenSize, 1);
    } else {
      kernels.splitColumns(reversed.orderedStates, hRow, from, row, rows, hiddenSize, 1);
      reversed.takeStateGradient(pass);
    }
  };
  /** Input rows of each sequence's last step. */
  const findLastRows = ({ batchSize: B, lengths }: Pass): void => {
    const indices = arena.indexView(lastRows);
    for (let b = 0; b < B; b++) indices[b] = (arena.integers[lengths / 4 + b]! - 1) * B + b;
  };

  return {
    place: () => place,
    forward(input, pass) {
      const rows = rowsOf(pass);
      const u = gather(pass, rows);
      if (normalization) {
        kernels.normalizeRows(
          y.address,
          normalization.normalized.address,
          normalization.inverse.address,
          u,
          named(norm, 'gain').address,
          named(norm, 'bias').address,
          row,
          rows,
          columns,
          NORMALIZATION_EPSILON,
        );
      } else {
        kernels.fillRows(y.address, rows * row, u, 1);
      }
      if (residual && input.kind === 'dense') {
        const { sequenceLength: T, batchSize: B, lengths } = pass;
        if (steps === 'everyStep') kernels.add(y.address, input.address, rows * row);
        else if (lengths) {
          findLastRows(pass);
          const bias = 0;
          const last = dy.address; // not in use on the way forward
          kernels.gatherRows(last, row, input.address, bias, lastRows.address, B);
          kernels.add(y.address, last, B * row);
        } else kernels.add(y.address, input.address + (T - 1) * B * row, B * row);
      }
      if (mask && pass.drops) kernels.multiply(y.address, y.address, mask.address, rows * row);
    },
    backward(pass) {
      const rows = rowsOf(pass);
      if (mask && pass.drops) kernels.multiply(dy.address, dy.address, mask.address, rows * row);
      const du = sides ? sides.du.address : statePlace(forward, pass, steps).gradient;
      if (normalization) {
        const { normalized, inverse } = normalization;
        const gain = named(norm, 'gain').address;
        kernels.normalizeRowsBackward(
          du,
          dy.address,
          normalized.address,
          inverse.address,
          gain,
          row,
          rows,
          columns,
        );
        const dGain = named(dNorm, 'gain').address;
        kernels.addProductColumns(
          dGain,
          0,
          dy.address,
          row,
          normalized.address,
          row,
          rows,
          columns,
        );
        kernels.sumRows(named(dNorm, 'bias').address, dy.address, row, rows);
      } else {
        kernels.fillRows(du, rows * row, dy.address, 1);
      }
      scatter(pass, rows);
    },
    passResidual(input, pass) {
      if (!residual || input.kind !== 'dense' || !input.gradient) return;
      const { sequenceLength: T, batchSize: B, lengths } = pass;
      const { gradient } = input;
      if (steps === 'everyStep') kernels.add(gradient, dy.address, T * B * row);
      else if (lengths) kernels.scatterAddRows(gradient, dy.address, row, lastRows.address, B);
      else kernels.add(gradient + (T - 1) * B * row, dy.address, B * row);
    },
    drawDropout(stream, size) {
      if (mask) drawMask(arena, mask, rowsOf(size), dropout, stream);
    },
  };
}
