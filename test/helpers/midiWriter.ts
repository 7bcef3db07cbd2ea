// A piano roll as a standard MIDI file of one track, to have something to read.
import { type MidiEvent, writeMidi } from 'midi-file';

/** How rows of keys become music. */
export interface MidiWriterOptions {
  /** Steps in a quarter note, at least 1. */
  readonly stepsPerQuarter: number;
  /** Tempo, above 3.6: quarter notes a minute. */
  readonly quartersPerMinute: number;
  /** How hard keys are struck, 1 … 127. */
  readonly velocity: number;
  /** MIDI number of key 0. */
  readonly lowestPitch: number;
  /** Keys in a row. */
  readonly keyCount: number;
}

/** Ticks in a quarter note are at least so many; more would make the library's writer slow. */
const LEAST_TICKS_PER_QUARTER = 96;

const MICROSECONDS_PER_MINUTE = 60_000_000;

/**
 * Writes a piano roll as a MIDI file (format 0, one channel). A key that is on in steps that follow
 * each other is one note held through them. The track ends with the last step, silent or not.
 * @param keys not 0 where a key sounds, [steps, keyCount]
 * @returns the bytes of the file
 */
export function pianoRollToMidi(
  keys: ArrayLike<number>,
  { stepsPerQuarter, quartersPerMinute, velocity, lowestPitch, keyCount }: MidiWriterOptions,
): Uint8Array {
  const ticksPerStep = Math.ceil(LEAST_TICKS_PER_QUARTER / stepsPerQuarter);
  const microsecondsPerBeat = Math.round(MICROSECONDS_PER_MINUTE / quartersPerMinute);
  const stepCount = Math.floor(keys.length / keyCount);
  const track: MidiEvent[] = [{ deltaTime: 0, meta: true, type: 'setTempo', microsecondsPerBeat }];
  let lastStep = 0;
  const add = (step: number, type: 'noteOn' | 'noteOff', key: number): void => {
    const deltaTime = (step - lastStep) * ticksPerStep;
    lastStep = step;
    track.push({ deltaTime, type, channel: 0, noteNumber: lowestPitch + key, velocity });
  };
  const isOn = (step: number, key: number): boolean =>
    step >= 0 && step < stepCount && keys[step * keyCount + key] !== 0;
  const addChanges = (step: number, type: 'noteOn' | 'noteOff'): void => {
    const isStart = type === 'noteOn';
    for (let key = 0; key < keyCount; key++) {
      if (isOn(step, key) === isStart && isOn(step - 1, key) !== isStart) add(step, type, key);
    }
  };
  for (let step = 0; step <= stepCount; step++) {
    addChanges(step, 'noteOff');
    addChanges(step, 'noteOn');
  }
  const deltaTime = (stepCount - lastStep) * ticksPerStep;
  track.push({ deltaTime, meta: true, type: 'endOfTrack' });
  const ticksPerBeat = ticksPerStep * stepsPerQuarter;
  return Uint8Array.from(
    writeMidi({ header: { format: 0, numTracks: 1, ticksPerBeat }, tracks: [track] }),
  );
}
