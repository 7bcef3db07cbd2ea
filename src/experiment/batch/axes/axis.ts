// What reading a node of `runs` gives: its choices, and what must be known of it before they are listed.

import type { ConfigPath } from '../../schema/raw.ts';
import type { Choices } from '../choices.ts';
import type { Label } from '../manifest.ts';

/** An axis, where it is written. */
export interface Axis {
  readonly name: string;
  /** Place in the suite of the key that makes it. */
  readonly place: ConfigPath;
  /** Every label a run can have on it; asked once runs are known to be few enough. */
  readonly labels: () => readonly Label[];
}

/** A path of the config that a node sets, where it is written. */
export interface SetPath {
  readonly path: string;
  /** Place in the suite of the key. */
  readonly place: ConfigPath;
}

/** A node of `runs`. */
export interface AxesNode {
  readonly choices: Choices;
  readonly axes: readonly Axis[];
  readonly sets: readonly SetPath[];
}
