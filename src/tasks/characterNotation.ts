// Characters as symbols and back: what inputs and outputs of a language model stand for.
import { ConfigurationError } from '../math/configurationError.ts';
import type { Notation } from './task.ts';

/**
 * Names symbols by an alphabet.
 * @param alphabet the code point of symbol k = 0, 1, …; all different
 */
export function characterNotation(
  alphabet: readonly number[],
): Extract<Notation, { readonly kind: 'text' }> {
  const symbolOf = new Map(alphabet.map((point, symbol) => [point, symbol]));
  return {
    kind: 'text',
    encode: (text) =>
      Int32Array.from(text, (character) => {
        const symbol = symbolOf.get(character.codePointAt(0)!);
        if (symbol !== undefined) return symbol;
        throw new ConfigurationError(
          `expected characters of the text that was learned, got ${JSON.stringify(character)}`,
        );
      }),
    decode: (symbols) =>
      new TextEncoder().encode(
        Array.from(symbols, (symbol) => String.fromCodePoint(alphabet[symbol]!)).join(''),
      ),
  };
}
