// Polyphonic music: which of the 88 keys of a piano sound at the next step.
import { ConfigurationError } from '../math/configurationError.ts';
import { KEY_COUNT, LOWEST_PITCH } from './formats/pianoRoll.ts';
import { readPianoRollFiles } from './pianoRollFiles.ts';
import { pianoRollFloors } from './pianoRollFloors.ts';
import { chunkSource, chunksOf, pieceSource } from './pianoRollSources.ts';
import type { FileOption, TaskDefinition, TaskShape } from './task.ts';

/** Options of the pianoRoll task. */
export interface PianoRollOptions {
  readonly type: 'pianoRoll';
  /** A MATLAB or JSON file with all parts, or MIDI or JSON files of each part. */
  readonly file: FileOption;
  /** Most steps of a piece that an update sees, T. */
  readonly length: number;
  /** Steps in a quarter note, for MIDI files. */
  readonly stepsPerQuarter: number;
}

const shape = {
  input: { kind: 'dense', size: KEY_COUNT },
  target: { kind: 'value', size: KEY_COUNT, steps: 'everyStep' },
  variableLengths: true,
  isFromData: false,
} as const satisfies TaskShape;

/**
 * Input at step t are the keys of step t, 0 or 1; targets are those of step t + 1. A piece of L steps
 * gives L − 1 predictions, of steps 2 … L from those before; the first step is not predicted.
 *
 * Training draws chunks of at most T predictions, in an order drawn anew for each epoch; pieces
 * longer than that are cut into nearly equal chunks, and each chunk starts at the initial state.
 * Evaluation runs through every piece from its beginning with the state carried on, so that T does
 * not matter there: the loss is the mean over all predictions of all pieces, in nats per step,
 * summed over keys. There is no rule of what is wrong.
 *
 * @see Boulanger-Lewandowski et al. (2012), Modeling temporal dependencies in high-dimensional
 * sequences; Pascanu et al. (2013), Table 1.
 */
export const pianoRoll: TaskDefinition<PianoRollOptions> = {
  type: 'pianoRoll',
  summary: 'predict which of 88 keys sound at the next step of a piece of music',
  source: 'Boulanger-Lewandowski et al. 2012; Pascanu et al. 2013, section 4.2',
  shape: () => shape,
  create({ length, stepsPerQuarter }, files = []) {
    if (files.length === 0) throw new RangeError('pianoRoll: needs files');
    const parts = readPianoRollFiles(files, stepsPerQuarter);
    const chunks = chunksOf(parts.training, length);
    if (chunks.length === 0) {
      throw new ConfigurationError('pianoRoll: no training piece has two steps or more');
    }
    return {
      input: shape.input,
      target: shape.target,
      maximumLength: length,
      variableLengths: shape.variableLengths,
      carriesState: true,
      perCharacter: false,
      watched: [],
      notation: { kind: 'pianoRoll', lowestPitch: LOWEST_PITCH },
      floors: (split) => pianoRollFloors(parts.training, parts[split]),
      training: (stream, from) => chunkSource(chunks, stream, from),
      evaluation(split) {
        const hasPredictions = parts[split].some(({ stepCount }) => stepCount > 1);
        return hasPredictions ? pieceSource(parts[split], length) : null;
      },
    };
  },
};
