// A piece of music as rows of keys that are on or off: what every reader of music gives.

/** Keys of a piano. */
export const KEY_COUNT = 88;

/** MIDI number of key 0, the A four octaves below middle A. */
export const LOWEST_PITCH = 21;

/** Most bytes of keys that one file may unfold to: 256 MiB, three million steps. */
export const LARGEST_ROLL_BYTES = 268_435_456;

/** A piece of music. */
export interface Piece {
  readonly stepCount: number;
  /** 1 where a key sounds, 0 elsewhere, [stepCount, 88], step after step. */
  readonly keys: Uint8Array;
}

/** Pieces of each part, in the order of their files. */
export interface PianoRollParts {
  readonly training: readonly Piece[];
  readonly validation: readonly Piece[];
  readonly test: readonly Piece[];
}
