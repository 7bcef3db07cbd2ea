// A text of any origin as a cell of comma-separated values.
import { stripControl } from './text.ts';

/** Beginnings that spreadsheets take for a formula, full-width ones among them. */
const FORMULA = /^[=+\-@＝＋－＠]/u;

/**
 * Writes a text as a cell: on one line, no formula in any spreadsheet, quoted where it must be.
 *
 * @param text - a name of any origin.
 * @see RFC 4180, 2005, section 2; OWASP, "CSV injection".
 */
export function textCell(text: string): string {
  const line = stripControl(text).trim();
  const harmless = FORMULA.test(line) ? `'${line}` : line;
  return /[",]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
