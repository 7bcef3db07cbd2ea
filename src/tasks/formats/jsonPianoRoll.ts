// Piano rolls as JSON: per piece a list of steps, per step a list of the pitches that sound.
import type { TaskFile } from '../task.ts';
import { type JsonCursor, openJson } from './jsonCursor.ts';
import {
  KEY_COUNT,
  LARGEST_ROLL_BYTES,
  LOWEST_PITCH,
  type PianoRollParts,
  type Piece,
} from './pianoRoll.ts';

/** Names of the parts, those that are common elsewhere among them. */
const PARTS = {
  train: 'training',
  training: 'training',
  valid: 'validation',
  validation: 'validation',
  test: 'test',
} as const;

const isPart = (name: string): name is keyof typeof PARTS => Object.hasOwn(PARTS, name);

const HIGHEST_PITCH = LOWEST_PITCH + KEY_COUNT - 1;

/** Whether bytes begin as a JSON list or object does. */
export function isJson(bytes: Uint8Array): boolean {
  const start = new TextDecoder('utf-8').decode(bytes.subarray(0, 256)).trimStart();
  return start.startsWith('[') || start.startsWith('{');
}

/**
 * Reads `{"training": pieces, "validation": pieces, "test": pieces}`, the last two if they are there.
 * @throws TaskFileError with line and column if it is not of that form
 */
export function readJsonParts(file: TaskFile): PianoRollParts {
  const json = openJson(file);
  const parts: Partial<Record<keyof PianoRollParts, readonly Piece[]>> = {};
  const read = pieceReader(json);
  json.fields('an object with "training", "validation" and "test"', (name) => {
    if (!isPart(name)) {
      throw json.refuse(`expected "training", "validation" or "test", got "${name}"`);
    }
    const part = PARTS[name];
    if (parts[part]) throw json.refuse(`expected one list of ${part} pieces, got a second`);
    parts[part] = read();
  });
  json.end();
  const { training = [], validation = [], test = [] } = parts;
  return { training, validation, test };
}

/**
 * Reads a list of pieces.
 * @throws TaskFileError with line and column if it is none
 */
export function readJsonPieces(file: TaskFile): Piece[] {
  const json = openJson(file);
  const pieces = pieceReader(json)();
  json.end();
  return pieces;
}

/** Makes what reads lists of pieces, all of them together within the limit. */
function pieceReader(json: JsonCursor): () => Piece[] {
  let bytesLeft = LARGEST_ROLL_BYTES;
  let buffer = new Uint8Array(1024 * KEY_COUNT);
  const readPiece = (): Piece => {
    let stepCount = 0;
    json.list('a piece, a list of steps', () => {
      const start = stepCount * KEY_COUNT;
      stepCount++;
      bytesLeft -= KEY_COUNT;
      if (bytesLeft < 0) {
        const limit = Math.floor(LARGEST_ROLL_BYTES / KEY_COUNT);
        throw json.refuse(`expected at most ${limit} steps, got more`);
      }
      if (start === buffer.length) {
        const longer = new Uint8Array(2 * buffer.length);
        longer.set(buffer);
        buffer = longer;
      }
      buffer.fill(0, start, start + KEY_COUNT);
      json.list('a step, a list of pitches', () => {
        const pitch = json.integer(
          `a pitch from ${LOWEST_PITCH} to ${HIGHEST_PITCH}`,
          LOWEST_PITCH,
          HIGHEST_PITCH,
        );
        buffer[start + pitch - LOWEST_PITCH] = 1;
      });
    });
    return { stepCount, keys: buffer.slice(0, stepCount * KEY_COUNT) };
  };
  return () => {
    const pieces: Piece[] = [];
    json.list('a list of pieces', () => pieces.push(readPiece()));
    return pieces;
  };
}
