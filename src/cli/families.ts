// What a config can name, gathered from the tables of the inner modules.

import { cells } from '../cells/index.ts';
import { losses } from '../losses/index.ts';
import type { Definition } from '../math/definition.ts';
import { initializers } from '../model/initializers/index.ts';
import { readouts } from '../model/readout.ts';
import { tasks } from '../tasks/index.ts';
import { averagings } from '../training/averaging.ts';
import { optimizers } from '../training/optimizers/index.ts';
import { momentumSchedules } from '../training/optimizers/momentumSchedules.ts';
import { policies } from '../training/policies/index.ts';
import { regularizers } from '../training/regularizers/index.ts';
import { schedules } from '../training/schedules/index.ts';
import { truncations } from '../training/truncation.ts';

/** Members of each family, in the order they are shown. */
export type Families = Readonly<Record<string, readonly Definition[]>>;

/** Every family a config can choose from. */
export const families: Families = {
  tasks: Object.values(tasks),
  cells: Object.values(cells),
  initializers: Object.values(initializers),
  readouts: Object.values(readouts),
  losses: Object.values(losses),
  policies: Object.values(policies),
  regularizers: Object.values(regularizers),
  optimizers: Object.values(optimizers),
  momentumSchedules: Object.values(momentumSchedules),
  schedules: Object.values(schedules),
  averaging: Object.values(averagings),
  truncation: Object.values(truncations),
};
