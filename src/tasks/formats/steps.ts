// Steps of a sequence in JSON: symbols, classes or rows of numbers. Untrusted until every number is checked.
import type { TaskFileError } from '../taskFileError.ts';
import type { JsonPath } from './jsonPlace.ts';

/** Symbols and classes, or numbers. */
export type Numbers = Int32Array | Float64Array;

/** Makes the error about a value of the line. */
export type Refuse = (path: JsonPath, expected: string, got: unknown) => TaskFileError;

/** Numbers of one step, and how to read them. */
export interface StepReader {
  /** How many there are. */
  readonly width: number;
  /** What several of them are called. */
  readonly plural: string;
  /** Makes room for so many numbers. */
  make(count: number): Numbers;
  /** Reads a step into `into` from `at` on; of several, `path` is the list's. */
  read(value: unknown, into: Numbers, at: number, path: JsonPath, step?: number): void;
}

/** Reads the steps of a list that lies at a path. */
export function readSteps(steps: readonly unknown[], reader: StepReader, path: JsonPath): Numbers {
  const numbers = reader.make(steps.length * reader.width);
  for (let t = 0; t < steps.length; t++) {
    reader.read(steps[t], numbers, t * reader.width, path, t);
  }
  return numbers;
}

/**
 * Makes the reader of steps of a size.
 * @param whole what whole numbers below the size are called; null for rows of numbers
 */
export function stepReader(
  whole: 'symbol' | 'class' | null,
  { size }: { readonly size: number },
  refuse: Refuse,
): StepReader {
  if (whole !== null) {
    return {
      width: 1,
      plural: whole === 'class' ? 'classes' : 'symbols',
      make: (count) => new Int32Array(count),
      read(value, into, at, path, step) {
        const isWhole = typeof value === 'number' && Number.isInteger(value);
        if (!isWhole || value < 0 || value >= size) {
          throw refuse(below(path, step), `a ${whole} from 0 to ${size - 1}`, value);
        }
        into[at] = value;
      },
    };
  }
  const isNumber = (value: unknown): value is number =>
    typeof value === 'number' && Number.isFinite(Math.fround(value));
  const NUMBER = 'a number that 32 bits can hold';
  return {
    width: size,
    plural: size === 1 ? 'numbers' : `rows of ${size} numbers`,
    make: (count) => new Float64Array(count),
    read(value, into, at, path, step) {
      if (size === 1 && !Array.isArray(value)) {
        if (!isNumber(value)) throw refuse(below(path, step), NUMBER, value);
        into[at] = value;
        return;
      }
      if (!Array.isArray(value) || value.length !== size) {
        const expected = `a row of ${size} ${size === 1 ? 'number' : 'numbers'}`;
        throw refuse(below(path, step), expected, value);
      }
      for (let j = 0; j < size; j++) {
        const number: unknown = value[j];
        if (!isNumber(number)) throw refuse([...below(path, step), j], NUMBER, number);
        into[at + j] = number;
      }
    },
  };
}

function below(path: JsonPath, step: number | undefined): JsonPath {
  return step === undefined ? path : [...path, step];
}
