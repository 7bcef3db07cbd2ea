// A piano roll as a Standard MIDI File of one track, which any player opens. The library writes the events.
import { type MidiEvent, writeMidi } from 'midi-file';

const LEAST_TICKS_PER_QUARTER = 480;
const MICROSECONDS_PER_QUARTER = 500_000;
const VELOCITY = 80;
const HIGHEST_NOTE = 127;

/**
 * Writes notes as a MIDI file of format 0. A note that sounds in neighbouring steps is held.
 * @param steps for each step the MIDI numbers that sound; those beyond 0 … 127 are left out
 * @param stepsPerQuarter steps in a quarter note, which takes half a second; at most 32,767
 * @returns the file; equal notes give equal bytes
 * @see MIDI Manufacturers Association (1996), Standard MIDI Files 1.0.
 */
export function midiFile(
  steps: readonly (readonly number[])[],
  stepsPerQuarter: number,
): Uint8Array {
  // A step is a whole number of ticks, so that steps and quarter notes never drift apart.
  const ticksPerStep = Math.ceil(LEAST_TICKS_PER_QUARTER / stepsPerQuarter);
  const track: MidiEvent[] = [
    { deltaTime: 0, type: 'setTempo', microsecondsPerBeat: MICROSECONDS_PER_QUARTER },
  ];
  let toldTick = 0;
  const since = (tick: number): number => {
    const deltaTime = tick - toldTick;
    toldTick = tick;
    return deltaTime;
  };
  const tell = (tick: number, type: 'noteOn' | 'noteOff', noteNumber: number): void => {
    const velocity = type === 'noteOn' ? VELOCITY : 0;
    track.push({ deltaTime: since(tick), type, channel: 0, noteNumber, velocity });
  };
  let held: ReadonlySet<number> = new Set();
  for (const [index, notes] of [...steps, []].entries()) {
    const tick = index * ticksPerStep;
    const now = new Set(notes.filter((note) => note >= 0 && note <= HIGHEST_NOTE));
    for (const note of held) if (!now.has(note)) tell(tick, 'noteOff', note);
    for (const note of now) if (!held.has(note)) tell(tick, 'noteOn', note);
    held = now;
  }
  track.push({ deltaTime: since(steps.length * ticksPerStep), type: 'endOfTrack' });
  const ticksPerBeat = ticksPerStep * stepsPerQuarter;
  const header = { format: 0, numTracks: 1, ticksPerBeat } as const;
  return Uint8Array.from(writeMidi({ header, tracks: [track] }));
}
