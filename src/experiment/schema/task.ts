// Config of `task`: what the network is asked to learn, one schema per member of the task table.

import { z } from 'zod';
import { pianoRoll, text } from './tasks/dataTasks.ts';
import { addition, temporalOrder, toy } from './tasks/generatedTasks.ts';

/** What the network is asked to learn. */
export const taskSchema = z
  .discriminatedUnion('type', [toy, temporalOrder, addition, text, pianoRoll])
  .describe('What the network is asked to learn.');

/** Name of a task. */
export type TaskType = z.output<typeof taskSchema>['type'];
