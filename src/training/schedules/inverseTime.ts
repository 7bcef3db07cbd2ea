// A learning rate that falls as one over the time.
import { type Schedule, startAtOne } from './schedule.ts';

/** Options of `inverseTime`. */
export interface InverseTimeOptions {
  readonly type: 'inverseTime';
  /** Decay per update, at least 0. */
  readonly decay: number;
}

/**
 * 1/(1 + decay·(t − 1)) in update t.
 * @see Robbins & Monro (1951) for why the sum of the rates should grow without bound and that of
 * their squares should not.
 */
export const inverseTime: Schedule<InverseTimeOptions> = {
  type: 'inverseTime',
  summary: 'η/(1 + decay·(step - 1))',
  source: 'Robbins & Monro 1951',
  start: startAtOne,
  afterUpdate({ decay }, state, done) {
    state.factor = 1 / (1 + decay * done);
  },
};
