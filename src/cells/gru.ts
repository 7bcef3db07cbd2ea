// The GRU cell: its parameters and the choice between its two variants, which are in files of their own.
import { type Cell, named, type ParameterSpec } from './cell.ts';
import type { GruOptions, GruReset } from './gruOptions.ts';
import * as resetAfter from './gruResetAfter.ts';
import * as resetBefore from './gruResetBefore.ts';
import { projectionWorkspace } from './inputProjection.ts';
import { recurrenceWorkspace } from './recurrence.ts';

/** Gates in the order of their columns, which is PyTorch's. */
const GATES = ['r', 'z', 'n'] as const;

const variants = { after: resetAfter, before: resetBefore } as const satisfies Record<
  GruReset,
  Pick<Cell<GruOptions>, 'workspace' | 'forward' | 'backward'>
>;

/**
 * GRU cell with H units, row vectors; Wxh [I, 3H], Whh [H, 3H], bh [3H] hold the columns of the
 * gates r (reset), z (update) and n (candidate) side by side:
 *
 *     r, z = σ(x_t·Wx{r,z} + h_{t−1}·Wh{r,z} + b{r,z})
 *     n    = tanh(x_t·Wxn + bn + r∘(h_{t−1}·Whn + bhn))      reset after the product
 *     n    = tanh(x_t·Wxn + bn + (r∘h_{t−1})·Whn)            reset before it
 *     h_t  = (1 − z)∘n + z∘h_{t−1}
 *
 * After the product is what PyTorch and cuDNN compute, in one product a step, with a bias bhn [H] of
 * its own; before it is Cho et al. 2014, in two. z keeps the old state, as in both. The derivation
 * stands in the file of each variant. h_t is computed as n + z∘(h_{t−1} − n).
 *
 * @see Cho et al. (2014), Learning phrase representations using RNN encoder–decoder, eq. 5–8.
 */
export const gru: Cell<GruOptions> = {
  type: 'gru',
  summary:
    'h_t = (1-z)∘n + z∘h_{t-1}; r, z = σ, n = tanh(x·Wxn + bn + r∘(h·Whn + bhn)), or (r∘h)·Whn with reset before',
  source: 'Cho et al. 2014; reset after the product as in PyTorch and cuDNN',

  states: ['h'],

  parameters({ hiddenSize: H, bias, reset }, inputSize) {
    const specs: ParameterSpec[] = [
      { name: 'Wxh', shape: [inputSize, 3 * H], role: 'input', gates: GATES },
      { name: 'Whh', shape: [H, 3 * H], role: 'recurrent', gates: GATES },
    ];
    if (bias) specs.push({ name: 'bh', shape: [3 * H], role: 'bias', gates: GATES });
    if (bias && reset === 'after') specs.push({ name: 'bhn', shape: [H], role: 'bias' });
    return specs;
  },

  workspace(options, inputSize, size) {
    const { hiddenSize: H } = options;
    const { sequenceLength: T, batchSize: B } = size;
    return [
      ...recurrenceWorkspace(options, size),
      { name: 'da', shape: [T * B, 3 * H] }, // x_t·Wxh + bh, then the gates, until the way back
      { name: 'WhhT', shape: [3 * H, H] },
      projectionWorkspace(inputSize, 3 * H),
      ...variants[options.reset].workspace(options, inputSize, size),
    ];
  },

  forward(context, pass) {
    variants[context.options.reset].forward(context, pass);
  },

  backward(context, pass, steps) {
    const { kernels, options, parameters, workspace } = context;
    const Whh = named(parameters, 'Whh');
    const WhhT = named(workspace, 'WhhT');
    kernels.transpose(WhhT.address, WhhT.row, Whh.address, Whh.row, Whh.rows, Whh.columns);
    variants[options.reset].backward(context, pass, steps);
  },
};
