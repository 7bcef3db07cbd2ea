// The table of tasks.
import { type AdditionOptions, addition } from './addition.ts';
import { type PianoRollOptions, pianoRoll } from './pianoRoll.ts';
import type { TaskDefinition, TaskShape } from './task.ts';
import { type TemporalOrderOptions, temporalOrder } from './temporalOrder.ts';
import { type TextOptions, text } from './text.ts';
import { type ToyOptions, toy } from './toy.ts';

/** Options of a task, by type. */
export type TaskOptions =
  | ToyOptions
  | TemporalOrderOptions
  | AdditionOptions
  | TextOptions
  | PianoRollOptions;

/** Every task by the `type` a config names it by. */
export const tasks = { toy, temporalOrder, addition, text, pianoRoll } as const satisfies {
  [Type in TaskOptions['type']]: TaskDefinition<Extract<TaskOptions, { type: Type }>>;
};

/** The task of a type. */
export function taskOf({ type }: Pick<TaskOptions, 'type'>): TaskDefinition<TaskOptions> {
  return tasks[type] as TaskDefinition<TaskOptions>;
}

/** Says what a task feeds the network and asks of it, as far as its options say. */
export function shapeOf(options: TaskOptions): TaskShape {
  return taskOf(options).shape(options);
}
