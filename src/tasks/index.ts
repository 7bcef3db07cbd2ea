// The table of tasks.
import { type AdditionOptions, addition } from './addition.ts';
import type { TaskDefinition } from './task.ts';
import { type TemporalOrderOptions, temporalOrder } from './temporalOrder.ts';
import { type TextOptions, text } from './text.ts';
import { type ToyOptions, toy } from './toy.ts';

/** Options of a task, by type. */
export type TaskOptions = ToyOptions | TemporalOrderOptions | AdditionOptions | TextOptions;

/** Every task by the `type` a config names it by. */
export const tasks = { toy, temporalOrder, addition, text } as const satisfies {
  [Type in TaskOptions['type']]: TaskDefinition<Extract<TaskOptions, { type: Type }>>;
};
