// The type of a learning-rate schedule: a factor that changes after updates and validations.
import type { Definition } from '../../math/definition.ts';

/** What a schedule keeps from update to update, as plain numbers; saved with a run. */
export interface ScheduleState {
  /** Factor of the learning rate in the next update. */
  factor: number;
  [name: string]: number;
}

/** A learning-rate schedule; its state changes in place. */
export interface Schedule<Options> extends Definition {
  /** State before the first update. */
  start(options: Options): ScheduleState;
  /**
   * Moves on to the next update.
   * @param step updates done, the first is 1
   */
  afterUpdate(options: Options, state: ScheduleState, step: number): void;
  /**
   * Takes in a validation, for schedules that look at them.
   * @param step updates done; `afterUpdate` has been told of them
   * @param loss mean loss over the validation data
   */
  afterValidation?(options: Options, state: ScheduleState, step: number, loss: number): void;
}

/** State of a schedule that needs to know its factor and the step only. */
export function startAtOne(): ScheduleState {
  return { factor: 1 };
}
