// The 3-bit temporal order task: the order of three symbols far apart among distractors.
import { type MarkedOrderOptions, markedOrderShape, markedOrderTask } from './markedOrder.ts';
import type { TaskDefinition } from './task.ts';

/** Options of the 3-bit temporal order task. */
export interface TemporalOrder3Options extends MarkedOrderOptions {
  readonly type: 'temporalOrder3';
}

/** Tenths of T at which the windows of the marks start. */
const STARTS = [1, 3, 6];

/**
 * As temporalOrder with three marked symbols: A or B at ⌊.1T⌋, ⌊.3T⌋ and ⌊.6T⌋, each plus a uniform whole number
 * below ⌊.1T⌋; eight classes from AAA to BBB. Floor: 87.5% wrong, cross-entropy ln 8.
 *
 * @see Pascanu et al. (2013), section 4.1.2 and public code; Hochreiter & Schmidhuber (1997), task 6b.
 */
export const temporalOrder3: TaskDefinition<TemporalOrder3Options> = {
  type: 'temporalOrder3',
  summary: 'classify AAA to BBB by three marked symbols far apart among distractors',
  source: 'Pascanu et al. 2013, section 4.1.2; Hochreiter & Schmidhuber 1997, task 6b',
  shape: () => markedOrderShape(STARTS.length),
  create: (options) => markedOrderTask(options, STARTS),
};
