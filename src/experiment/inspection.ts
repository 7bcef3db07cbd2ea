// What the weights of a network are like: sizes, norms, spectra. The `--json` document of
// `rnn inspect`.
import { largestSingularValue, spectralRadius } from '../math/linearAlgebra.ts';
import { columnBlock } from '../model/weights/matrices.ts';
import type { StoredNetwork, StoredParameter } from './storedNetwork.ts';

/** Version of the document's format. */
export const INSPECTION_SCHEMA_VERSION = 1;

/** Measures of a tensor or of the block of one gate in it; all NaN where an entry is not finite. */
export interface WeightMeasures {
  readonly shape: readonly number[];
  /** Root of the sum of squares. */
  readonly norm: number;
  readonly largestAbsolute: number;
  /** Of a matrix; null for a vector. */
  readonly largestSingularValue: number | null;
  /** Largest modulus of an eigenvalue, of a square recurrent matrix; null for others. */
  readonly spectralRadius: number | null;
}

/** A parameter and its measures. */
export interface InspectedTensor extends WeightMeasures {
  readonly name: string;
  readonly role: StoredParameter['role'];
  readonly count: number;
  /** The recurrent blocks of a matrix that holds several, side by side; else none. */
  readonly gates: readonly (WeightMeasures & { readonly gate: string })[];
}

/** What is found out about a network. */
export interface Inspection {
  readonly schema: number;
  readonly runId: string;
  readonly name: string;
  /** Updates done. */
  readonly step: number;
  readonly precision: string;
  readonly parameterCount: number;
  /** Root of the sum of squares of all parameters. */
  readonly norm: number;
  readonly tensors: readonly InspectedTensor[];
}

/** Measures the parameters of a network. */
export function inspectNetwork({ spec, runId, step, parameters }: StoredNetwork): Inspection {
  const tensors = parameters.map(inspectTensor);
  return {
    schema: INSPECTION_SCHEMA_VERSION,
    runId,
    name: spec.name,
    step,
    precision: spec.precision,
    parameterCount: tensors.reduce((sum, { count }) => sum + count, 0),
    norm: normOf(tensors.map(({ norm }) => norm)),
    tensors,
  };
}

function inspectTensor({
  name,
  role,
  shape,
  values,
  gates = [],
}: StoredParameter): InspectedTensor {
  const isRecurrent = role === 'recurrent' && shape.length === 2;
  const [rows = 0, columns = 0] = shape;
  const all = Float64Array.from(values);
  return {
    name,
    role,
    count: all.length,
    ...measure(all, shape, isRecurrent && rows === columns),
    gates: (isRecurrent ? gates : []).map((gate, index) => {
      const block = Float64Array.from(columnBlock(all, rows, columns, index, gates.length));
      const width = columns / gates.length;
      return { gate, ...measure(block, [rows, width], rows === width) };
    }),
  };
}

function measure(
  values: Float64Array,
  shape: readonly number[],
  isSquareRecurrent: boolean,
): WeightMeasures {
  const [rows = 0, columns] = shape;
  // An eigenvalue iteration may not end on what is not finite.
  const areFinite = values.every(Number.isFinite);
  const unless = (compute: () => number) => (areFinite ? compute() : Number.NaN);
  return {
    shape,
    norm: unless(() => normOf(values)),
    largestAbsolute: unless(() => largestOf(values)),
    largestSingularValue:
      columns === undefined ? null : unless(() => largestSingularValue(values, rows, columns)),
    spectralRadius: isSquareRecurrent ? unless(() => spectralRadius(values, rows)) : null,
  };
}

function largestOf(values: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) {
    const size = Math.abs(values[i] ?? 0);
    if (!(size <= largest)) largest = size;
  }
  return largest;
}

/** Root of the sum of squares; scaled, since the square of a huge weight overflows. */
function normOf(values: ArrayLike<number>): number {
  const largest = largestOf(values);
  if (!(largest > 0 && Number.isFinite(largest))) return largest;
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    const share = (values[i] ?? 0) / largest;
    sum += share * share;
  }
  return largest * Math.sqrt(sum);
}
