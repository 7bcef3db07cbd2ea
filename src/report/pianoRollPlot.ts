// A piano roll on a terminal: time from left to right, pitch upwards, a mark where a key sounds.
import type { PianoRoll } from '../experiment/inference/samplePianoRoll.ts';
import { formatCounted } from './format.ts';
import { clampColumns, glyphsFor, type TerminalOptions } from './terminal.ts';

const NAMES = ['C', 'C#', 'D', 'D#', 'E', 'F', 'F#', 'G', 'G#', 'A', 'A#', 'B'] as const;
const KEYS_PER_OCTAVE = 12;
/** Columns of a name such as `C#4` and the axis after it. */
const LABEL_WIDTH = 4;

/** The name of a MIDI number, 60 being C4: `F#3`. */
export function pitchName(number: number): string {
  const octave = Math.floor(number / KEYS_PER_OCTAVE) - 1;
  return `${NAMES[number - (octave + 1) * KEYS_PER_OCTAVE]}${octave}`;
}

/**
 * Draws the end of a piano roll, as much as the terminal is wide; a row for each pitch from the highest
 * to the lowest that sounds. Steps that were given and not drawn are marked paler.
 *
 * @param roll - keys by step.
 * @param lowestPitch - MIDI number of key 0.
 * @param terminal - what the terminal can show.
 * @returns lines no wider than the terminal, each closed by a newline.
 */
export function pianoRollPlot(
  { steps, primed }: PianoRoll,
  lowestPitch: number,
  terminal: TerminalOptions,
): string {
  const keys = steps.flat();
  const glyphs = glyphsFor(terminal);
  const width = clampColumns(terminal.columns) - LABEL_WIDTH - 1;
  const first = Math.max(0, steps.length - width);
  const [low, high] = keys.reduce(
    ([least, most], key) => [Math.min(least, key), Math.max(most, key)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
  const lines: string[] = [];
  for (let key = high; key >= low; key--) {
    const marks = steps.slice(first).map((sounding, index) => {
      if (!sounding.includes(key)) return ' ';
      return first + index < primed ? glyphs.barIncomplete : glyphs.barComplete;
    });
    lines.push(
      `${pitchName(lowestPitch + key).padStart(LABEL_WIDTH)}${glyphs.axisVertical}${marks.join('').trimEnd()}`,
    );
  }
  const notes = `${formatCounted(keys.length, 'key', 'keys')} in ${formatCounted(steps.length, 'step', 'steps')}`;
  const given = primed === 0 ? '' : `, the first ${primed} from the test data`;
  lines.push(`${notes}${given}`);
  return lines.map((line) => `${line}\n`).join('');
}
