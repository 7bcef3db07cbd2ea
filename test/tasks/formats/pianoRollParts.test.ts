import { expect, test } from 'vitest';
import { readPianoRolls } from '../../../src/tasks/formats/pianoRollParts.ts';
import type { TaskFile } from '../../../src/tasks/task.ts';
import { pianoRollToMidi } from '../../helpers/midiWriter.ts';

const file = (split: TaskFile['split'], content: string | Uint8Array): TaskFile => ({
  split,
  path: '/data/x',
  bytes: typeof content === 'string' ? new TextEncoder().encode(content) : content,
});

const midi = (steps: number) =>
  pianoRollToMidi(new Uint8Array(88 * steps).fill(1), {
    stepsPerQuarter: 2,
    quartersPerMinute: 120,
    velocity: 64,
    lowestPitch: 21,
    keyCount: 88,
  });

test('files of parts, MIDI and JSON mixed, are told by their content and keep their order', () => {
  const parts = readPianoRolls(
    [
      file('training', midi(3)),
      file('training', '\ufeff [[[60], [62]], [[64]]]'),
      file('training', midi(5)),
      file('test', midi(4)),
    ],
    2,
  );
  expect(parts.training.map(({ stepCount }) => stepCount)).toEqual([3, 2, 1, 5]);
  expect(parts.validation).toEqual([]);
  expect(parts.test.map(({ stepCount }) => stepCount)).toEqual([4]);
});

const matlab = () => {
  const bytes = new Uint8Array(200);
  bytes.set([0, 1, 0x49, 0x4d], 124);
  return bytes;
};

test.each<[string, TaskFile, string]>([
  ['another format', file('whole', 'MIDI'), 'expected a MATLAB, MIDI or JSON file, got another'],
  ['an empty file', file('whole', ''), 'expected a MATLAB, MIDI or JSON file'],
  ['one MIDI file as a whole', file('whole', midi(2)), 'name files as task.file.training'],
  ['parts in a part', file('test', matlab()), 'expected test pieces, got a MATLAB file with all'],
])('%s is refused with what to do', (_, one, message) => {
  expect(() => readPianoRolls([one], 4)).toThrow(message);
});
