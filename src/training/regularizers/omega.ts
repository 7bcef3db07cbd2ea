// Ω of Pascanu et al.: keeps the norm of the back-propagated error from one step to the one before.
import { named } from '../../cells/cell.ts';
import type { DoubleVector, IndexVector } from '../../math/arena.ts';
import { ConfigurationError } from '../../math/configurationError.ts';
import { ELEMENT_BYTES, type Kernels } from '../../math/kernels.ts';
import type { Tensor } from '../../math/layout.ts';
import type { Direction } from '../../model/direction.ts';
import type { Batch } from '../../tasks/task.ts';
import { type AlphaScheduleOptions, alphaFactor } from './alphaSchedule.ts';
import { cellsWithOmega, type OmegaCell } from './omegaCells.ts';
import type { Regularizer } from './regularizer.ts';

/** Options of `omega`. */
export interface OmegaOptions {
  readonly type: 'omega';
  /** Weight α, at least 0; not comparable between the two reductions. */
  readonly alpha: number;
  /** r_t = ‖v_t‖²/‖d_t‖² or ‖v_t‖/‖d_t‖. */
  readonly ratio: 'squaredNorm' | 'norm';
  /** Mean over the active (t, sequence), or the sum over t of means over the batch. */
  readonly reduction: 'activeMean' | 'sum';
  readonly alphaSchedule: AlphaScheduleOptions;
}

/** ‖d_t‖² of a sequence below which a term is inactive. */
const LEAST_SQUARE = 1e-20;

/** That bound for d_t as the gradient of a mean over a batch has it. */
export function leastSquare(batchSize: number): number {
  return LEAST_SQUARE / (batchSize * batchSize);
}

/** Rows looked at in one go: they and what they are multiplied with stay in the cache. */
const CHUNK_ROWS = 256;

/** Memory that Ω works in. */
interface Scratch {
  /** c·v_t for a chunk of the T·B rows, rows as wide as the widest layer's. */
  readonly rows: Tensor;
  /** ‖v_t‖² of a chunk, where it is not some ‖d_t‖². */
  readonly vSquares: DoubleVector;
  /** ‖d_t‖² of all (T+1)·B rows. */
  readonly dSquares: DoubleVector;
  /** dΩ/dWhh of the widest layer. */
  readonly gradient: Tensor;
  /** Number of active rows. */
  readonly active: IndexVector;
}

/**
 * Ω = Σ_t (r_t − 1)² for each sequence and each layer, added to the loss with the weight α. With
 * d_t = dL/dh_t complete, e_t = d_t ∘ f'(a_t) and v_t = e_t·Whhᵀ = d_t·(∂h_t/∂h_{t−1}), t = 1 … T:
 *
 *     ratio norm:         r_t = ‖v_t‖/‖d_t‖,     dΩ/dWhh += 2(r_t − 1)/(‖v_t‖‖d_t‖)·v_tᵀ·e_t
 *     ratio squaredNorm:  r_t = ‖v_t‖²/‖d_t‖²,   dΩ/dWhh += 4(r_t − 1)/‖d_t‖²·v_tᵀ·e_t
 *
 * Only the immediate derivative counts, d_t and h_t being held, so Ω moves Whh alone and is not
 * the derivative of anything with respect to the other parameters. Where ‖d_t‖² < 1e-20 the term is
 * inactive: r_t = 1; where v_t = 0 its gradient is 0. d_t is that of a sequence's own error, B times
 * its part of the batch's mean, so that the batch size does not decide what is active.
 *
 *     reduction sum:         Σ_t mean_b (r − 1)²
 *     reduction activeMean:  Σ_t mean_b (r − 1)² / Σ_t mean_b [active], so about a T-th of the sum
 *
 * `norm` with `sum` is eq. 9 of the paper, `squaredNorm` with `sum` its eq. 10, `squaredNorm` with
 * `activeMean` the authors' public code, whose α this is; `norm` with `activeMean` is in neither.
 * Terms of a stack's layers are added up, each with its own reduction.
 * @see Pascanu et al. (2013), section 3.3; there x_k is the state h_t and W_rec is Whhᵀ.
 */
export const omega: Regularizer<OmegaOptions> = {
  type: 'omega',
  summary: 'α·Ω, Ω from (‖dL/dh_t·∂h_t/∂h_{t-1}‖/‖dL/dh_t‖ - 1)²: against vanishing gradients',
  source: 'Pascanu et al. 2013, eq. 9 and 10',

  plan(options, plan, network) {
    const { layers, size } = network.options;
    const rows = size.sequenceLength * size.batchSize;
    const widest = Math.max(...layers.map(({ hiddenSize }) => hiddenSize));
    const chunkRows = Math.min(CHUNK_ROWS, rows);
    const scratch: Scratch = {
      rows: plan.tensor('omega.rows', chunkRows, widest),
      vSquares: plan.doubles(chunkRows),
      dSquares: plan.doubles(rows + size.batchSize),
      gradient: plan.tensor('omega.gradient', widest, widest),
      active: plan.indices(1),
    };
    return (arena, kernels, { layers, batch, options: { target } }) => {
      const terms = layers.flatMap(({ directions }, index) => {
        // Where nothing comes from above but at t = T, BPTT has left v_t as dL/dh_{t−1}.
        const isAlone = index === layers.length - 1 && target.steps === 'lastStep';
        return directions.map((cell) =>
          term(kernels, options, scratch, cell, isAlone ? cell.dh : null),
        );
      });
      const active = arena.indexView(scratch.active);
      return {
        add(step) {
          const alpha = options.alpha * alphaFactor(options.alphaSchedule, step);
          let penalty = 0;
          for (const add of terms) penalty += add(batch, alpha, active);
          return penalty;
        },
      };
    };
  },
};

/** Adds the term of one cell to the gradient and returns its value. */
type Term = (batch: Batch, alpha: number, active: Int32Array) => number;

/**
 * Makes the term of one cell.
 * @param back dL/dh_t of a layer in which block t − 1 is v_t, or null where v_t must be computed
 */
function term(
  kernels: Kernels,
  { ratio, reduction }: OmegaOptions,
  scratch: Scratch,
  cell: Direction,
  back: Tensor | null,
): Term {
  const names: OmegaCell | undefined = cellsWithOmega[cell.type];
  if (!names) throw new ConfigurationError(`omega: not defined for layers of type ${cell.type}`);
  const element = ELEMENT_BYTES[kernels.precision];
  const double = ELEMENT_BYTES.f64;
  const { hiddenSize: H, workspace } = cell;
  const { address: d, row } = named(workspace, 'dh');
  const e = named(workspace, names.error).address;
  const transposed = named(workspace, names.transposed);
  const gradient = named(cell.gradient, names.recurrent);
  const rowsAt = scratch.rows.address;
  const dSquares = scratch.dSquares.address;
  const squared = ratio === 'squaredNorm' ? 1 : 0;
  const target = scratch.gradient.address;
  return ({ sequenceLength: T, batchSize: B }, alpha, active) => {
    const rows = T * B;
    kernels.rowSquares(dSquares, d, row, rows + B);
    let sum = 0;
    let activeCount = 0;
    for (let first = 0; first < rows; first += CHUNK_ROWS) {
      const count = Math.min(CHUNK_ROWS, rows - first);
      const now = e + first * row;
      let v = rowsAt;
      let vSquares = scratch.vSquares.address;
      if (back) {
        v = back.address + first * row;
        vSquares = dSquares + first * double;
      } else {
        kernels.matmul(v, row, now, row, element, transposed.address, row, count, H, H, 0);
        kernels.rowSquares(vSquares, v, row, count);
      }
      sum += kernels.omegaRows(
        rowsAt,
        v,
        row,
        vSquares,
        dSquares + (B + first) * double,
        count,
        H,
        squared,
        leastSquare(B),
        scratch.active.address,
      );
      activeCount += active[0]!;
      kernels.matmul(target, row, rowsAt, element, row, now, row, H, H, count, first);
    }
    const terms = reduction === 'sum' ? B : activeCount;
    if (terms === 0) return 0;
    kernels.addScaled(gradient.address, target, gradient.byteLength, alpha / terms);
    return (alpha / terms) * sum;
  };
}
