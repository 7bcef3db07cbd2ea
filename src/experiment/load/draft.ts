// A problem before its place in a text is known: path and wording only.

import type { ConfigPath } from '../schema/raw.ts';

/** A problem at a path of the config. */
export interface Draft {
  readonly path: ConfigPath;
  /** What was expected, to follow "expected ". */
  readonly expected: string;
  /** What was there, to follow "got "; left out, the value at the path is described. */
  readonly received?: string;
  readonly suggestion?: string | null;
  /** Whether the key itself is the problem rather than its value. */
  readonly isKey?: boolean;
}
