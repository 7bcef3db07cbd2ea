import { describe, expect, test } from 'vitest';
import { openStream } from '../../src/math/random.ts';
import { encodeTexts } from '../../src/tasks/formats/symbols.ts';
import type { Task, TaskFile } from '../../src/tasks/task.ts';
import { type TextOptions, text } from '../../src/tasks/text.ts';
import { wholeFile } from '../helpers/taskFiles.ts';
import { batchFor, drain, symbolSequences } from './batches.ts';

function taskOf(content: string, options: Partial<TextOptions> = {}): Task {
  const defaults: TextOptions = {
    type: 'text',
    file: 'text.txt',
    length: 5,
    split: { validation: 0.1, test: 0.2 },
    carryState: true,
  };
  return text.create({ ...defaults, ...options }, wholeFile(content));
}

const stream = () => openStream(1, 'train');

/** A text in which each character is one of a kind, so that symbol k is character k. */
const distinct = (count: number) =>
  String.fromCodePoint(...Array.from({ length: count }, (_, i) => 0x4e00 + i));

const whole = { validation: 0, test: 0 } as const;

describe('symbols', () => {
  test('the alphabet is that of the whole file in code-point order, one symbol per code point', () => {
    const task = taskOf('b\u{1F600}aé\u{1F600}b', { split: whole, length: 5 });
    expect(task.input).toEqual({ kind: 'index', size: 4 });
    expect(task.target).toEqual({ kind: 'class', size: 4, steps: 'everyStep' });
    const batch = batchFor(task, 1);
    task.training(stream()).next(batch);
    expect(symbolSequences(task, batch)).toEqual([
      { symbols: [1, 3, 0, 2, 3], classes: [3, 0, 2, 3, 1] },
    ]);
  });

  test('characters that appear only in held-out text have a symbol too', () => {
    expect(taskOf(`${'ab'.repeat(20)}c`).input.size).toBe(3);
  });

  test('a byte order mark is no character', () => {
    expect(taskOf('\u{feff}abababababab').input.size).toBe(2);
  });

  test('bytes that are not UTF-8 are refused', () => {
    const data = Uint8Array.of(0x61, 0xff, 0x62);
    const options = { type: 'text', file: 'x', length: 1, split: whole, carryState: true } as const;
    expect(() => text.create(options, wholeFile(data))).toThrow(
      '/data/file:1:2: expected UTF-8 text, got the byte 0xff',
    );
  });

  test.each(['', 'aaaa'])(
    'a file of fewer than two different characters is refused: %j',
    (content) => {
      expect(() => taskOf(content)).toThrow('fewer than two different characters');
    },
  );

  test('a task without a file is refused', () => {
    const options = { type: 'text', file: 'x', length: 1, split: whole, carryState: true } as const;
    expect(() => text.create(options)).toThrow('needs a file');
  });
});

describe('split', () => {
  test('validation and test part are the rounded-down shares at the end, test last', () => {
    const seen = { validation: [] as number[], test: [] as number[] };
    const task = taskOf(distinct(105), { length: 100, split: { validation: 0.1, test: 0.2 } });
    const batch = batchFor(task, 1);
    for (const part of ['validation', 'test'] as const) {
      drain(task.evaluation(part, stream(), 1), batch, 1, () => {
        const [sequence] = symbolSequences(task, batch);
        seen[part].push(...sequence!.symbols, sequence!.classes.at(-1)!);
      });
    }
    const range = (from: number, count: number) =>
      Array.from({ length: count }, (_, i) => from + i);
    expect(seen.validation).toEqual(range(74, 10));
    expect(seen.test).toEqual(range(84, 21));
  });

  test('parts do not lose a character to rounding of the sum of their shares', () => {
    const task = taskOf(distinct(10), { length: 9, split: { validation: 0.7, test: 0.1 } });
    const batch = batchFor(task, 1);
    let steps = 0;
    drain(task.evaluation('validation', stream(), 1), batch, 1, () => {
      steps += batch.sequenceLength;
    });
    expect(steps).toBe(6);
  });

  test('a part too small for one prediction does not exist', () => {
    const task = taskOf(distinct(40), { split: { validation: 0, test: 0.04 } });
    expect(task.evaluation('validation', stream(), 1)).toBeNull();
    expect(task.evaluation('test', stream(), 1)).toBeNull();
  });
});

describe('training', () => {
  const B = 3;

  function walk(task: Task, updates: number) {
    const batch = batchFor(task, B);
    const source = task.training(stream());
    return Array.from({ length: updates }, () => {
      batch.batchSize = B;
      expect(source.next(batch)).toBe(true);
      const { carryState, sequenceLength } = batch;
      return { carryState, sequenceLength, sequences: symbolSequences(task, batch) };
    });
  }

  test('reads B contiguous pieces side by side, chunk after chunk', () => {
    const task = taskOf(distinct(52), { split: whole });
    const chunks = walk(task, 3);
    const piece = 17; // ⌊(52 − 1)/3⌋
    for (let b = 0; b < B; b++) {
      const read = chunks.flatMap(({ sequences }) => sequences[b]!.symbols);
      expect(read).toEqual(Array.from({ length: 15 }, (_, i) => b * piece + i));
    }
  });

  test('every target is the next character', () => {
    for (const { sequences } of walk(taskOf(distinct(52), { split: whole }), 7)) {
      for (const { symbols, classes } of sequences) {
        expect(classes).toEqual(symbols.map((symbol) => symbol + 1));
      }
    }
  });

  test('starts again where no whole chunk is left, and carries no state over that seam', () => {
    const chunks = walk(taskOf(distinct(52), { split: whole }), 7);
    expect(chunks.map(({ carryState }) => carryState)).toEqual([
      false,
      true,
      true,
      false,
      true,
      true,
      false,
    ]);
    expect(chunks[3]?.sequences).toEqual(chunks[0]?.sequences);
    expect(chunks.every(({ sequenceLength }) => sequenceLength === 5)).toBe(true);
  });

  test('reads a stream of whole chunks to its end before it starts again', () => {
    const chunks = walk(taskOf(distinct(46), { split: whole }), 4);
    expect(chunks.map(({ carryState }) => carryState)).toEqual([false, true, true, false]);
    expect(chunks[2]?.sequences[2]?.classes.at(-1)).toBe(45);
  });

  test('without carryState every chunk starts anew', () => {
    const task = taskOf(distinct(52), { split: whole, carryState: false });
    expect(task.carriesState).toBe(false);
    expect(walk(task, 5).map(({ carryState }) => carryState)).toEqual(new Array(5).fill(false));
  });

  test('the last character of a stream that just fits is a target', () => {
    const [chunk] = walk(taskOf(distinct(16), { split: whole }), 1);
    expect(chunk?.sequences[2]).toEqual({
      symbols: [10, 11, 12, 13, 14],
      classes: [11, 12, 13, 14, 15],
    });
  });

  test('a text too short for the streams is refused with what to do', () => {
    const task = taskOf(distinct(15), { split: whole });
    const batch = batchFor(task, B);
    expect(() => task.training(stream()).next(batch)).toThrow(
      'text: 15 training characters are too few for 3 streams of 5; lower training.batchSize or task.length',
    );
  });

  test('says where it stands', () => {
    const task = taskOf(distinct(52), { split: whole });
    const batch = batchFor(task, B);
    const source = task.training(stream());
    expect(source.state()).toEqual({ position: 0, random: null });
    source.next(batch);
    expect(source.state()).toEqual({ position: 5, random: null });
  });
});

describe('evaluation', () => {
  const split = { validation: 0.5, test: 0 };

  test('covers every stream to its end, the last chunk shorter', () => {
    const task = taskOf(distinct(104), { split });
    const batch = batchFor(task, 4);
    const lengths: number[] = [];
    const carried: boolean[] = [];
    const read: number[][] = [[], [], [], []];
    drain(task.evaluation('validation', stream(), 1), batch, 4, () => {
      lengths.push(batch.sequenceLength);
      carried.push(batch.carryState);
      symbolSequences(task, batch).forEach(({ symbols, classes }, b) => {
        read[b]!.push(...symbols);
        expect(classes).toEqual(symbols.map((symbol) => symbol + 1));
      });
    });
    expect(lengths).toEqual([5, 5, 2]); // ⌊(52 − 1)/4⌋ = 12 characters each
    expect(carried).toEqual([false, true, true]);
    read.forEach((symbols, b) => {
      expect(symbols).toEqual(Array.from({ length: 12 }, (_, i) => 52 + b * 12 + i));
    });
  });

  test('takes fewer streams where the part is shorter than the batch', () => {
    const task = taskOf(distinct(8), { split });
    const batch = batchFor(task, 20);
    const sizes: number[] = [];
    drain(task.evaluation('validation', stream(), 1), batch, 20, () => sizes.push(batch.batchSize));
    expect(sizes).toEqual([3]);
  });

  test('is the same whatever the random stream', () => {
    const task = taskOf(distinct(104), { split });
    const first = (seed: number) => {
      const batch = batchFor(task, 4);
      task.evaluation('validation', openStream(seed, 'evaluate'), 1)?.next(batch);
      return symbolSequences(task, batch);
    };
    expect(first(1)).toEqual(first(2));
  });
});

describe('parts with files of their own', () => {
  const file = (
    split: TaskFile['split'],
    content: string,
    path = `/data/${split}.txt`,
  ): TaskFile => ({
    split,
    path,
    bytes: new TextEncoder().encode(content),
  });
  const create = (...files: TaskFile[]) =>
    text.create({ type: 'text', file: { training: 'x' }, length: 4, carryState: true }, files);

  test('have the alphabet of the training text, its files one after the other', () => {
    const task = create(
      file('training', 'abab', '/data/1.txt'),
      file('training', 'cccc', '/data/2.txt'),
      file('test', 'cab'),
    );
    expect(task.input.size).toBe(3);
    const batch = batchFor(task, 1);
    task.evaluation('test', stream(), 1)?.next(batch);
    expect(symbolSequences(task, batch)).toEqual([{ symbols: [2, 0], classes: [0, 1] }]);
    task.training(stream()).next(batch);
    expect(symbolSequences(task, batch)).toEqual([
      { symbols: [0, 1, 0, 1], classes: [1, 0, 1, 2] },
    ]);
    expect(task.evaluation('validation', stream(), 1)).toBeNull();
  });

  test('need a character with a target', () => {
    const training = file('training', 'abc');
    expect(() => create(training, file('test', ''))).toThrow(
      '/data/test.txt: expected at least 2 characters, got an empty file',
    );
    expect(() => create(training, file('validation', '\ufeffa'))).toThrow(
      '/data/validation.txt: expected at least 2 characters, got 1',
    );
    create(training, file('test', '', '/data/1.txt'), file('test', 'ab'));
  });

  test('name line and column of a character that training does not have', () => {
    expect(() => create(file('training', 'abc\nabc'), file('test', 'ab\nc\u{1F600}a'))).toThrow(
      '/data/test.txt:2:2: expected characters of the training text, got "\u{1F600}" (U+1F600)',
    );
  });
});

describe('units', () => {
  const bytesOf = (content: string) =>
    text.create(
      { type: 'text', file: 'x', unit: 'byte', length: 3, split: whole, carryState: false },
      wholeFile(content),
    );

  test('bytes are symbols by themselves, also where they are no characters', () => {
    const task = bytesOf('aéa');
    expect(task.input.size).toBe(3);
    const batch = batchFor(task, 1);
    task.training(stream()).next(batch);
    expect(symbolSequences(task, batch)).toEqual([{ symbols: [0, 2, 1], classes: [2, 1, 0] }]);
  });

  test('any bytes will do', () => {
    const data = Uint8Array.from({ length: 600 }, (_, i) => (7 * i) % 256);
    const options = {
      type: 'text',
      file: 'x',
      unit: 'byte',
      length: 3,
      carryState: false,
    } as const;
    expect(text.create({ ...options, split: whole }, wholeFile(data)).input.size).toBe(256);
  });
});

test('with a horizon the target is a later character, and as many fewer can be asked for', () => {
  const task = text.create(
    {
      type: 'text',
      file: 'x',
      length: 4,
      horizon: 5,
      split: { validation: 0, test: 0.5 },
      carryState: true,
    },
    wholeFile(distinct(40)),
  );
  const batch = batchFor(task, 1);
  const seen: number[] = [];
  const count = drain(task.evaluation('test', stream(), 1), batch, 1, () => {
    for (const { symbols, classes } of symbolSequences(task, batch)) {
      expect(classes).toEqual(symbols.map((symbol) => symbol + 5));
      seen.push(...symbols);
    }
  });
  expect(seen).toEqual(Array.from({ length: 15 }, (_, i) => 20 + i));
  expect(count).toBe(4);
  expect(() => task.training(stream()).next({ ...batch, batchSize: 4 })).toThrow(
    'too few for 4 streams',
  );
});

test.each([
  [256, 1],
  [257, 2],
  [70_000, 4],
])('an alphabet of %i is kept in %i bytes a symbol, whole', (size, bytes) => {
  // Code points without the surrogates, each at least once, in no order.
  const points = Array.from({ length: size }, (_, i) => ((i * 7919) % size) + 0x100).map((point) =>
    point >= 0xd800 ? point + 0x800 : point,
  );
  const content = points.map((point) => String.fromCodePoint(point)).join('');
  const { symbols, alphabet } = encodeTexts(wholeFile(content), 'character');
  expect([alphabet.length, symbols.BYTES_PER_ELEMENT]).toEqual([size, bytes]);
  expect(Array.from(symbols, (symbol) => alphabet[symbol])).toEqual(points);
});

test('the memoryless floor is what the frequencies of training reach on the part', () => {
  const task = taskOf('aab'.repeat(300) + 'abb'.repeat(100), {
    split: { validation: 0, test: 0.25 },
  });
  const [floor] = task.floors?.('test') ?? [];
  // The first of the 300 characters is no target.
  const [pa, pb] = [601 / 902, 301 / 902];
  const loss = -(99 * Math.log(pa) + 200 * Math.log(pb)) / 299;
  expect(floor?.losses.softmaxCrossEntropy).toBeCloseTo(loss, 12);
  expect(floor?.error).toBeCloseTo(200 / 299, 12);
});
