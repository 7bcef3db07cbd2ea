// Piano rolls as MIDI files, read back byte by byte.
import { expect, test } from 'vitest';
import { readMidi } from '../../../src/tasks/formats/midiReader.ts';
import { midiFile } from '../../../src/tasks/formats/midiWriter.ts';
import { KEY_COUNT } from '../../../src/tasks/formats/pianoRoll.ts';

/** Note events of a file of one track: tick, kind, note. */
function eventsOf(bytes: Uint8Array) {
  const view = Buffer.from(bytes);
  expect(view.toString('latin1', 0, 4)).toBe('MThd');
  expect(
    [4, 8, 10, 12].map((at) => (at === 4 ? view.readUInt32BE(at) : view.readUInt16BE(at))),
  ).toEqual([6, 0, 1, 480]);
  expect(view.toString('latin1', 14, 18)).toBe('MTrk');
  expect(view.readUInt32BE(18)).toBe(view.length - 22);
  const events: (readonly [tick: number, kind: string, note: number])[] = [];
  let at = 22;
  let tick = 0;
  while (at < view.length) {
    let delta = 0;
    for (;;) {
      const byte = view[at++] ?? 0;
      delta = delta * 128 + (byte & 127);
      if (byte < 128) break;
    }
    tick += delta;
    const status = view[at++] ?? 0;
    if (status === 0xff) {
      const [type = 0, size = 0] = view.subarray(at, at + 2);
      events.push([tick, type === 0x2f ? 'end' : 'tempo', 0]);
      at += 2 + size;
    } else {
      events.push([tick, status === 0x90 ? 'on' : 'off', view[at] ?? 0]);
      at += 2;
    }
  }
  return events;
}

test('a note that goes on is held, and all end', () => {
  expect(eventsOf(midiFile([[60], [60, 64], [64], [], [60]], 2))).toEqual([
    [0, 'tempo', 0],
    [0, 'on', 60],
    [240, 'on', 64],
    [480, 'off', 60],
    [720, 'off', 64],
    [960, 'on', 60],
    [1200, 'off', 60],
    [1200, 'end', 0],
  ]);
});

test('long rests and notes that MIDI has not', () => {
  const silence = Array.from({ length: 1000 }, () => []);
  expect(eventsOf(midiFile([...silence, [128, -1, 127]], 2))).toEqual([
    [0, 'tempo', 0],
    [240_000, 'on', 127],
    [240_240, 'off', 127],
    [240_240, 'end', 0],
  ]);
});

test.each([1, 4, 7, 11, 333, 700, 960])(
  '%i steps in a quarter note are a quarter note long',
  (stepsPerQuarter) => {
    const steps = Array.from({ length: 2 * stepsPerQuarter + 3 }, (_, step) => [21 + (step % 88)]);
    const bytes = midiFile(steps, stepsPerQuarter);
    const ticksPerQuarter = Buffer.from(bytes).readUInt16BE(12);
    expect(ticksPerQuarter % stepsPerQuarter).toBe(0);
    const { stepCount, keys } = readMidi({ split: 'test', path: 'a.mid', bytes }, stepsPerQuarter);
    const found = Array.from({ length: stepCount }, (_, step) => [
      21 + keys.subarray(step * KEY_COUNT, (step + 1) * KEY_COUNT).indexOf(1),
    ]);
    expect(found).toEqual(steps);
  },
);
