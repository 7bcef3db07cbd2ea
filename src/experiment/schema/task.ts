// Config of `task`: what the network is asked to learn, one schema per member of the task table.

import { z } from 'zod';
import { pianoRoll, sequences, series, text } from './tasks/dataTasks.ts';
import * as generated from './tasks/generatedTasks.ts';

/** What the network is asked to learn. */
export const taskSchema = z
  .discriminatedUnion('type', [
    generated.toy,
    generated.temporalOrder,
    generated.temporalOrder3,
    generated.addition,
    generated.multiplication,
    generated.permutation,
    generated.memorization,
    generated.copy,
    generated.echo,
    generated.parity,
    generated.sine,
    generated.mackeyGlass,
    text,
    series,
    pianoRoll,
    sequences,
  ])
  .describe('What the network is asked to learn.');

/** Name of a task. */
export type TaskType = z.output<typeof taskSchema>['type'];
