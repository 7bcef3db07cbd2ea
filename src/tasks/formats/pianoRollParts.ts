// The pieces that the files of a config hold, whatever their format: content says what it is, the
// name of a file does not.
import type { TaskFile } from '../task.ts';
import { TaskFileError } from '../taskFileError.ts';
import { isJson, readJsonParts, readJsonPieces } from './jsonPianoRoll.ts';
import { isMatlab, readMatlabPianoRoll } from './matlabPianoRoll.ts';
import { isMidi, readMidi } from './midiReader.ts';
import type { PianoRollParts, Piece } from './pianoRoll.ts';

interface Format {
  readonly name: string;
  is(bytes: Uint8Array): boolean;
  /** Reads a file with all parts; absent where the format has no parts. */
  readonly parts?: (file: TaskFile) => PianoRollParts;
  /** Reads a file of one part; absent where the format has parts of its own. */
  readonly pieces?: (file: TaskFile, stepsPerQuarter: number) => readonly Piece[];
}

const FORMATS: readonly Format[] = [
  {
    name: 'MIDI',
    is: isMidi,
    pieces: (file, stepsPerQuarter) => [readMidi(file, stepsPerQuarter)],
  },
  { name: 'MATLAB', is: isMatlab, parts: readMatlabPianoRoll },
  { name: 'JSON', is: isJson, parts: readJsonParts, pieces: readJsonPieces },
];

/**
 * Reads piano rolls.
 * @param files one whole file with its parts inside, MATLAB or JSON, or files of parts, MIDI or JSON
 * @param stepsPerQuarter steps in a quarter note, for MIDI
 * @throws TaskFileError if a file is of another format or does not hold what it should
 */
export function readPianoRolls(
  files: readonly TaskFile[],
  stepsPerQuarter: number,
): PianoRollParts {
  const parts: { [Part in keyof PianoRollParts]: Piece[] } = {
    training: [],
    validation: [],
    test: [],
  };
  for (const file of files) {
    const { split, path, bytes } = file;
    const format = FORMATS.find(({ is }) => is(bytes));
    if (!format) {
      throw new TaskFileError(path, 'expected a MATLAB, MIDI or JSON file, got another one');
    }
    if (split === 'whole') {
      if (!format.parts) {
        throw new TaskFileError(
          path,
          `expected a file with its parts inside, got one piece in a ${format.name} file; name ` +
            'files as task.file.training, task.file.validation and task.file.test',
        );
      }
      return format.parts(file);
    }
    if (!format.pieces) {
      throw new TaskFileError(
        path,
        `expected ${split} pieces, got a ${format.name} file with all parts; name it as task.file`,
      );
    }
    parts[split].push(...format.pieces(file, stepsPerQuarter));
  }
  return parts;
}
