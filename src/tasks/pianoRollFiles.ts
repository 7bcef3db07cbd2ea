// The pieces of each part of a piano-roll task: those of the files its options name, and in place of a part
// those of a file that stands in for it.
import { isMatlab } from './formats/matlabPianoRoll.ts';
import type { PianoRollParts } from './formats/pianoRoll.ts';
import { readPianoRolls } from './formats/pianoRollParts.ts';
import type { TaskFile } from './task.ts';

/** Bytes that suffice to see whether a JSON file begins as an object does. */
const BEGINNING = 256;

/** Whether a file holds all parts: MATLAB files do, and JSON objects. */
function holdsParts({ bytes }: TaskFile): boolean {
  if (isMatlab(bytes)) return true;
  return new TextDecoder().decode(bytes.subarray(0, BEGINNING)).trimStart().startsWith('{');
}

/** The part that a file stands in for; all of a MIDI file or a JSON list. */
function standInPart(file: TaskFile, stepsPerQuarter: number): Partial<PianoRollParts> {
  const { split } = file;
  const read: TaskFile = holdsParts(file) ? { ...file, split: 'whole' } : file;
  const parts = readPianoRolls([read], stepsPerQuarter);
  return split === 'whole' ? parts : { [split]: parts[split] };
}

/**
 * Reads the pieces of all parts.
 * @param stepsPerQuarter steps in a quarter note, for MIDI
 * @throws TaskFileError if a file is of another format or does not hold what it should
 */
export function readPianoRollFiles(
  files: readonly TaskFile[],
  stepsPerQuarter: number,
): PianoRollParts {
  const named = files.filter(({ isStandIn }) => !isStandIn);
  const standIns = files.filter(({ isStandIn }) => isStandIn);
  return Object.assign(
    {},
    readPianoRolls(named, stepsPerQuarter),
    ...standIns.map((file) => standInPart(file, stepsPerQuarter)),
  );
}
