// The table of cells.
import type { Cell } from './cell.ts';
import { type ElmanOptions, elman } from './elman.ts';
import { type GruOptions, gru } from './gru.ts';
import { type LstmOptions, lstm } from './lstm.ts';

/** Options of a cell, by type. */
export type RecurrentOptions = ElmanOptions | LstmOptions | GruOptions;

/** Every cell by the `type` a config names it by. */
export const cells = { elman, lstm, gru } as const satisfies {
  [Type in RecurrentOptions['type']]: Cell<Extract<RecurrentOptions, { type: Type }>>;
};
