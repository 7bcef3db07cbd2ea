// The path of a few watched parameters (the toy's weight and input weight) through training, in
// bounded memory, with its largest jump kept exactly.
import { createThinnedList } from './thinnedList.ts';

/** Where the watched parameters were before one update, or after the last one. */
export interface WatchedStep {
  /** The update; one more than there were for the place after the last one. */
  readonly step: number;
  /** Values in the order of the record's names. */
  readonly position: readonly number[];
  /** Loss there, or null where no update looked at it. */
  readonly loss: number | null;
}

/** The largest move of one update, by Euclidean distance. */
export interface WatchedJump {
  readonly distance: number;
  /** The step whose update jumped, and where it started. */
  readonly from: WatchedStep;
  /** Where it led to. */
  readonly to: WatchedStep;
}

/** The path of a run. */
export interface WatchedRecord {
  readonly names: readonly string[];
  /** Evenly thinned, in order; the first and the last are among them. */
  readonly steps: readonly WatchedStep[];
  /** Null where nothing moved. */
  readonly largestJump: WatchedJump | null;
}

/** Collects the path of watched parameters. */
export interface WatchedRecorder {
  /** Adds where the parameters were before a step's update, and the loss there. */
  add(step: number, values: Readonly<Record<string, number>>, loss: number): void;
  /** Adds where the parameters are after the last step. */
  end(lastStep: number, values: Readonly<Record<string, number>>): void;
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
  const move = (
    step: number,
    values: Readonly<Record<string, number>>,
    loss: number | null,
  ): void => {
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
  };
  return {
    add: move,
    end: (lastStep, values) => move(lastStep + 1, values, null),
    record: () => (names === null ? null : { names, steps: steps.items(), largestJump }),
  };
}
