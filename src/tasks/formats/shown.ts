// Values of a data file as messages show them: short, on one line, without characters that do something.

const LONGEST = 40;

/**
 * Shows a value that JSON.parse gave.
 * @param value undefined where there is none
 */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  return typeof value === 'string' ? shownText(value) : String(value);
}

/** Shows a text in quotes, its beginning where it is long. */
export function shownText(text: string): string {
  const cut = text.length > LONGEST ? `${text.slice(0, LONGEST - 3)}...` : text;
  return JSON.stringify(cut).replace(
    /[\p{C}\p{Zl}\p{Zp}]/gu,
    (one) => `\\u{${one.codePointAt(0)?.toString(16)}}`,
  );
}
