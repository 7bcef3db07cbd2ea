// Terminals the report tests draw for.
import type { TerminalOptions } from '../../src/report/terminal.ts';

export const PLAIN: TerminalOptions = { columns: 80, color: 0, unicode: true, interactive: false };
export const ASCII: TerminalOptions = { ...PLAIN, unicode: false };
export const COLORED: TerminalOptions = { ...PLAIN, color: 3, interactive: true };

/** Widths from the narrowest to the widest the reports are laid out for. */
export const WIDTHS = [20, 21, 33, 40, 79, 80, 120, 200, 400];
