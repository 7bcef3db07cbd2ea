// What the terminal can show, found out from streams, options and the environment's conventions.

import type { TerminalOptions } from '../report/terminal.ts';
import type { CliIo } from './io.ts';

type Environment = CliIo['env'];

function colorLevel(env: Environment, isInteractive: boolean): TerminalOptions['color'] {
  const forced = env.FORCE_COLOR;
  if (forced !== undefined && forced !== '') {
    if (forced === '0' || forced === 'false') return 0;
    return forced === '3' ? 3 : forced === '2' ? 2 : 1;
  }
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return 0;
  if (!isInteractive) return 0;
  if (/^(truecolor|24bit)$/.test(env.COLORTERM ?? '')) return 3;
  return /256/.test(env.TERM ?? '') ? 2 : 1;
}

/** Whether the locale's encoding is UTF-8; unknown counts as yes, as on macOS and Windows. */
function isUnicode(env: Environment): boolean {
  const locale = [env.LC_ALL, env.LC_CTYPE, env.LANG].find((value) => value);
  return locale === undefined || /utf-?8/i.test(locale);
}

/**
 * Describes what a stream's reader can show.
 * @param stream where the text goes
 * @param allowColor false where the user said --no-color
 */
export function terminalOf(
  { env, columns }: Pick<CliIo, 'env' | 'columns'>,
  stream: NodeJS.WritableStream,
  allowColor: boolean,
): TerminalOptions {
  const isTTY = 'isTTY' in stream && stream.isTTY === true;
  const interactive = isTTY && env.TERM !== 'dumb';
  const width = 'columns' in stream ? Number(stream.columns) : columns;
  return {
    columns: width > 0 ? width : Number(env.COLUMNS ?? 0),
    color: allowColor ? colorLevel(env, interactive) : 0,
    unicode: isUnicode(env) && env.TERM !== 'dumb',
    interactive,
  };
}
