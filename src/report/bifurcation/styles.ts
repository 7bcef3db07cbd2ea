// How the curves and marks of a bifurcation diagram look: told apart without colour by thickness,
// spacing and characters.
import type { ChalkInstance } from 'chalk';
import type { BifurcationKind } from '../../experiment/bifurcation/dynamics.ts';
import type { CurveStyle } from '../plot/dotCanvas.ts';
import { paletteFor, type TerminalOptions } from '../terminal.ts';

/** Kinds of curve: where x_0 ends, where other starts end, and what repels. */
export type CurveName = 'reached' | 'stable' | 'unstable';

/** The looks of everything in a diagram. */
export interface DiagramStyles {
  readonly curves: Readonly<Record<CurveName, CurveStyle>>;
  /** Short pieces of the curves, for the legend. */
  readonly samples: Readonly<Record<CurveName, string>>;
  readonly marks: Readonly<Record<BifurcationKind, string>>;
  readonly markPaint: ChalkInstance;
  readonly jump: string;
  readonly jumpPaint: ChalkInstance;
}

const UNICODE = {
  samples: { reached: '⣿⣿', stable: '⠶⠶', unstable: '⠄⠄' },
  marks: { fold: '◆', flip: '◇', pitchfork: '◇', escape: '↕' },
  jump: '┊',
};

const ASCII = {
  samples: { reached: '##', stable: '==', unstable: '..' },
  marks: { fold: 'O', flip: '%', pitchfork: '%', escape: '^' },
  jump: ':',
};

/**
 * Chooses the looks of a diagram.
 *
 * @param terminal - what the terminal can show.
 */
export function diagramStyles(terminal: TerminalOptions): DiagramStyles {
  const palette = paletteFor(terminal);
  const [reached = null, markPaint = palette.heading, stable = null] = palette.series;
  return {
    ...(terminal.unicode ? UNICODE : ASCII),
    curves: {
      reached: { paint: reached, character: '#', rank: 2, thickness: 4, spacing: 1 },
      stable: { paint: stable, character: '=', rank: 1, thickness: 2, spacing: 1 },
      unstable: { paint: palette.faint, character: '.', rank: 0, thickness: 1, spacing: 2 },
    },
    markPaint,
    jumpPaint: palette.threshold,
  };
}
