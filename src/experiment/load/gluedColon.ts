// `type:rprop`: YAML takes a colon for a sign only where a space follows it, and what was meant as key
// and value for one word. This tells such words, so that problems can say what is missing.

/** What was meant by a word with a colon inside. */
export interface GluedColon {
  readonly key: string;
  readonly value: string;
  /** The two with the space between them. */
  readonly meant: string;
}

/** What `gluedColon` problems say was expected. */
export const SPACE_EXPECTED = 'a space after the colon';

/**
 * Parts a word at its first colon.
 * @returns what was meant, or null where the word is not a key, a colon and more
 */
export function gluedColon(word: string): GluedColon | null {
  const [, key, value] = /^([\w$.]+):([^\s:]\S*)$/.exec(word) ?? [];
  if (key === undefined || value === undefined) return null;
  return { key, value, meant: `${key}: ${value}` };
}
