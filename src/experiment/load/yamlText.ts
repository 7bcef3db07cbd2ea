// Text to a YAML document, within bounds: hostile text is refused before it costs time or stack.
// What the document means is not looked at here.

import { Composer, type Document, type ErrorCode, Lexer, Parser } from 'yaml';
import { gluedColon, SPACE_EXPECTED } from './gluedColon.ts';
import { quoted } from './issue.ts';

/** A problem at an index of a text. */
export interface TextProblem {
  readonly offset: number;
  readonly message: string;
  /** What was probably meant. */
  readonly suggestion?: string;
}

/** Most levels of lists and mappings a config may have. */
export const DEEPEST_NESTING = 32;
const MOST_LEXEMES = 50_000;
const MOST_SYNTAX_ERRORS = 10;

/** Two entries of the parser's stack per level of a block: the collection and its item. */
const STACK_PER_LEVEL = 2;

type Tokens = ReturnType<Parser['next']> extends Generator<infer Token> ? Token[] : never;

function readTokens(text: string): Tokens | TextProblem {
  const parser = new Parser();
  const tokens: Tokens = [];
  let lexemes = 0;
  let errors = 0;
  for (const lexeme of new Lexer().lex(text)) {
    const offset = parser.offset;
    if (++lexemes > MOST_LEXEMES)
      return { offset, message: `expected at most ${MOST_LEXEMES} words and signs, got more` };
    for (const token of parser.next(lexeme)) {
      tokens.push(token);
      if (token.type === 'error') errors++;
    }
    if (parser.stack.length > DEEPEST_NESTING * STACK_PER_LEVEL)
      return { offset, message: `expected at most ${DEEPEST_NESTING} nested levels, got more` };
    if (errors > MOST_SYNTAX_ERRORS) break;
  }
  tokens.push(...parser.end());
  return tokens;
}

/** What the library says of a line `steps:5`: it takes it for a key, or for the beginning of one. */
const KEY_ERRORS: readonly ErrorCode[] = ['MISSING_CHAR', 'MULTILINE_IMPLICIT_KEY'];

type SyntaxError = Document.Parsed['errors' | 'warnings'][number];

function syntaxProblem({ code, message, pos: [offset] }: SyntaxError, text: string): TextProblem {
  const [word = ''] = /^\S*/.exec(text.slice(offset)) ?? [];
  const glued = KEY_ERRORS.includes(code) ? gluedColon(word) : null;
  if (glued === null) return { offset, message: `expected valid YAML, got an error: ${message}` };
  const suggestion = glued.meant;
  return { offset, message: `expected ${SPACE_EXPECTED}, got ${quoted(word)}`, suggestion };
}

/**
 * Reads one YAML 1.2 document (JSON included); warnings of the library count as errors.
 * @param text - the text, without limits of its own beyond those checked here
 * @returns the document, or every syntax problem found
 */
export function parseYaml(text: string): Document.Parsed | readonly TextProblem[] {
  const tokens = readTokens(text);
  if (!Array.isArray(tokens)) return [tokens];
  const directive = tokens.find((token) => token.type === 'directive');
  if (directive !== undefined)
    return [{ offset: directive.offset, message: 'expected YAML without % directives, got one' }];
  const composer = new Composer({
    version: '1.2',
    schema: 'core',
    strict: true,
    prettyErrors: false,
    resolveKnownTags: false,
    // Checked by readTree in linear time; the library compares every pair.
    uniqueKeys: false,
  });
  const [document, second] = [...composer.compose(tokens, true, text.length)];
  if (document === undefined)
    return [{ offset: 0, message: 'expected a YAML document, got nothing' }];
  const problems = [...document.errors, ...document.warnings].map((error) =>
    syntaxProblem(error, text),
  );
  if (problems.length > 0) return problems.slice(0, MOST_SYNTAX_ERRORS);
  if (second !== undefined)
    return [{ offset: second.range[0], message: 'expected one YAML document, got a second one' }];
  return document as Document.Parsed;
}
