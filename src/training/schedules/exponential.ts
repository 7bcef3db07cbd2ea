// A learning rate that is multiplied at every update.
import { type Schedule, startAtOne } from './schedule.ts';

/** Options of `exponential`. */
export interface ExponentialOptions {
  readonly type: 'exponential';
  /** Factor per update, in (0, 1]. */
  readonly decay: number;
}

/** decay^(t − 1) in update t, as a running product: PyTorch's ExponentialLR. */
export const exponential: Schedule<ExponentialOptions> = {
  type: 'exponential',
  summary: 'η·decay^(step - 1)',
  source: 'common practice',
  start: startAtOne,
  afterUpdate({ decay }, state) {
    state.factor *= decay;
  },
};
