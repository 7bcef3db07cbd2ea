// Truncated BPTT: whether the gradient goes back through whole sequences or through windows of them.
// How batches are cut is said in tasks/truncatedTask.ts.
import type { Definition } from '../math/definition.ts';
import type { Windows } from '../tasks/truncatedTask.ts';

/** Options of `none`. */
export interface NoTruncationOptions {
  readonly type: 'none';
}

/** Options of `window`. */
export interface WindowTruncationOptions extends Windows {
  readonly type: 'window';
}

/** Options of a truncation, by type. */
export type TruncationOptions = NoTruncationOptions | WindowTruncationOptions;

/** A way to truncate BPTT. */
export interface Truncation<Options> extends Definition {
  /** The windows that batches are cut into, or null for none. */
  windows(options: Options): Windows | null;
}

const none: Truncation<NoTruncationOptions> = {
  type: 'none',
  summary: 'goes back through all steps of a batch',
  source: 'Rumelhart et al. 1986; Werbos 1990',
  windows: () => null,
};

const window: Truncation<WindowTruncationOptions> = {
  type: 'window',
  summary:
    'back through at most window steps, an update every stride steps; the state is carried over',
  source: 'Williams & Peng 1990, BPTT(h; h′)',
  windows: (options) => options,
};

/** Every truncation by the `type` a config names it by. */
export const truncations = { none, window } as const satisfies {
  [Type in TruncationOptions['type']]: Truncation<Extract<TruncationOptions, { type: Type }>>;
};

/** The windows that batches are cut into, by the options' type; null for none. */
export function truncationWindows(options: TruncationOptions): Windows | null {
  return (truncations[options.type] as Truncation<TruncationOptions>).windows(options);
}
