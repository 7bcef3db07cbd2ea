// What every member of a table says about itself.

/** Name, one line and source of a table's member, as `rnn list` shows them. */
export interface Definition {
  /** The `type` a config names it by. */
  readonly type: string;
  /** What it is, in one line, with the equation where one says it best. */
  readonly summary: string;
  /** Author, year and place. */
  readonly source: string;
}
