// The schedules that can follow a warm-up: all but a warm-up.
import { type ConstantOptions, constant } from './constant.ts';
import { type CosineOptions, cosine } from './cosine.ts';
import { type ExponentialOptions, exponential } from './exponential.ts';
import { type HalveOnRiseOptions, halveOnRise } from './halveOnRise.ts';
import { type InverseTimeOptions, inverseTime } from './inverseTime.ts';
import type { Schedule } from './schedule.ts';
import { type StepOptions, step } from './step.ts';

/** Options of a schedule that can follow another, by type. */
export type LaterScheduleOptions =
  | ConstantOptions
  | StepOptions
  | ExponentialOptions
  | CosineOptions
  | InverseTimeOptions
  | HalveOnRiseOptions;

/** Schedules that can follow another, by the `type` a config names them by. */
export const laterSchedules = {
  constant,
  step,
  exponential,
  cosine,
  inverseTime,
  halveOnRise,
} as const satisfies {
  [Type in LaterScheduleOptions['type']]: Schedule<Extract<LaterScheduleOptions, { type: Type }>>;
};

/** Looks up the schedule that options are for. */
export function laterSchedule({ type }: LaterScheduleOptions): Schedule<LaterScheduleOptions> {
  return laterSchedules[type] as Schedule<LaterScheduleOptions>;
}
