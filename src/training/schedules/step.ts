// A learning rate that is multiplied at fixed intervals.
import { type Schedule, startAtOne } from './schedule.ts';

/** Options of `step`. */
export interface StepOptions {
  readonly type: 'step';
  /** Updates between two changes. */
  readonly every: number;
  readonly factor: number;
}

/** factor^⌊(t − 1)/every⌋ in update t, as a running product: PyTorch's StepLR. */
export const step: Schedule<StepOptions> = {
  type: 'step',
  summary: 'η·factor^⌊(step - 1)/every⌋',
  source: 'common practice',
  start: startAtOne,
  afterUpdate({ every, factor }, state, done) {
    if (done % every === 0) state.factor *= factor;
  },
};
