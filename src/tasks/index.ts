// The table of tasks.
import { type AdditionOptions, addition } from './addition.ts';
import { type CopyOptions, copy } from './copy.ts';
import { type EchoOptions, echo } from './echo.ts';
import { type MackeyGlassOptions, mackeyGlass } from './mackeyGlass.ts';
import { type MemorizationOptions, memorization } from './memorization.ts';
import { type MultiplicationOptions, multiplication } from './multiplication.ts';
import { type ParityOptions, parity } from './parity.ts';
import { type PermutationOptions, permutation } from './permutation.ts';
import { type PianoRollOptions, pianoRoll } from './pianoRoll.ts';
import { type SequencesOptions, sequences } from './sequences.ts';
import { type SeriesOptions, series } from './series.ts';
import { type SineOptions, sine } from './sine.ts';
import type { TaskDefinition, TaskShape } from './task.ts';
import { type TemporalOrderOptions, temporalOrder } from './temporalOrder.ts';
import { type TemporalOrder3Options, temporalOrder3 } from './temporalOrder3.ts';
import { type TextOptions, text } from './text.ts';
import { type ToyOptions, toy } from './toy.ts';

/** Options of a task, by type. */
export type TaskOptions =
  | ToyOptions
  | TemporalOrderOptions
  | TemporalOrder3Options
  | AdditionOptions
  | MultiplicationOptions
  | PermutationOptions
  | MemorizationOptions
  | CopyOptions
  | EchoOptions
  | ParityOptions
  | SineOptions
  | MackeyGlassOptions
  | TextOptions
  | SeriesOptions
  | PianoRollOptions
  | SequencesOptions;

/** Every task by the `type` a config names it by. */
export const tasks = {
  toy,
  temporalOrder,
  temporalOrder3,
  addition,
  multiplication,
  permutation,
  memorization,
  copy,
  echo,
  parity,
  sine,
  mackeyGlass,
  text,
  series,
  pianoRoll,
  sequences,
} as const satisfies {
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
