import fc from 'fast-check';
import { type MidiEvent, writeMidi } from 'midi-file';
import { describe, expect, test } from 'vitest';
import { readMidi } from '../../../src/tasks/formats/midiReader.ts';
import { KEY_COUNT } from '../../../src/tasks/formats/pianoRoll.ts';
import { TaskFileError } from '../../../src/tasks/taskFileError.ts';
import { type MidiWriterOptions, pianoRollToMidi } from '../../helpers/midiWriter.ts';

const read = (bytes: Uint8Array, stepsPerQuarter = 4) =>
  readMidi({ split: 'training', path: '/data/a.mid', bytes }, stepsPerQuarter);

const options: MidiWriterOptions = {
  stepsPerQuarter: 4,
  quartersPerMinute: 120,
  velocity: 80,
  lowestPitch: 21,
  keyCount: KEY_COUNT,
};

/** Pitches of each step. */
function pitches({ stepCount, keys }: ReturnType<typeof read>): number[][] {
  return Array.from({ length: stepCount }, (_, step) => {
    const row = [...keys.subarray(step * KEY_COUNT, (step + 1) * KEY_COUNT)];
    return row.flatMap((on, key) => (on ? [key + 21] : []));
  });
}

type Timed = readonly [tick: number, type: 'noteOn' | 'noteOff', pitch: number, channel?: number];

/** A track of notes at ticks, with the end of track at `end`. */
function track(events: readonly Timed[], end: number): MidiEvent[] {
  let last = 0;
  const notes = events.map(([tick, type, noteNumber, channel = 0]): MidiEvent => {
    const deltaTime = tick - last;
    last = tick;
    return { deltaTime, type, noteNumber, channel, velocity: 64 };
  });
  return [...notes, { deltaTime: end - last, meta: true, type: 'endOfTrack' }];
}

function midi(tracks: MidiEvent[][], header: object = { format: 1, ticksPerBeat: 480 }) {
  const numTracks = tracks.length;
  return Uint8Array.from(writeMidi({ header: { format: 1, ...header, numTracks }, tracks }));
}

describe('writing', () => {
  test('what is written is read again, silent steps at both ends included', () => {
    const roll = fc
      .integer({ min: 0, max: 12 })
      .chain((steps) =>
        fc.uint8Array({ min: 0, max: 1, minLength: steps * 88, maxLength: steps * 88 }),
      );
    fc.assert(
      fc.property(roll, fc.constantFrom(1, 2, 3, 4, 7, 24, 96, 200), (keys, stepsPerQuarter) => {
        const piece = read(pianoRollToMidi(keys, { ...options, stepsPerQuarter }), stepsPerQuarter);
        expect(piece.stepCount).toBe(keys.length / 88);
        expect([...piece.keys]).toEqual([...keys]);
      }),
      { numRuns: 60 },
    );
  });

  test('a held key is one note, with velocity and tempo as asked', () => {
    const keys = new Uint8Array(4 * 88);
    for (const step of [1, 2]) keys[step * 88 + 39] = 1;
    const bytes = pianoRollToMidi(keys, { ...options, velocity: 99, quartersPerMinute: 100 });
    const text = Buffer.from(bytes).toString('hex');
    // 600,000 µs a quarter; middle C on after 24 ticks, off 48 later, end 24 after that.
    expect(text.slice(28)).toBe(
      '4d54726b00000013' + '00ff51030927c0' + '18903c63' + '30803c63' + '18ff2f00',
    );
  });
});

describe('reading', () => {
  test('starts and ends go to the nearest border, and a note lasts at least a step', () => {
    const notes: Timed[] = [
      [59, 'noteOn', 60],
      [100, 'noteOn', 64],
      [110, 'noteOff', 64],
      [301, 'noteOff', 60],
    ];
    expect(pitches(read(midi([track(notes, 480)])))).toEqual([[60], [60, 64], [60], []]);
  });

  test('tracks sound together, percussion does not', () => {
    const high = track(
      [
        [0, 'noteOn', 72],
        [120, 'noteOff', 72],
      ],
      120,
    );
    const low = track(
      [
        [120, 'noteOn', 40, 3],
        [240, 'noteOff', 40, 3],
      ],
      240,
    );
    const drums = track(
      [
        [0, 'noteOn', 36, 9],
        [240, 'noteOff', 36, 9],
      ],
      240,
    );
    expect(pitches(read(midi([high, low, drums])))).toEqual([[72], [40]]);
  });

  test('a key struck again or never released ends where the next note or the track does', () => {
    const notes: Timed[] = [
      [0, 'noteOn', 60],
      [120, 'noteOn', 60],
      [240, 'noteOff', 60],
      [360, 'noteOn', 62],
    ];
    expect(pitches(read(midi([track(notes, 600)])))).toEqual([[60], [60], [], [62], [62]]);
  });

  test.each<[string, Uint8Array, string]>([
    [
      'a note below the piano',
      midi([track([[7, 'noteOn', 20]], 10)]),
      'expected notes from 21 to 108, got 20 at tick 7',
    ],
    ['independent tracks', midi([track([], 10)], { format: 2, ticksPerBeat: 96 }), 'got format 2'],
    [
      'time in frames',
      midi([track([], 10)], { framesPerSecond: 25, ticksPerFrame: 40 }),
      'got time in frames',
    ],
    [
      'a track too few',
      midi([track([], 10)]).map((byte, i) => (i === 11 ? 2 : byte)),
      'expected 2 tracks, got 1',
    ],
    [
      'hours of nothing',
      midi([track([[0, 'noteOn', 60]], 2 ** 28 - 1)], { ticksPerBeat: 1 }),
      'expected at most 3050402 steps',
    ],
  ])('%s is refused by name', (_, bytes, message) => {
    expect(() => read(bytes)).toThrow(TaskFileError);
    expect(() => read(bytes)).toThrow(message);
  });

  /** Sixteen notes of a quarter each, with bytes of the file's own between the first eight and the others. */
  function notesAround(between: readonly number[]): Uint8Array {
    const notes = Array.from({ length: 16 }, (_, i) => [
      ...(i === 8 ? between : []),
      ...[0, 0x90, 60, 64, 96, 0x80, 60, 0],
    ]).flat();
    const body = [...notes, 0, 0xff, 0x2f, 0];
    const header = [...Buffer.from('MThd'), 0, 0, 0, 6, 0, 0, 0, 1, 0, 96];
    return Uint8Array.of(...header, ...Buffer.from('MTrk'), 0, 0, 0, body.length, ...body);
  }

  test('what is between the notes takes none of them away', () => {
    for (const between of [[], [0, 0xff, 0x01, 2, 0x68, 0x69], [0, 0xf0, 1, 0xf7], [0, 0xc0, 5]]) {
      expect(read(notesAround(between), 1).stepCount).toBe(16);
    }
  });

  test.each<[string, readonly number[], string]>([
    [
      'an event that is longer than its track',
      [0, 0xff, 0x01, 0xff, 0xff, 0xff, 0x7f],
      'got an event of 268435455 bytes where its track has 68 left at byte 86',
    ],
    ['one of system exclusive', [0, 0xf0, 0x7f], 'got an event of 127 bytes where'],
    ['a length of five bytes', [0, 0xff, 0x01, 0x80, 0x80, 0x80, 0x80, 0], 'got a length that'],
    ['a time of five bytes', [0x80, 0x80, 0x80, 0x80, 0, 0xc0, 5], 'got a time that does not end'],
  ])('%s is refused', (_, between, message) => {
    expect(() => read(notesAround(between))).toThrow(
      `/data/a.mid: expected a MIDI file, ${message}`,
    );
  });

  test('a file cut off anywhere is refused', () => {
    const bytes = pianoRollToMidi(new Uint8Array(88 * 4).fill(1, 100, 110), options);
    for (let length = 4; length < bytes.length; length++) {
      expect(() => read(bytes.subarray(0, length)), `${length} bytes`).toThrow(TaskFileError);
    }
  });

  test('changed bytes give a piece or are refused, never anything else', () => {
    const bytes = pianoRollToMidi(new Uint8Array(88 * 6).fill(1, 100, 300), options);
    const change = fc.tuple(fc.nat({ max: bytes.length - 1 }), fc.nat({ max: 255 }));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const changed = Uint8Array.from(bytes);
        for (const [at, byte] of changes) changed[at] = byte;
        try {
          const { stepCount, keys } = read(changed);
          expect(keys).toHaveLength(stepCount * 88);
        } catch (error) {
          expect(error).toBeInstanceOf(TaskFileError);
        }
      }),
      { numRuns: 300 },
    );
  });
});
