// An Elman network once more, as plainly as possible: arrays, loops, Math. The oracle for losses and
// for dL/dh_t; shares nothing with the code under test but the meaning of its options.
import type { NetworkOptions } from '../../src/model/networkOptions.ts';
import type { BatchContent } from '../helpers/network.ts';

/** A displacement of one state: unit `unit` of h_t of sequence `sequence` in a layer. */
export interface Displacement {
  readonly layer: number;
  /** t in 0 … T. */
  readonly step: number;
  readonly sequence: number;
  readonly unit: number;
  readonly by: number;
}

/** What a naive forward pass gives. */
export interface NaivePass {
  readonly loss: number;
  /** Which units were above zero, and which errors above huber's delta, as a string to compare. */
  readonly active: string;
}

type Parameters = ReadonlyMap<string, readonly number[]>;

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

const functions = {
  tanh: Math.tanh,
  sigmoid,
  relu: (x: number): number => Math.max(x, 0),
  linear: (x: number): number => x,
} as const;

/** v·M for M with `columns` columns. */
function times(v: readonly number[], M: readonly number[], columns: number): number[] {
  return Array.from({ length: columns }, (_, j) =>
    v.reduce((sum, x, i) => sum + x * M[i * columns + j]!, 0),
  );
}

const plus = (a: readonly number[], b: readonly number[] | undefined): number[] =>
  a.map((x, i) => x + (b?.[i] ?? 0));

/** Runs one sequence after the other and averages the loss over the rows of targets. */
export function naiveForward(
  options: NetworkOptions,
  parameters: Parameters,
  batch: BatchContent,
  displacement?: Displacement,
): NaivePass {
  const { sequenceLength: T, batchSize: B } = options.size;
  const everyStep = options.target.steps === 'everyStep';
  let sum = 0;
  let active = '';
  for (let b = 0; b < B; b++) {
    let rows = Array.from({ length: T }, (_, t) => inputRow(options, batch, t * B + b));
    options.layers.forEach((own, layer) => {
      if (own.type !== 'elman') throw new Error('the naive network has Elman cells only');
      const { hiddenSize: H, activation, initialState } = own;
      const of = (name: string) => parameters.get(`layers.${layer}.${name}`);
      const displace = (h: number[], step: number): number[] => {
        if (displacement?.layer !== layer || displacement.step !== step) return h;
        if (displacement.sequence !== b) return h;
        return h.map((x, j) => (j === displacement.unit ? x + displacement.by : x));
      };
      const constant = typeof initialState === 'number' ? initialState : 0;
      let h = displace([...(of('h0') ?? new Array<number>(H).fill(constant))], 0);
      rows = rows.map((x, t) => {
        const a = plus(plus(times(x, of('Wxh')!, H), times(h, of('Whh')!, H)), of('bh'));
        active += a.map((value) => (value > 0 ? '1' : '0')).join('');
        h = displace(a.map(functions[activation]), t + 1);
        return h;
      });
    });
    const O = options.target.size;
    rows.forEach((h, t) => {
      if (!everyStep && t < T - 1) return;
      const W = parameters.get('readout.W');
      const y = W ? plus(times(h, W, O), parameters.get('readout.b')) : h;
      const row = everyStep ? t * B + b : b;
      sum += rowLoss(options, batch, y, row);
      active += farOutputs(options, batch, y, row);
    });
  }
  return { loss: sum / (everyStep ? T * B : B), active };
}

function inputRow({ input }: NetworkOptions, batch: BatchContent, row: number): number[] {
  return Array.from({ length: input.size }, (_, i) =>
    input.kind === 'dense'
      ? batch.inputs![row * input.size + i]!
      : Number(batch.symbols![row] === i),
  );
}

function rowLoss(
  { loss, target }: NetworkOptions,
  batch: BatchContent,
  y: readonly number[],
  row: number,
): number {
  const targets = targetRow(target.kind, batch, y.length, row);
  const total = y.reduce((sum, z) => sum + Math.exp(z), 0);
  const terms = {
    softmaxCrossEntropy: (z: number, p: number) => -p * Math.log(Math.exp(z) / total),
    sigmoidCrossEntropy: (z: number, p: number) =>
      -p * Math.log(sigmoid(z)) - (1 - p) * Math.log(sigmoid(-z)),
    squaredError: (z: number, p: number) => (z - p) ** 2,
    huber: (z: number, p: number) => {
      const [e, delta] = [Math.abs(z - p), deltaOf(loss)];
      return e <= delta ? e ** 2 / 2 : delta * (e - delta / 2);
    },
  } as const;
  return y.reduce((sum, z, j) => sum + terms[loss.type](z, targets[j]!), 0);
}

function targetRow(
  kind: 'class' | 'value',
  batch: BatchContent,
  size: number,
  row: number,
): number[] {
  return Array.from({ length: size }, (_, j) =>
    kind === 'class' ? Number(batch.classes![row] === j) : batch.values![row * size + j]!,
  );
}

const deltaOf = (loss: NetworkOptions['loss']): number =>
  loss.type === 'huber' ? loss.delta : Infinity;

/** Which outputs err by more than delta. */
export function farOutputs(
  { loss, target }: NetworkOptions,
  batch: BatchContent,
  y: readonly number[],
  row: number,
): string {
  const targets = targetRow(target.kind, batch, y.length, row);
  return y.map((z, j) => (Math.abs(z - targets[j]!) > deltaOf(loss) ? '1' : '0')).join('');
}
