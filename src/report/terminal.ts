// What the reports know about the terminal, and what follows from it: width, colours, characters.
// Everything comes in as data; nothing here asks the process or its environment.
import { Chalk, type ChalkInstance } from 'chalk';

/** What the terminal can show; the caller finds it out. */
export interface TerminalOptions {
  /** Width in characters; see {@link clampColumns}. */
  readonly columns: number;
  /** Colours: 0 none, 1 sixteen, 2 256, 3 all. */
  readonly color: 0 | 1 | 2 | 3;
  /** Whether characters beyond ASCII can be shown (not with LC_ALL=C or TERM=dumb). */
  readonly unicode: boolean;
  /** Whether output goes to a terminal that can move its cursor (not a file, not TERM=dumb). */
  readonly interactive: boolean;
}

const DEFAULT_COLUMNS = 80;
const MINIMUM_COLUMNS = 20;
const MAXIMUM_COLUMNS = 400;

/**
 * Brings a terminal's width into the range the reports are laid out for.
 *
 * @param columns - width as reported; some pseudo-terminals say 0 or nothing.
 * @returns an integer in [20, 400]; 80 where the width is unknown.
 */
export function clampColumns(columns: number): number {
  if (!Number.isFinite(columns) || columns <= 0) return DEFAULT_COLUMNS;
  return Math.min(MAXIMUM_COLUMNS, Math.max(MINIMUM_COLUMNS, Math.floor(columns)));
}

/** Lines of box drawing in the order asciichart takes its symbols. */
export type LineSymbols = [
  axisCross: string,
  axisTick: string,
  start: string,
  end: string,
  horizontal: string,
  downRight: string,
  upRight: string,
  downLeft: string,
  upLeft: string,
  vertical: string,
];

/** The characters of plots, tables and bars. */
export interface Glyphs {
  /** One set per series: the drawing tells series apart where there is no colour. */
  readonly lines: readonly LineSymbols[];
  /** Fills the range between the smallest and the largest value of a column. */
  readonly range: string;
  readonly threshold: string;
  readonly axisVertical: string;
  readonly axisTickLeft: string;
  readonly axisCorner: string;
  readonly axisHorizontal: string;
  readonly axisTickBelow: string;
  readonly barComplete: string;
  readonly barIncomplete: string;
  /** Stands on both sides of a vector whose norm is meant. */
  readonly norm: string;
}

const sameEverywhere = (character: string): LineSymbols => {
  const c = character;
  return [c, c, c, c, c, c, c, c, c, c];
};

const UNICODE: Glyphs = {
  lines: [
    ['┼', '┤', '╶', '╴', '─', '╰', '╭', '╮', '╯', '│'],
    ['╬', '╣', '═', '═', '═', '╚', '╔', '╗', '╝', '║'],
    ['╋', '┫', '╺', '╸', '━', '┗', '┏', '┓', '┛', '┃'],
    sameEverywhere('•'),
  ],
  range: '·',
  threshold: '╌',
  axisVertical: '│',
  axisTickLeft: '┤',
  axisCorner: '└',
  axisHorizontal: '─',
  axisTickBelow: '┬',
  barComplete: '█',
  barIncomplete: '░',
  norm: '‖',
};

const ASCII: Glyphs = {
  lines: [
    ['+', '|', '-', '-', '-', '`', '.', '.', "'", '|'],
    sameEverywhere('*'),
    sameEverywhere('o'),
    sameEverywhere('x'),
  ],
  range: ':',
  threshold: '~',
  axisVertical: '|',
  axisTickLeft: '+',
  axisCorner: '+',
  axisHorizontal: '-',
  axisTickBelow: '+',
  barComplete: '#',
  barIncomplete: '-',
  norm: '||',
};

/**
 * Chooses the characters a terminal can show.
 *
 * @param terminal - what the terminal can show.
 */
export function glyphsFor(terminal: Pick<TerminalOptions, 'unicode'>): Glyphs {
  return terminal.unicode ? UNICODE : ASCII;
}

/** Colours by meaning. */
export interface Palette {
  /** One colour per series, told apart with every common colour blindness. */
  readonly series: readonly ChalkInstance[];
  readonly threshold: ChalkInstance;
  /** Ranges, axes and remarks. */
  readonly faint: ChalkInstance;
  readonly heading: ChalkInstance;
  readonly good: ChalkInstance;
  readonly bad: ChalkInstance;
}

/**
 * Gives the colours a terminal can show; with `color: 0` they change nothing.
 *
 * @param terminal - what the terminal can show.
 * @see Okabe and Ito 2008, "Color Universal Design": sky blue, orange, green, purple, vermilion.
 */
export function paletteFor(terminal: Pick<TerminalOptions, 'color'>): Palette {
  const chalk = new Chalk({ level: terminal.color });
  // The nearest of sixteen colours to the exact ones are not all different, so they are named.
  const named = terminal.color < 2;
  return {
    series: named
      ? [chalk.blueBright, chalk.yellow, chalk.greenBright, chalk.magentaBright]
      : ['#56B4E9', '#E69F00', '#009E73', '#CC79A7'].map((color) => chalk.hex(color)),
    threshold: named ? chalk.redBright : chalk.hex('#D55E00'),
    faint: chalk.dim,
    heading: chalk.bold,
    good: named ? chalk.blueBright : chalk.hex('#56B4E9'),
    bad: named ? chalk.yellow : chalk.hex('#E69F00'),
  };
}
