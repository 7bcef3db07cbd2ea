// Which rows have a target, and that nothing else of states, targets and gradient is seen.
import { describe, expect, test } from 'vitest';
import { ArenaPlan } from '../../src/math/arena.ts';
import { createKernels } from '../../src/math/engine.ts';
import { createBatch, planBatch } from '../../src/model/batch.ts';
import { createTargetRows, needsGathering, planTargetRows } from '../../src/model/targetRows.ts';
import type { TargetShape } from '../../src/tasks/task.ts';
import { allKernels } from '../helpers/kernels.ts';

const [T, B, H] = [4, 3, 5];

interface Case {
  readonly name: string;
  readonly steps: TargetShape['steps'];
  /** Steps of each sequence, where they differ. */
  readonly lengths?: readonly number[];
  /** 1 where a row has a target; a line is a step. */
  readonly marks?: readonly number[];
  /** t·B + b of the rows that are gathered. */
  readonly rows: readonly number[];
}

const marks = [
  [0, 1, 0],
  [1, 0, 1],
  [0, 0, 0],
  [1, 1, 0],
].flat();
const cases: readonly Case[] = [
  { name: 'marks', steps: 'markedSteps', marks, rows: [1, 3, 5, 9, 10] },
  {
    name: 'lengths',
    steps: 'everyStep',
    lengths: [4, 1, 2],
    rows: [0, 1, 2, 3, 5, 6, 9],
  },
  {
    name: 'lengths and marks, also behind an end',
    steps: 'markedSteps',
    lengths: [3, 4, 1],
    marks,
    rows: [1, 3, 10],
  },
  { name: 'no mark at all', steps: 'markedSteps', marks: new Array(T * B).fill(0), rows: [] },
];

/** Opens the rows of a batch of classes and values; row n of everything begins with 100·n. */
function openRows(kernelName: (typeof allKernels)[number], { steps, ...content }: Case) {
  const plan = new ArenaPlan('f64');
  const batchPlan = planBatch(plan, {
    input: { kind: 'index', size: 2 },
    target: { kind: 'class', size: 2, steps },
    variableLengths: content.lengths !== undefined,
    needsValues: true,
    sequenceLength: T,
    batchSize: B,
  });
  const states = plan.tensor('states', T * B, H);
  const gradient = plan.tensor('gradient', T * B, H);
  const rowsPlan = planTargetRows(plan, batchPlan, H);
  const arena = plan.allocate();
  const kernels = createKernels(kernelName, arena.memory, 'f64');
  const batch = createBatch(batchPlan, arena);
  if (content.lengths) batch.lengths.set(content.lengths);
  if (content.marks) batch.marks.set(content.marks);
  batch.classes.set(Array.from({ length: T * B }, (_, n) => 100 * n));
  const numbered = (columns: number) =>
    Array.from({ length: T * B * columns }, (_, i) => {
      const row = Math.floor(i / columns);
      return 100 * row + (i % columns);
    });
  arena.write(states, numbered(H));
  arena.write(batchPlan.values!, numbered(2));
  arena.write(gradient, new Array(T * B * H).fill(1e30));
  const place = { address: states.address, gradient: gradient.address, row: states.row };
  const rows = createTargetRows(rowsPlan, batchPlan, arena, kernels);
  return { arena, batch, rows, place, gradient, rowsPlan };
}

const row = (n: number, columns: number) => Array.from({ length: columns }, (_, j) => 100 * n + j);

describe.each(allKernels)('with the %s kernels', (kernelName) => {
  test.each(cases)('$name: states and targets are gathered in the order of the batch', (one) => {
    const { arena, batch, rows, place, rowsPlan } = openRows(kernelName, one);
    const count = rows.gather(batch, place);
    expect(Array.from({ length: count }, (_, n) => rows.rowOf(n))).toEqual(one.rows);
    const first = (values: number[], columns: number) => values.slice(0, count * columns);
    expect(first(arena.read(rowsPlan.states), H)).toEqual(one.rows.flatMap((n) => row(n, H)));
    expect(first(arena.read(rowsPlan.values!), 2)).toEqual(one.rows.flatMap((n) => row(n, 2)));
    expect([...rows.targets.classes.subarray(0, count)]).toEqual(one.rows.map((n) => 100 * n));
  });

  test.each(cases)('$name: the gradient goes back to its rows, zero to the others', (one) => {
    const { arena, batch, rows, place, gradient, rowsPlan } = openRows(kernelName, one);
    const count = rows.gather(batch, place);
    const flowing = Array.from({ length: T * B * H }, (_, i) => i + 1);
    arena.write(rowsPlan.stateGradient, flowing);
    rows.scatter(batch, place, count);
    const expected = new Array<number>(T * B * H).fill(0);
    for (const [n, target] of one.rows.entries())
      for (let j = 0; j < H; j++) expected[target * H + j] = flowing[n * H + j]!;
    expect(arena.read(gradient)).toEqual(expected);
  });

  test('a batch smaller than planned is gathered by its own size', () => {
    const { arena, batch, rows, place, gradient, rowsPlan } = openRows(kernelName, cases[1]!);
    batch.sequenceLength = 3;
    batch.batchSize = 2;
    batch.lengths.set([1, 3]);
    const count = rows.gather(batch, place);
    expect(Array.from({ length: count }, (_, n) => rows.rowOf(n))).toEqual([0, 1, 3, 5]);
    arena.write(rowsPlan.stateGradient, new Array(T * B * H).fill(2));
    rows.scatter(batch, place, count);
    const of = (value: number) => new Array<number>(H).fill(value);
    expect(arena.read(gradient)).toEqual([
      ...[2, 2, 0, 2, 0, 2].flatMap(of),
      ...new Array(6).fill(1e30).flatMap(of),
    ]);
  });

  test('the place of gathered rows is where they lie', () => {
    const { arena, batch, rows, place, rowsPlan } = openRows(kernelName, cases[0]!);
    rows.gather(batch, place);
    const { states, stateGradient, values } = rowsPlan;
    const { address, gradient, row: stride } = rows.place;
    expect([address, gradient, stride]).toEqual([
      states.address,
      stateGradient.address,
      states.row,
    ]);
    const { valueStride } = rows.targets;
    expect(valueStride).toBe(arena.indexOf(values!, 1, 0) - arena.indexOf(values!, 0, 0));
    expect(rows.targets.values[valueStride]).toBe(100 * cases[0]!.rows[1]!);
  });
});

test.each<[TargetShape['steps'], boolean, boolean]>([
  ['lastStep', false, false],
  ['lastStep', true, false],
  ['everyStep', false, false],
  ['everyStep', true, true],
  ['markedSteps', false, true],
  ['markedSteps', true, true],
])('targets at %s, lengths that differ: %s; rows are gathered: %s', (steps, differ, expected) => {
  expect(needsGathering({ kind: 'class', size: 2, steps }, differ)).toBe(expected);
});
