// A problem of a config: where it is, what was expected, what was there. Made here, shown by
// `formatIssues`; nothing is decided here.

import type { ConfigPath } from '../schema/raw.ts';

/** One problem of a config, ready to be shown. */
export interface ConfigIssue {
  /** Where the text comes from: the file as the user named it, `--set #2`, `--seed`. */
  readonly source: string;
  /** Line from 1 and column from 1 in the file; null outside files. */
  readonly position: { readonly line: number; readonly column: number } | null;
  /** Dotted path of the key, empty for the whole config. */
  readonly path: string;
  /** "expected <what>, got <value>". */
  readonly message: string;
  /** The known word that was probably meant. */
  readonly suggestion: string | null;
  /** The line of text (shortened, without control characters) and where the problem begins in it. */
  readonly excerpt: { readonly text: string; readonly caret: number } | null;
}

/** A text that issues can point into. */
export interface SourceText {
  readonly label: string;
  /** Place among the texts of one config, for ordering issues. */
  readonly order: number;
  readonly text: string;
  /** Whether line and column tell the user something: true for files. */
  readonly isFile: boolean;
}

/**
 * Makes the source of a file's text, without its byte order mark.
 * @param order - place among the texts of one config
 */
export function fileSource(label: string, text: string, order = 0): SourceText {
  return { label, order, text: text.startsWith('\u{feff}') ? text.slice(1) : text, isFile: true };
}

const EXCERPT_BEFORE = 60;
const EXCERPT_AFTER = 40;

/** Replaces what could move the cursor or reorder text in a terminal: C0, C1, bidi, separators. */
export function visibleText(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, (character) =>
    character === '\t' ? ' ' : '\u00b7',
  );
}

/** Writes a path with dots; keys that are not plain words are quoted. */
export function formatPath(path: ConfigPath): string {
  return path
    .map((key) =>
      typeof key === 'number' || /^[\w$-]{1,80}$/.test(key) ? String(key) : quoted(key),
    )
    .join('.');
}

/** Quotes a string for a message, shortened to 60 characters. */
export function quoted(text: string): string {
  const shown = text.length > 60 ? `${text.slice(0, 57)}...` : text;
  return visibleText(JSON.stringify(shown));
}

/**
 * Makes an issue that points at a place in a text.
 * @param source - the text
 * @param offset - index in the text, or null for the text as a whole
 */
export function issueAt(
  source: SourceText,
  offset: number | null,
  path: ConfigPath,
  message: string,
  suggestion: string | null = null,
): ConfigIssue {
  const base = { source: source.label, path: formatPath(path), message, suggestion };
  if (offset === null) return { ...base, position: null, excerpt: null };
  const at = Math.min(offset, source.text.length);
  const before = source.text.slice(0, at);
  const lineStart = before.lastIndexOf('\n') + 1;
  const lineEnd = source.text.slice(at).search(/[\r\n]|$/) + at;
  const from = Math.max(lineStart, at - EXCERPT_BEFORE);
  const to = Math.min(Math.max(lineEnd, at), at + EXCERPT_AFTER);
  const excerpt = { text: visibleText(source.text.slice(from, to)), caret: at - from };
  const line = before.split('\n').length;
  return {
    ...base,
    position: source.isFile ? { line, column: at - lineStart + 1 } : null,
    excerpt,
  };
}

function formatIssue(issue: ConfigIssue): string {
  const { source, position, path, message, suggestion, excerpt } = issue;
  const place = position === null ? source : `${source}:${position.line}:${position.column}`;
  const meant = suggestion === null ? '' : `; did you mean ${quoted(suggestion)}?`;
  const head = `${visibleText(place)}${path === '' ? '' : ` ${path}`}: ${message}${meant}`;
  if (excerpt === null) return head;
  return `${head}\n  ${excerpt.text}\n  ${' '.repeat(excerpt.caret)}^`;
}

/**
 * Writes issues for a terminal: one paragraph each, with the source line and a caret.
 * @returns lines without a final newline
 */
export function formatIssues(issues: readonly ConfigIssue[]): string {
  return issues.map(formatIssue).join('\n');
}
