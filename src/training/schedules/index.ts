// The table of learning-rate schedules.
import { type LaterScheduleOptions, laterSchedules } from './later.ts';
import { type LinearWarmupOptions, linearWarmup } from './linearWarmup.ts';
import type { Schedule } from './schedule.ts';

/** Options of a schedule, by type. */
export type ScheduleOptions = LaterScheduleOptions | LinearWarmupOptions;

/** Every schedule by the `type` a config names it by. */
export const schedules = { ...laterSchedules, linearWarmup } as const satisfies {
  [Type in ScheduleOptions['type']]: Schedule<Extract<ScheduleOptions, { type: Type }>>;
};

/** Looks up the schedule that options are for. */
export function scheduleOf({ type }: ScheduleOptions): Schedule<ScheduleOptions> {
  return schedules[type] as Schedule<ScheduleOptions>;
}
