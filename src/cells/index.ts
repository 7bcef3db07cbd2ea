// The table of cells.
import type { Cell } from './cell.ts';
import { type ElmanOptions, elman } from './elman.ts';

/** Options of a layer, by type. */
export type LayerOptions = ElmanOptions;

/** Every cell by the `type` a config names it by. */
export const cells = { elman } as const satisfies {
  [Type in LayerOptions['type']]: Cell<Extract<LayerOptions, { type: Type }>>;
};
