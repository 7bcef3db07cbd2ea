// A learning rate that stays as it is.
import { type Schedule, startAtOne } from './schedule.ts';

/** Options of `constant`. */
export interface ConstantOptions {
  readonly type: 'constant';
}

/** Factor 1 in every update. */
export const constant: Schedule<ConstantOptions> = {
  type: 'constant',
  summary: 'η as it is',
  source: 'Pascanu et al. 2013, section 4.1',
  start: startAtOne,
  afterUpdate: () => {},
};
