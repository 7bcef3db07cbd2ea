// Compares a run that is trained again with what is on record of it, and names the first difference.
import type { TrainEvent } from '../training/events.ts';
import { toJson } from '../training/json.ts';
import type { Expectation } from './expectation.ts';
import { createMetricsFilter } from './metricsFile.ts';
import { type RunResult, resultFacts } from './result.ts';

/** A place where record and training differ. */
export interface Difference {
  /** The step whose record differs; all before it are the same. */
  readonly step: number;
  /** What differs, such as `step.loss` or `parametersSha256`. */
  readonly what: string;
  /** As JSON, what is on record and what came; `nothing` where there is none. */
  readonly recorded: string;
  readonly found: string;
}

/** A comparison under way. */
export interface Comparison {
  /** The first difference so far. */
  readonly difference: Difference | null;
  /** Lines compared so far. */
  readonly lineCount: number;
  /** Takes the next event of the training. */
  handle(event: TrainEvent): void;
}

/**
 * Starts to compare events with those that have a line on record.
 * @param recorded in order; past their end nothing is compared
 * @param every steps per line
 */
export function startComparison(recorded: readonly TrainEvent[], every: number): Comparison {
  const filter = createMetricsFilter(every);
  let difference: Difference | null = null;
  let lineCount = 0;
  const compare = (event: TrainEvent): void => {
    const other = recorded[lineCount];
    if (difference || other === undefined || event.type === 'end') return;
    difference = firstDifference(other, event, event.type);
    if (!difference) lineCount++;
  };
  return {
    get difference() {
      return difference;
    },
    get lineCount() {
      return lineCount;
    },
    handle(event) {
      for (const one of filter.take(event)) compare(one);
    },
  };
}

/** Compares how a run ended, or how far it got, with what came. */
export function compareEnds(
  { result, parametersSha256 }: Expectation,
  found: RunResult,
): Difference | null {
  if (result)
    return firstDifference({ ...result.facts, step: result.step }, resultFacts(found), '');
  if (parametersSha256 === found.parametersSha256) return null;
  return {
    step: found.step,
    what: 'parametersSha256',
    recorded: parametersSha256,
    found: found.parametersSha256,
  };
}

type Numbered = Readonly<Record<string, unknown>> & { readonly step: number };

function firstDifference(recorded: object, found: object, prefix: string): Difference | null {
  const [before, now] = [recorded, found] as [Numbered, Numbered];
  for (const key of new Set([...Object.keys(before), ...Object.keys(now)])) {
    const [one, other] = [textOf(before[key]), textOf(now[key])];
    if (one === other) continue;
    const what = prefix === '' ? key : `${prefix}.${key}`;
    return { step: Math.min(before.step, now.step), what, recorded: one, found: other };
  }
  return null;
}

const textOf = (value: unknown) => (value === undefined ? 'nothing' : toJson(value));
