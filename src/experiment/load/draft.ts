// A problem on its way to an issue: path and wording only, then with its place in a text.

import type { ConfigPath } from '../schema/raw.ts';
import type { SourceText } from './issue.ts';

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

/** A problem with its place in a text. */
export interface Located {
  readonly source: SourceText;
  /** Index in the text, or null where the text has no such place. */
  readonly offset: number | null;
  readonly path: ConfigPath;
  /** "expected …, got …". */
  readonly message: string;
  readonly suggestion?: string | null;
}
