// Whether the events of a MIDI track end where it ends. The library reads on past the end, and what a damaged length
// swallows is missing without a word.

const META = 0xff;
const END_OF_TRACK = 0x2f;
const SYSTEM_EXCLUSIVE = [0xf0, 0xf7];
const LONGEST_NUMBER_BYTES = 4;

/** What is wrong with a track, and at which byte of the file. */
export interface MidiDamage {
  readonly at: number;
  readonly what: string;
}

/**
 * Walks through the events of a track up to its end-of-track event.
 * @param start its first byte
 * @param end one behind its last
 * @returns null where each event ends within it; kinds of events that are unknown are left to the library
 */
export function findMidiDamage(bytes: Uint8Array, start: number, end: number): MidiDamage | null {
  let at = start;
  let running = 0;
  /** Reads a number of seven bits a byte; −1 where it is too long or the track ends. */
  const number = (): number => {
    let value = 0;
    for (let i = 0; i < LONGEST_NUMBER_BYTES && at < end; i++) {
      const byte = bytes[at++]!;
      value = 128 * value + (byte & 0x7f);
      if (byte < 0x80) return value;
    }
    return -1;
  };
  while (at < end) {
    const event = at;
    const damage = (what: string): MidiDamage => ({ at: event, what });
    if (number() < 0) return damage('a time that does not end');
    if (at >= end) return damage('an event that its track cuts off');
    const status = bytes[at]!;
    if (status === META || SYSTEM_EXCLUSIVE.includes(status)) {
      const kind = bytes[at + 1];
      at += status === META ? 2 : 1;
      const length = number();
      if (length < 0) return damage('a length that does not end');
      if (length > end - at) {
        return damage(`an event of ${length} bytes where its track has ${end - at} left`);
      }
      if (status === META && kind === END_OF_TRACK) return null;
      at += length;
    } else if (status > 0xf0) {
      return null;
    } else {
      if (status >= 0x80) {
        running = status;
        at++;
      }
      if (running === 0) return damage('a note without its kind');
      at += dataBytes(running);
      if (at > end) return damage('an event that its track cuts off');
    }
  }
  return null;
}

/** Data bytes of a channel's event: one for a program and for the pressure on a channel, else two. */
function dataBytes(status: number): number {
  const kind = status >> 4;
  return kind === 0xc || kind === 0xd ? 1 : 2;
}
