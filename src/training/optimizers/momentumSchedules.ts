// How the momentum of `sgd` changes over the updates.
import type { Definition } from '../../math/definition.ts';

/** Options of `constant`. */
export interface ConstantMomentumOptions {
  readonly type: 'constant';
}

/** Options of `sutskever2013`. */
export interface Sutskever2013Options {
  readonly type: 'sutskever2013';
  /** Updates between two rises; the paper's 250. */
  readonly every: number;
}

/** Options of a momentum schedule, by type. */
export type MomentumScheduleOptions = ConstantMomentumOptions | Sutskever2013Options;

/** A momentum schedule. */
export interface MomentumSchedule<Options> extends Definition {
  /**
   * @param largest the optimizer's `momentum`
   * @param updates updates done
   * @returns μ of the next update
   */
  momentum(options: Options, largest: number, updates: number): number;
}

const constant: MomentumSchedule<ConstantMomentumOptions> = {
  type: 'constant',
  summary: 'μ as it is',
  source: 'Polyak 1964',
  momentum: (_, largest) => largest,
};

/**
 * μ_t = min(1 − 2^(−1 − log₂(⌊t/250⌋ + 1)), μmax) = min(1 − 1/(2·(⌊t/250⌋ + 1)), μmax) for t updates
 * done, so that each value lasts for 250 updates: ½, ¾, 5/6, …
 * @see Sutskever et al. (2013), eq. 5.
 */
const sutskever2013: MomentumSchedule<Sutskever2013Options> = {
  type: 'sutskever2013',
  summary: 'min(1 - 1/(2·(⌊t/every⌋ + 1)), μ) after t updates',
  source: 'Sutskever et al. 2013, eq. 5',
  momentum: ({ every }, largest, updates) =>
    Math.min(1 - 1 / (2 * (Math.floor(updates / every) + 1)), largest),
};

/** Every momentum schedule by the `type` a config names it by. */
export const momentumSchedules = { constant, sutskever2013 } as const satisfies {
  [Type in MomentumScheduleOptions['type']]: MomentumSchedule<
    Extract<MomentumScheduleOptions, { type: Type }>
  >;
};

/** Momentum μ of the next update, by the options' type. */
export function momentumAt(
  options: MomentumScheduleOptions,
  largest: number,
  updates: number,
): number {
  const schedule = momentumSchedules[options.type] as MomentumSchedule<MomentumScheduleOptions>;
  return schedule.momentum(options, largest, updates);
}
