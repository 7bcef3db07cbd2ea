// The temporal order task: which of two symbols came first, far apart among distractors.
import { type MarkedOrderOptions, markedOrderShape, markedOrderTask } from './markedOrder.ts';
import type { TaskDefinition } from './task.ts';

/** Options of the temporal order task. */
export interface TemporalOrderOptions extends MarkedOrderOptions {
  readonly type: 'temporalOrder';
}

/** Tenths of T at which the windows of the marks start. */
const STARTS = [1, 5];

/**
 * Six one-hot symbols; A or B at a position in [.1T, .2T) and in [.5T, .6T), one of four
 * distractors elsewhere; after the last step the class is AA, AB, BA or BB. Floor: 75% wrong,
 * cross-entropy ln 4.
 *
 * Positions are ⌊.1T⌋ and ⌊.5T⌋, each plus a uniform whole number below ⌊.1T⌋, as in the public
 * code of the paper. Hochreiter & Schmidhuber draw lengths of 100 to 110 and count an output as
 * right only if all are within .3 of their targets: `rule: withinThreeTenths`.
 *
 * @see Pascanu et al. (2013), section 4.1.1; Hochreiter & Schmidhuber (1997), task 6a.
 */
export const temporalOrder: TaskDefinition<TemporalOrderOptions> = {
  type: 'temporalOrder',
  summary: 'classify AA, AB, BA, BB by two marked symbols far apart among distractors',
  source: 'Pascanu et al. 2013, section 4.1.1; Hochreiter & Schmidhuber 1997, task 6a',
  shape: () => markedOrderShape(STARTS.length),
  create: (options) => markedOrderTask(options, STARTS),
};
