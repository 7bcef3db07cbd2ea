// A learning rate that falls when the validation loss rises.
import type { Schedule } from './schedule.ts';

/** Options of `halveOnRise`. */
export interface HalveOnRiseOptions {
  readonly type: 'halveOnRise';
  /** Factor at each rise, in (0, 1). */
  readonly factor: number;
}

/**
 * Multiplies the rate by `factor` whenever a validation loss lies above the one before it (not above
 * the best one, as schedules for plateaus have it).
 * @see Pascanu et al. (2013), supplementary material: on natural tasks the rate is halved when the
 * error rises from one epoch to the next.
 */
export const halveOnRise: Schedule<HalveOnRiseOptions> = {
  type: 'halveOnRise',
  summary: 'η·factor whenever the validation loss lies above the previous one',
  source: 'Pascanu et al. 2013, natural tasks',
  start: () => ({ factor: 1, previousLoss: Infinity }),
  afterUpdate: () => {},
  afterValidation({ factor }, state, _step, loss) {
    if (loss > state.previousLoss!) state.factor *= factor;
    state.previousLoss = loss;
  },
};
