// Characters or bytes as symbols and back: what inputs and outputs of a language model stand for.
import { ConfigurationError } from '../math/configurationError.ts';
import type { TextUnit } from './formats/symbols.ts';
import type { Notation } from './task.ts';

/**
 * Names symbols by an alphabet.
 * @param alphabet the code point, or byte, of symbol k = 0, 1, …; all different
 */
export function textNotation(
  alphabet: readonly number[],
  unit: TextUnit,
): Extract<Notation, { readonly kind: 'text' }> {
  const symbolOf = new Map(alphabet.map((one, symbol) => [one, symbol]));
  const encodeOne = (one: number): number => {
    const symbol = symbolOf.get(one);
    if (symbol !== undefined) return symbol;
    const name =
      unit === 'byte' ? `0x${one.toString(16)}` : JSON.stringify(String.fromCodePoint(one));
    throw new ConfigurationError(`expected ${unit}s of the text that was learned, got ${name}`);
  };
  const encoder = new TextEncoder();
  return unit === 'byte'
    ? {
        kind: 'text',
        encode: (text) => Int32Array.from(encoder.encode(text), encodeOne),
        decode: (symbols) => Uint8Array.from(symbols, (symbol) => alphabet[symbol]!),
      }
    : {
        kind: 'text',
        encode: (text) => Int32Array.from([...text], (one) => encodeOne(one.codePointAt(0)!)),
        decode: (symbols) =>
          encoder.encode(
            Array.from(symbols, (symbol) => String.fromCodePoint(alphabet[symbol]!)).join(''),
          ),
      };
}
