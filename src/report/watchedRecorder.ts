// The path of a few watched parameters (the toy's weight and input weight) through training, in
// bounded memory, with its largest jump kept exactly.
import { createThinnedList } from './thinnedList.ts';

/** Where the watched parameters were before one update. */
export interface WatchedStep {
  readonly step: number;
  /** Values in the order of the record's names. */
  readonly position: readonly number[];
  readonly loss: number;
}

/** The largest move of one update, by Euclidean distance. */
export interface WatchedJump {
  readonly distance: number;
  /** The step whose update jumped, and where it started. */
  readonly from: WatchedStep;
  /** Where the next step found itself. */
  readonly to: WatchedStep;
}

/** The path of a run. */
export interface WatchedRecord {
  readonly names: readonly string[];
  /** Evenly thinned, in order; the first and the last are among them. */
  readonly steps: readonly WatchedStep[];
  /** Null where no update was followed by another step. */
  readonly largestJump: WatchedJump | null;
}

/** Collects the path of watched parameters. */
export interface WatchedRecorder {
  /** Adds where the parameters were before a step's update, and the loss there. */
  add(step: number, values: Readonly<Record<string, number>>, loss: number): void;
  /** Gives the path so far, or null where nothing was added. */
  record(): WatchedRecord | null;
}

const STEP_LIMIT = 256;

/** Makes a recorder; the first step's names and their order hold for the whole path. */
export function createWatchedRecorder(): WatchedRecorder {
  const steps = createThinnedList<WatchedStep>(STEP_LIMIT);
  let names: readonly string[] | null = null;
  let previous: WatchedStep | null = null;
  let largestJump: WatchedJump | null = null;
  return {
    add(step, values, loss) {
      names ??= Object.keys(values);
      const position = names.map((name) => values[name] ?? Number.NaN);
      const here: WatchedStep = { step, position, loss };
      if (previous !== null) {
        const from = previous.position;
        const distance = Math.hypot(...position.map((value, i) => value - (from[i] ?? Number.NaN)));
        // A move that is not finite is divergence, which has its own report.
        if (Number.isFinite(distance) && distance > (largestJump?.distance ?? 0)) {
          largestJump = { distance, from: previous, to: here };
        }
      }
      steps.add(here);
      previous = here;
    },
    record: () => (names === null ? null : { names, steps: steps.items(), largestJump }),
  };
}
