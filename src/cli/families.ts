// What a config can name, gathered from the tables of the inner modules.

import { cells } from '../cells/index.ts';
import { losses } from '../losses/index.ts';
import type { Definition } from '../math/definition.ts';
import { tasks } from '../tasks/index.ts';

/** Members of each family, in the order they are shown. */
export type Families = Readonly<Record<string, readonly Definition[]>>;

/** Every family a config can choose from. */
export const families: Families = {
  tasks: Object.values(tasks),
  cells: Object.values(cells),
  losses: Object.values(losses),
};
