// Where the state of something long is drawn: a bar on a terminal, plain lines now and then elsewhere,
// or nothing. Drawing and printing only; what the lines say is the caller's. cli-progress draws the
// bar; it is silent off a terminal, so the plain lines are ours.
import cliProgress from 'cli-progress';
import { clampColumns, type TerminalOptions } from '../terminal.ts';

/**
 * How progress is shown: `auto` is a bar on a terminal that can move its cursor and plain lines
 * elsewhere; `bar` also tries on a terminal that says it is dumb, but never in a file.
 */
export type ProgressMode = 'auto' | 'bar' | 'plain' | 'none';

/** A stream that may be a terminal. */
export type ProgressStream = NodeJS.WritableStream & {
  readonly isTTY?: boolean;
  readonly columns?: number;
};

/** Where and how to draw. */
export interface DisplayOptions {
  readonly mode: ProgressMode;
  readonly stream: ProgressStream;
  readonly terminal: TerminalOptions;
}

/** What a display draws, asked for at every drawing. */
export interface DisplayLines {
  /** The bar's line, for a width in characters. */
  readonly bar: (columns: number) => string;
  /** The plain line. */
  readonly plain: () => string;
}

/** Draws progress; the caller decides when. */
export interface Display {
  /** Time between two drawings at least, in ms. */
  readonly intervalMs: number;
  /** Draws the state as it is now. */
  draw(): void;
  /** Writes a line of other output to the same stream without disturbing the bar. */
  print(line: string): void;
  /** Removes the bar and its timer. */
  close(): void;
}

const BAR_INTERVAL_MS = 100;
const PLAIN_INTERVAL_MS = 2000;

type MakeDisplay = (options: DisplayOptions, lines: DisplayLines) => Display;

const barDisplay: MakeDisplay = ({ stream, terminal }, lines) => {
  const bar = new cliProgress.SingleBar({
    stream,
    // The stream's own width follows when the window is resized.
    format: () => lines.bar(clampColumns(stream.columns ?? terminal.columns)),
    fps: 1000 / BAR_INTERVAL_MS,
    synchronousUpdate: false,
    clearOnComplete: true,
    // The line is fitted here; switching wrapping off would outlive a killed process.
    linewrap: true,
    gracefulExit: false,
  });
  // The line says how far it is; the bar itself only has to stay unfinished.
  const start = () => bar.start(1, 0);
  start();
  return {
    intervalMs: BAR_INTERVAL_MS,
    draw: () => bar.render(),
    print(line) {
      // Restarting lets cli-progress save the cursor's new place; it returns there when it stops.
      bar.stop();
      stream.write(`${line}\n`);
      start();
    },
    close: () => bar.stop(),
  };
};

const plainDisplay: MakeDisplay = ({ stream }, lines) => {
  const print = (line: string) => {
    stream.write(`${line}\n`);
  };
  return {
    intervalMs: PLAIN_INTERVAL_MS,
    draw: () => print(lines.plain()),
    print,
    close: () => {},
  };
};

const silentDisplay: MakeDisplay = ({ stream }) => ({
  intervalMs: Number.POSITIVE_INFINITY,
  draw: () => {},
  print(line) {
    stream.write(`${line}\n`);
  },
  close: () => {},
});

const isTerminal = ({ stream }: DisplayOptions) => stream.isTTY === true;

const DISPLAYS = {
  auto: (options) =>
    isTerminal(options) && options.terminal.interactive ? barDisplay : plainDisplay,
  bar: (options) => (isTerminal(options) ? barDisplay : plainDisplay),
  plain: () => plainDisplay,
  none: () => silentDisplay,
} satisfies Record<ProgressMode, (options: DisplayOptions) => MakeDisplay>;

/** Makes the display a mode asks for, as far as the stream allows. */
export function createDisplay(options: DisplayOptions, lines: DisplayLines): Display {
  return DISPLAYS[options.mode](options)(options, lines);
}
