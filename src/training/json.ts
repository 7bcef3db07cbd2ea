// JSON as this program writes it: non-finite numbers are data, so they become the strings "NaN",
// "Infinity" and "-Infinity" where JSON.stringify would silently write null. Encoding only.
import type { TrainEvent } from './events.ts';

type NumberArray = ArrayLike<number> & ArrayBufferView;

const isNumberArray = (value: unknown): value is NumberArray =>
  ArrayBuffer.isView(value) && !(value instanceof DataView);

function encodeValue(_key: string, value: unknown): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  // Typed arrays would come out as objects with the indices as keys.
  if (isNumberArray(value)) return Array.from(value);
  return value;
}

/**
 * Encodes a document as JSON.
 *
 * Finite numbers keep every digit they need to be read back exactly (-0 becomes 0); typed arrays
 * become arrays; fields that are undefined are left out; the line separators U+2028 and U+2029 are
 * escaped, because many readers end a line there.
 *
 * @param value - plain data: objects, arrays, strings, numbers, booleans, null.
 * @param indent - spaces per level; 0 gives one line.
 * @returns JSON text without a newline at its end.
 * @throws TypeError where the value has no JSON form (undefined, a function, a bigint, a cycle).
 */
export function toJson(value: unknown, indent = 0): string {
  const text: string | undefined = JSON.stringify(value, encodeValue, indent);
  if (text === undefined) throw new TypeError(`toJson: ${typeof value} has no JSON form`);
  return text.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}

/**
 * Encodes one training event as a line of JSON Lines.
 *
 * @param event - any event of a run.
 * @returns one line of JSON, closed by a newline.
 */
export function toJsonLine(event: TrainEvent): string {
  return `${toJson(event)}\n`;
}
