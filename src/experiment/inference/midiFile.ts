// A piano roll as a Standard MIDI File of one track, which any player opens.

const TICKS_PER_QUARTER = 480;
const MICROSECONDS_PER_QUARTER = 500_000;
const VELOCITY = 80;
const NOTE_ON = 0x90;
const NOTE_OFF = 0x80;
const HIGHEST_NOTE = 127;

/** Seven bits a byte, the first ones first, with the top bit set in all but the last. */
function variableLength(value: number): number[] {
  const bytes = [value & 0x7f];
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) bytes.unshift((rest & 0x7f) | 0x80);
  return bytes;
}

function bigEndian(value: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => (value >>> (8 * (count - 1 - index))) & 0xff);
}

function chunk(name: string, content: readonly number[]): number[] {
  return [...Buffer.from(name, 'latin1'), ...bigEndian(content.length, 4), ...content];
}

/**
 * Writes notes as a MIDI file of format 0. A note that sounds in neighbouring steps is held.
 * @param steps for each step the MIDI numbers that sound; those beyond 0 … 127 are left out
 * @param stepsPerQuarter steps in a quarter note, which takes half a second
 * @returns the file; equal notes give equal bytes
 * @see MIDI Manufacturers Association (1996), Standard MIDI Files 1.0.
 */
export function midiFile(
  steps: readonly (readonly number[])[],
  stepsPerQuarter: number,
): Uint8Array {
  const ticksPerStep = Math.max(1, Math.round(TICKS_PER_QUARTER / stepsPerQuarter));
  const track: number[] = [0, 0xff, 0x51, 3, ...bigEndian(MICROSECONDS_PER_QUARTER, 3)];
  let toldTick = 0;
  const tell = (tick: number, bytes: readonly number[]): void => {
    for (const byte of variableLength(tick - toldTick)) track.push(byte);
    track.push(...bytes);
    toldTick = tick;
  };
  let held: ReadonlySet<number> = new Set();
  for (const [index, notes] of [...steps, []].entries()) {
    const tick = index * ticksPerStep;
    const now = new Set(notes.filter((note) => note >= 0 && note <= HIGHEST_NOTE));
    for (const note of held) if (!now.has(note)) tell(tick, [NOTE_OFF, note, 0]);
    for (const note of now) if (!held.has(note)) tell(tick, [NOTE_ON, note, VELOCITY]);
    held = now;
  }
  tell(steps.length * ticksPerStep, [0xff, 0x2f, 0]);
  const header = [...bigEndian(0, 2), ...bigEndian(1, 2), ...bigEndian(TICKS_PER_QUARTER, 2)];
  return Uint8Array.from([...chunk('MThd', header), ...chunk('MTrk', track)]);
}
