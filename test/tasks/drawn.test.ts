import { describe, expect, test } from 'vitest';
import { openStream } from '../../src/math/random.ts';
import { addition } from '../../src/tasks/addition.ts';
import { drawnTask } from '../../src/tasks/drawn.ts';
import { drawLength } from '../../src/tasks/task.ts';
import { temporalOrder } from '../../src/tasks/temporalOrder.ts';
import { batchFor, drain, symbolSequences } from './batches.ts';

describe('lengths', () => {
  test('random lengths are uniform over [min, max], both ends included', () => {
    const stream = openStream(3, 'train');
    const counts = new Map<number, number>();
    for (let i = 0; i < 15_100; i++) {
      const length = drawLength({ min: 50, max: 200 }, stream);
      counts.set(length, (counts.get(length) ?? 0) + 1);
    }
    expect(Math.min(...counts.keys())).toBe(50);
    expect(Math.max(...counts.keys())).toBe(200);
    expect(counts.size).toBe(151);
    const deviation = Math.sqrt(100 * (150 / 151));
    for (const count of counts.values())
      expect(Math.abs(count - 100)).toBeLessThan(4.5 * deviation);
  });

  test('a fixed length takes no draw', () => {
    const stream = openStream(3, 'train');
    const before = stream.state();
    expect(drawLength(100, stream)).toBe(100);
    expect(stream.state()).toEqual(before);
  });

  test('a range of one length gives that length', () => {
    expect(drawLength({ min: 30, max: 30 }, openStream(3, 'train'))).toBe(30);
  });

  test('one length is drawn for the whole batch, and the marks follow it', () => {
    const task = temporalOrder.create({ type: 'temporalOrder', length: { min: 10, max: 80 } });
    expect(task.maximumLength).toBe(80);
    const batch = batchFor(task, 4);
    const source = task.training(openStream(1, 'train'));
    const lengths = new Set<number>();
    for (let i = 0; i < 300; i++) {
      source.next(batch);
      const T = batch.sequenceLength;
      lengths.add(T);
      for (const { symbols } of symbolSequences(task, batch)) {
        const marks = symbols.flatMap((symbol, t) => (symbol >= 4 ? [t] : []));
        expect(marks).toHaveLength(2);
        expect(marks[1]).toBeLessThan(Math.floor(T / 2) + Math.floor(T / 10));
      }
    }
    expect(lengths.size).toBeGreaterThan(60);
  });
});

describe('lengths of sequences in a batch', () => {
  const create = (more: { readonly variableLengths?: boolean }) =>
    drawnTask({
      input: { kind: 'index', size: 4 },
      target: { kind: 'class', size: 4, steps: 'lastStep' },
      length: { min: 12, max: 15 },
      draw(stream, { lengths, classes }, b) {
        lengths[b] = 5 + stream.integer(8);
        classes[b] = stream.integer(4);
      },
      ...more,
    });

  test('with variableLengths a batch has room for the length that `draw` sets', () => {
    const task = create({ variableLengths: true });
    expect(task).toMatchObject({ variableLengths: true, maximumLength: 15 });
    const batch = batchFor(task, 6);
    expect([...batch.lengths]).toEqual(new Array(6).fill(15));
    const source = task.training(openStream(1, 'train'));
    const seen = new Set<number>();
    for (let i = 0; i < 50; i++) {
      source.next(batch);
      for (const length of batch.lengths) seen.add(length);
    }
    expect([...seen].sort((a, b) => a - b)).toEqual([5, 6, 7, 8, 9, 10, 11, 12]);
  });

  test('an evaluation draws them too, for the sequences of a last, smaller batch only', () => {
    const task = create({ variableLengths: true });
    const batch = batchFor(task, 4);
    const ends: number[][] = [];
    drain(task.evaluation('test', openStream(1, 'test'), 5), batch, 4, () => {
      ends.push([...batch.lengths]);
      batch.lengths.fill(-1);
    });
    expect(ends.map((list) => list.map((end) => end >= 5 && end <= 12))).toEqual([
      [true, true, true, true],
      [true, false, false, false],
    ]);
  });

  test.each([[{}], [{ variableLengths: false }]])(
    'with %j all have the length of the batch',
    (more) => {
      const task = create(more);
      expect(task.variableLengths).toBe(false);
      expect(batchFor(task, 6).lengths).toHaveLength(0);
    },
  );
});

describe('sources', () => {
  const task = addition.create({ type: 'addition', length: 20 });

  test('equal seed and purpose draw equal batches, another purpose others', () => {
    const draw = (purpose: string) => {
      const batch = batchFor(task, 5);
      task.training(openStream(1, purpose)).next(batch);
      return [...batch.values];
    };
    expect(draw('train')).toEqual(draw('train'));
    expect(draw('train')).not.toEqual(draw('evaluate/validation/0'));
  });

  test('the state after a batch is enough to go on', () => {
    const batch = batchFor(task, 5);
    const source = task.training(openStream(1, 'train'));
    source.next(batch);
    const { random } = source.state();
    source.next(batch);
    const expected = [...batch.inputs];
    batch.inputs.fill(0);
    task.training(openStream(1, 'train', random ?? undefined)).next(batch);
    expect([...batch.inputs]).toEqual(expected);
  });

  test('an evaluation draws exactly the sequences asked for, the last batch smaller', () => {
    const batch = batchFor(task, 8);
    const sizes: number[] = [];
    const source = task.evaluation('validation', openStream(1, 'evaluate'), 20);
    const count = drain(source, batch, 8, () => sizes.push(batch.batchSize));
    expect(count).toBe(3);
    expect(sizes).toEqual([8, 8, 4]);
    expect(source?.state().position).toBe(20);
  });

  test('a fresh batch never carries the state over', () => {
    const batch = batchFor(task, 2);
    batch.carryState = true;
    task.training(openStream(1, 'train')).next(batch);
    expect(batch.carryState).toBe(false);
    expect(task.carriesState).toBe(false);
  });
});
