// Replays a training run of another implementation with ours: the same parameters, batches and
// options, then the same losses, norms and final parameters.
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { build } from '../../src/experiment/build.ts';
import { loadConfigValue } from '../../src/experiment/load/loadConfig.ts';
import type { KernelName, Precision } from '../../src/math/kernels.ts';
import type { InputShape, TargetShape, Task } from '../../src/tasks/task.ts';
import type { StepEvent } from '../../src/training/events.ts';
import { train } from '../../src/training/train.ts';
import { expectClose } from '../helpers/close.ts';
import { type BatchContent, fillBatch, readTensors } from '../helpers/network.ts';

/** What one update reported. */
export interface Update {
  readonly loss: number;
  /** Where there is a regularizer. */
  readonly penalty?: number;
  readonly gradientNorm: number;
  readonly gradientNormAfter: number;
  /** Where it was recorded. */
  readonly learningRate?: number;
}

/** A run of another implementation. */
export interface Trace {
  readonly name: string;
  readonly layers: readonly { readonly hiddenSize: number }[];
  readonly readout: string;
  /** Its name, or its options. */
  readonly loss: string | object;
  readonly input: InputShape;
  readonly target: TargetShape;
  readonly sequenceLength: number;
  readonly batchSize: number;
  readonly optimizer: object;
  readonly policy: readonly object[];
  readonly schedule?: object;
  readonly regularizer?: object;
  /** By tensor, where they do not follow from the sizes of an Elman network. */
  readonly shapes?: Readonly<Record<string, readonly [number, number?]>>;
  readonly variableLengths?: boolean;
  readonly initial: Readonly<Record<string, readonly number[]>>;
  readonly batches: readonly BatchContent[];
  readonly updates: readonly Update[];
  readonly final: Readonly<Record<string, readonly number[]>>;
}

/** Reads the traces of a file beside this one. */
export function readTraces(name: string): readonly Trace[] {
  return JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));
}

/** A matrix as the `values` initializer takes it: rows for all but vectors. */
function asRows(name: string, values: readonly number[], trace: Trace): unknown {
  const [rows, columns] = shapeOf(name, values.length, trace);
  if (columns === undefined) return values;
  return Array.from({ length: rows }, (_, i) => values.slice(i * columns, (i + 1) * columns));
}

/** Shape of a tensor: recorded, or by the names of Elman networks. */
function shapeOf(
  name: string,
  count: number,
  { shapes, layers, target }: Trace,
): readonly [number, number?] {
  const recorded = shapes?.[name];
  if (recorded) return recorded;
  if (/\.(bh|h0|b)$/.test(name)) return [count];
  const [, index] = name.split('.');
  const columns = name.startsWith('layers.') ? layers[Number(index)]!.hiddenSize : target.size;
  return [count / columns, columns];
}

/** A task that hands out the trace's batches in turn. */
function replay(
  { input, target, sequenceLength, variableLengths = false, batches }: Trace,
  fill: (n: number) => void,
): Task {
  let step = 0;
  return {
    input,
    target,
    maximumLength: sequenceLength,
    variableLengths,
    carriesState: false,
    perCharacter: false,
    watched: [],
    training: () => ({
      next() {
        fill(step++ % batches.length);
        return true;
      },
      state: () => ({ position: step, random: null }),
    }),
    evaluation: () => null,
  };
}

/** Trains as the trace did; returns what each step reported and the final parameters. */
export function replayTrace(trace: Trace, kernelName: KernelName, precision: Precision) {
  const values = Object.fromEntries(
    Object.entries(trace.initial).map(([name, flat]) => [name, asRows(name, flat, trace)]),
  );
  const config = {
    precision,
    task: { type: 'temporalOrder' },
    loss: typeof trace.loss === 'string' ? { type: trace.loss } : trace.loss,
    model: {
      layers: trace.layers,
      readout: { type: trace.readout },
      initializer: { type: 'values', values },
    },
    training: {
      batchSize: trace.batchSize,
      steps: trace.updates.length,
      optimizer: trace.optimizer,
      policy: trace.policy,
      ...(trace.schedule ? { schedule: trace.schedule } : {}),
      ...(trace.regularizer ? { regularizer: trace.regularizer } : {}),
    },
  };
  const loaded = loadConfigValue(config, { file: trace.name });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.issues));
  const setup = build(loaded.spec, kernelName, {
    task: replay(trace, (n) => fillBatch(setup.network, trace.batches[n]!)),
  });
  expect(setup.kernels.name).toBe(kernelName);
  const steps: StepEvent[] = [];
  for (const event of train(setup, { interrupted: false })) {
    if (event.type === 'step') steps.push(event);
  }
  return { steps, final: readTensors(setup.arena, setup.network.parameters) };
}

/** Expects all numbers of a trace within `tolerance`, relative to the larger of 1 and the number. */
export function expectTrace(
  trace: Trace,
  kernelName: KernelName,
  precision: Precision,
  tolerance: number,
) {
  const { steps, final } = replayTrace(trace, kernelName, precision);
  for (const field of ['loss', 'penalty', 'gradientNorm', 'gradientNormAfter'] as const) {
    const expected = trace.updates.flatMap((update) => update[field] ?? []);
    expectClose(
      steps.flatMap((step) => step[field] ?? []),
      expected,
      (i) => tolerance * Math.max(1, expected[i]!),
    );
  }
  for (const [i, { learningRate }] of trace.updates.entries()) {
    if (learningRate !== undefined) {
      expectClose([steps[i]!.learningRate], [learningRate], () => 1e-13 * learningRate);
    }
  }
  expect([...final.keys()].sort()).toEqual(Object.keys(trace.final).sort());
  for (const [name, values] of Object.entries(trace.final)) {
    expectClose(final.get(name)!, values, (i) => tolerance * Math.max(1, Math.abs(values[i]!)));
  }
}
