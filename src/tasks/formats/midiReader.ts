// A standard MIDI file as a piano roll. The library reads events; what it does not check is checked
// here: a file may come from anywhere.
import { type MidiData, type MidiEvent, parseMidi } from 'midi-file';
import type { TaskFile } from '../task.ts';
import { TaskFileError } from '../taskFileError.ts';
import { findMidiDamage, type MidiDamage } from './midiLengths.ts';
import { KEY_COUNT, LARGEST_ROLL_BYTES, LOWEST_PITCH, type Piece } from './pianoRoll.ts';

/** Largest file, in bytes: a symphony takes a tenth of it, and events take forty times as much. */
const LARGEST_MIDI_BYTES = 4_194_304;

/** The channel of percussion, whose numbers are instruments and not pitches. */
const PERCUSSION = 9;

/** A note of a track. */
interface Note {
  readonly pitch: number;
  /** In ticks; the end is not before the start. */
  readonly start: number;
  readonly end: number;
}

/** Whether bytes begin as a MIDI file does. */
export function isMidi(bytes: Uint8Array): boolean {
  return chunkName(bytes, 0) === 'MThd';
}

/**
 * Reads a MIDI file of format 0 or 1 as one piece. Start and end of a note go to the nearest border
 * between steps, halves to the later one; a note lasts at least one step. A key is on in each step
 * that a note of its pitch lasts, so that notes struck again at once become one. Tempo, velocity,
 * pedals and the percussion channel are left out; silence up to the end of the longest track stays.
 * @param stepsPerQuarter steps in a quarter note, at least 1
 * @throws TaskFileError if the file is damaged, counts in frames instead of quarter notes, has
 * independent tracks (format 2) or a note outside the piano
 */
export function readMidi(file: TaskFile, stepsPerQuarter: number): Piece {
  const refuse = (message: string) => new TaskFileError(file.path, message);
  const { header, tracks } = parse(file.bytes, refuse);
  const { ticksPerBeat } = header;
  if (header.format !== 0 && header.format !== 1) {
    throw refuse(`expected a MIDI file of format 0 or 1, got format ${header.format}`);
  }
  if (!ticksPerBeat) throw refuse('expected time in quarter notes, got time in frames');
  // Whole numbers below 2⁵³ throughout, so that halves are exact.
  const border = (tick: number): number =>
    Math.floor((2 * tick * stepsPerQuarter + ticksPerBeat) / (2 * ticksPerBeat));
  const notes: Note[] = [];
  let lastTick = 0;
  for (const track of tracks) lastTick = Math.max(lastTick, readTrack(track, notes, refuse));
  const spans = notes.map(({ pitch, start, end }) => {
    const first = border(start);
    return { key: pitch - LOWEST_PITCH, first, end: Math.max(first + 1, border(end)) };
  });
  const stepCount = spans.reduce((most, { end }) => Math.max(most, end), border(lastTick));
  if (stepCount * KEY_COUNT > LARGEST_ROLL_BYTES) {
    const limit = Math.floor(LARGEST_ROLL_BYTES / KEY_COUNT);
    throw refuse(`expected at most ${limit} steps, got ${stepCount}`);
  }
  const keys = new Uint8Array(stepCount * KEY_COUNT);
  for (const { key, first, end } of joined(spans)) {
    for (let step = first; step < end; step++) keys[step * KEY_COUNT + key] = 1;
  }
  return { stepCount, keys };
}

/** Steps that a key is on: first … end − 1. */
interface Span {
  readonly key: number;
  readonly first: number;
  readonly end: number;
}

/** Leaves out what notes of one key have in common, so that no step is written twice. */
function joined(spans: readonly Span[]): readonly Span[] {
  const writtenTo = new Int32Array(KEY_COUNT);
  return [...spans]
    .sort((a, b) => a.first - b.first)
    .map(({ key, first, end }) => {
      const start = Math.max(first, writtenTo[key]!);
      writtenTo[key] = Math.max(end, writtenTo[key]!);
      return { key, first: start, end };
    });
}

type Refuse = (message: string) => TaskFileError;

function parse(bytes: Uint8Array, refuse: Refuse): MidiData {
  if (bytes.length > LARGEST_MIDI_BYTES) {
    throw refuse(
      `expected a MIDI file of at most ${LARGEST_MIDI_BYTES} bytes, got ${bytes.length}`,
    );
  }
  checkChunks(bytes, refuse);
  try {
    return parseMidi(bytes);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw refuse(`expected a MIDI file, got a damaged one: ${reason}`);
  }
}

function chunkName(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}

/** The library reads on past the end of a file, and of a track, that was cut off. */
function checkChunks(bytes: Uint8Array, refuse: Refuse): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let tracks = 0;
  let at = 0;
  let damage: MidiDamage | null = null;
  while (at < bytes.length) {
    const size = at + 8 <= bytes.length ? view.getUint32(at + 4) : 0;
    const end = at + 8 + size;
    if (end > bytes.length) throw refuse(`expected ${end} bytes, got ${bytes.length}`);
    if (at === 0 && size < 6) throw refuse(`expected a header of 6 bytes, got ${size}`);
    if (chunkName(bytes, at) === 'MTrk') {
      tracks++;
      damage ??= findMidiDamage(bytes, at + 8, end);
    }
    at = end;
  }
  const named = view.getUint16(10);
  if (tracks < named) throw refuse(`expected ${named} tracks, got ${tracks}`);
  if (damage) throw refuse(`expected a MIDI file, got ${damage.what} at byte ${damage.at}`);
}

/**
 * Adds the notes of a track; a key struck again without an end in between ends there, and what is
 * still on at the end of the track ends with it.
 * @returns ticks to the end of the track
 */
function readTrack(track: readonly MidiEvent[], notes: Note[], refuse: Refuse): number {
  /** Start of what sounds, by channel and pitch. */
  const sounding = new Map<string, { pitch: number; start: number }>();
  let tick = 0;
  const finish = (name: string): void => {
    const note = sounding.get(name);
    if (note) notes.push({ ...note, end: tick });
    sounding.delete(name);
  };
  for (const event of track) {
    tick += event.deltaTime;
    if (event.type === 'endOfTrack') break;
    if (event.type !== 'noteOn' && event.type !== 'noteOff') continue;
    if (event.channel === PERCUSSION) continue;
    const { channel, noteNumber: pitch } = event;
    const highest = LOWEST_PITCH + KEY_COUNT - 1;
    if (!(pitch >= LOWEST_PITCH && pitch <= highest)) {
      throw refuse(
        `expected notes from ${LOWEST_PITCH} to ${highest}, got ${pitch} at tick ${tick}`,
      );
    }
    const name = `${channel}/${pitch}`;
    finish(name);
    if (event.type === 'noteOn') sounding.set(name, { pitch, start: tick });
  }
  for (const name of [...sounding.keys()]) finish(name);
  return tick;
}
