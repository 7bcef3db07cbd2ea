// Learning-rate schedules: a running factor, so that no power function is needed.
import type { Definition } from '../math/definition.ts';

/** Options of `constant`. */
export interface ConstantOptions {
  readonly type: 'constant';
}

/** Options of `step`. */
export interface StepOptions {
  readonly type: 'step';
  /** Updates between two changes. */
  readonly every: number;
  readonly factor: number;
}

/** Options of `exponential`. */
export interface ExponentialOptions {
  readonly type: 'exponential';
  /** Factor per update, in (0, 1]. */
  readonly decay: number;
}

/** Options of a schedule, by type. */
export type ScheduleOptions = ConstantOptions | StepOptions | ExponentialOptions;

/** A schedule: the factor of the learning rate for the next update. */
export interface Schedule<Options> extends Definition {
  /**
   * @param factor the factor of update `step`; 1 at the first
   * @param step updates done
   * @returns the factor of update `step + 1`
   */
  next(options: Options, factor: number, step: number): number;
}

const constant: Schedule<ConstantOptions> = {
  type: 'constant',
  summary: 'η as it is',
  source: 'Pascanu et al. 2013, section 4.1',
  next: () => 1,
};

const step: Schedule<StepOptions> = {
  type: 'step',
  summary: 'η·factor^⌊(step - 1)/every⌋',
  source: 'common practice',
  next: ({ every, factor: change }, factor, done) =>
    done % every === 0 ? factor * change : factor,
};

const exponential: Schedule<ExponentialOptions> = {
  type: 'exponential',
  summary: 'η·decay^(step - 1)',
  source: 'common practice',
  next: ({ decay }, factor) => factor * decay,
};

/** Every schedule by the `type` a config names it by. */
export const schedules = { constant, step, exponential } as const satisfies {
  [Type in ScheduleOptions['type']]: Schedule<Extract<ScheduleOptions, { type: Type }>>;
};

/** Factor of the update after `step`, by the options' type. */
export function nextFactor(options: ScheduleOptions, factor: number, stepsDone: number): number {
  return (schedules[options.type] as Schedule<ScheduleOptions>).next(options, factor, stepsDone);
}
