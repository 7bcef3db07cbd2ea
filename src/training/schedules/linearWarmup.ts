// A learning rate that rises at first and then follows another schedule.
import { type LaterScheduleOptions, laterSchedule } from './later.ts';
import type { Schedule } from './schedule.ts';

/** Options of `linearWarmup`. */
export interface LinearWarmupOptions {
  readonly type: 'linearWarmup';
  /** Updates with a reduced rate, and the first with the whole one. */
  readonly steps: number;
  /** What follows; its first update is number steps + 1. */
  readonly next: LaterScheduleOptions;
}

/**
 * t/steps in update t ≤ steps; after that as `next`, which counts updates and sees validations from
 * there on. The state is that of `next`, whose factor is held back meanwhile.
 * @see Goyal et al. (2017), section 2.2, gradual warm-up.
 */
export const linearWarmup: Schedule<LinearWarmupOptions> = {
  type: 'linearWarmup',
  summary: 'η·step/steps, after `steps` updates as `next`',
  source: 'Goyal et al. 2017, section 2.2',
  start: ({ steps, next }) => ({ ...laterSchedule(next).start(next), factor: 1 / steps }),
  afterUpdate({ steps, next }, state, done) {
    const schedule = laterSchedule(next);
    if (done < steps) state.factor = (done + 1) / steps;
    else if (done === steps) state.factor = schedule.start(next).factor;
    else schedule.afterUpdate(next, state, done - steps);
  },
  afterValidation({ steps, next }, state, done, loss) {
    if (done >= steps) laterSchedule(next).afterValidation?.(next, state, done - steps, loss);
  },
};
