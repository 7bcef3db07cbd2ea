// Which cells Ω knows, and where in their workspace it finds what it needs.
import type { RecurrentOptions } from '../../cells/index.ts';

/** Names of the tensors of a cell whose recurrence is h_{t−1}·W inside one activation. */
export interface OmegaCell {
  /** W [H, H] among the parameters. */
  readonly recurrent: string;
  /** Wᵀ in the workspace, as the backward pass used it. */
  readonly transposed: string;
  /** e_t = dL/da_t, [T·B, H], as the backward pass left it in the workspace. */
  readonly error: string;
}

/** Cells that Ω is defined for, by `type`; a config with another cell and Ω is refused. */
export const cellsWithOmega: Readonly<Partial<Record<RecurrentOptions['type'], OmegaCell>>> = {
  elman: { recurrent: 'Whh', transposed: 'WhhT', error: 'da' },
};
