// A learning rate that falls along half a wave of the cosine.
import { cos } from '../../math/elementary/index.ts';
import { type Schedule, startAtOne } from './schedule.ts';

/** Options of `cosine`. */
export interface CosineOptions {
  readonly type: 'cosine';
  /** Updates until the minimum. */
  readonly steps: number;
  /** Factor from then on, in [0, 1]. */
  readonly minimumFactor: number;
}

/**
 * m + (1 − m)·(1 + cos(π·k/steps))/2 after k updates, m = minimumFactor, and m for all k ≥ steps.
 * Without restarts; PyTorch's CosineAnnealingLR rises again after `steps`.
 * @see Loshchilov & Hutter (2017), SGDR, eq. 5.
 */
export const cosine: Schedule<CosineOptions> = {
  type: 'cosine',
  summary: 'η·(m + (1 - m)·(1 + cos(π·(step - 1)/steps))/2), then η·m',
  source: 'Loshchilov & Hutter 2017, eq. 5, without restarts',
  start: startAtOne,
  afterUpdate({ steps, minimumFactor: m }, state, done) {
    state.factor = done < steps ? m + (1 - m) * ((1 + cos((Math.PI * done) / steps)) / 2) : m;
  },
};
