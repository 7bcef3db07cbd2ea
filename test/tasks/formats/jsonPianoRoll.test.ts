import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Piece } from '../../../src/tasks/formats/pianoRoll.ts';
import { readPianoRolls } from '../../../src/tasks/formats/pianoRollParts.ts';
import type { TaskFile } from '../../../src/tasks/task.ts';
import { TaskFileError } from '../../../src/tasks/taskFileError.ts';
import { wholeFile } from '../../helpers/taskFiles.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const read = (text: string) => readPianoRolls(wholeFile(text, 'm.json'), 4);

function pitches({ stepCount, keys }: Piece): number[][] {
  return Array.from({ length: stepCount }, (_, step) =>
    [...keys.subarray(88 * step, 88 * (step + 1))].flatMap((on, key) => (on ? [key + 21] : [])),
  );
}

describe('a file with its parts inside', () => {
  const step = fc
    .uniqueArray(fc.integer({ min: 21, max: 108 }), { maxLength: 5 })
    .map((notes) => notes.sort((a, b) => a - b));
  const pieces = fc.array(fc.array(step, { maxLength: 6 }), { maxLength: 4 });

  test('gives the pitches of every step, whatever the white space', () => {
    const indent = fc.constantFrom(0, 1, '\t');
    fc.assert(
      fc.property(pieces, pieces, pieces, indent, (training, validation, tested, space) => {
        const text = JSON.stringify({ test: tested, validation, training }, null, space);
        const parts = read(`\n ${text}\r\n`);
        expect(parts.training.map(pitches)).toEqual(training);
        expect(parts.validation.map(pitches)).toEqual(validation);
        expect(parts.test.map(pitches)).toEqual(tested);
      }),
      { numRuns: 50 },
    );
  });

  test('may call them train and valid, and have one alone', () => {
    const { training, validation, test: tested } = read('{"train":[[[60]]],"valid":[[[],[21]]]}');
    expect(training.map(pitches)).toEqual([[[60]]]);
    expect(validation.map(pitches)).toEqual([[[], [21]]]);
    expect(tested).toEqual([]);
  });
});

test('files of one part each are lists of pieces, joined in order', () => {
  const file = (split: TaskFile['split'], text: string): TaskFile => ({
    split,
    path: `${split}.json`,
    bytes: bytesOf(text),
  });
  const parts = readPianoRolls(
    [file('training', '[[[60]],[[61]]]'), file('training', '[[[62]]]'), file('test', '[[[63]]]')],
    4,
  );
  expect(parts.training.map(pitches)).toEqual([[[60]], [[61]], [[62]]]);
  expect(parts.test.map(pitches)).toEqual([[[63]]]);
  expect(parts.validation).toEqual([]);
});

test.each<[string, string]>([
  ['{"training":[[[60],\n [20]]]}', 'm.json:2:3: expected a pitch from 21 to 108, got 20'],
  ['{"training":[[[109]]]}', 'expected a pitch from 21 to 108, got 109'],
  ['{"training":[[[60.5]]]}', 'expected a pitch from 21 to 108, got 60.5'],
  ['{"training":[[60]]}', 'm.json:1:15: expected a step, a list of pitches, got 60'],
  ['{"training":[[["C4"]]]}', 'got "C4"'],
  ['{"training":[[[60]]]', 'got the end'],
  ['{"training":[[[60]]]} x', 'expected the end, got x'],
  ['{"training":[],"train":[]}', 'expected one list of training pieces, got a second'],
  ['{"music":[]}', 'm.json:1:2: expected "training", "validation" or "test", got "music"'],
  ['{"__proto__":[]}', 'expected "training", "validation" or "test"'],
  ['[[[60]]]', 'm.json:1:1: expected an object with'],
  [`{"training":${'['.repeat(100_000)}`, 'expected a pitch from 21 to 108, got ['],
  ['what is this', 'expected a MATLAB, MIDI or JSON file, got another one'],
  ['', 'expected a MATLAB, MIDI or JSON file, got another one'],
])('%.60s is refused', (text, message) => {
  expect(() => read(text)).toThrow(TaskFileError);
  expect(() => read(text)).toThrow(message);
});

test('bytes that are not UTF-8 are named with line and column', () => {
  const bytes = bytesOf('{"training":[\n[[60]], ?]}');
  bytes[bytes.indexOf(0x3f)] = 0xff;
  expect(() => readPianoRolls(wholeFile(bytes, 'm.json'), 4)).toThrow(
    'm.json:2:9: expected UTF-8 text, got the byte 0xff',
  );
});

test('a piece alone is no file with parts, and a file with parts is no part', () => {
  const midi = wholeFile(bytesOf('MThd'), 'a.mid');
  expect(() => readPianoRolls(midi, 4)).toThrow(
    'a.mid: expected a file with its parts inside, got one piece in a MIDI file',
  );
  const matlab = new Uint8Array(128);
  matlab.set(bytesOf('IM'), 126);
  expect(() => readPianoRolls([{ split: 'test', path: 'a.mat', bytes: matlab }], 4)).toThrow(
    'a.mat: expected test pieces, got a MATLAB file with all parts; name it as task.file',
  );
});
