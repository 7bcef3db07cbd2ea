// Numbers keys in the order they first come: a hash table of whole numbers without an object per key.

/** Keys seen so far. */
export interface KeyTable {
  /** Different keys. */
  readonly count: number;
  /**
   * Gives the number of a key, from 0; a new key gets the next one.
   * @param key whole number, 0 … 2^53 − 1
   */
  numberOf(key: number): number;
}

const TWO_TO_32 = 0x1_0000_0000;

/**
 * Makes an empty table, at most half full.
 * @param mostKeys keys it must hold
 */
export function createKeyTable(mostKeys: number): KeyTable {
  let size = 2;
  while (size < 2 * mostKeys) size *= 2;
  const keys = new Float64Array(size);
  /** Number of the key at a slot, plus one; 0 is a free slot. */
  const numbers = new Int32Array(size);
  let count = 0;
  return {
    get count() {
      return count;
    },
    numberOf(key) {
      let slot = hashOf(key) & (size - 1);
      for (;;) {
        const number = numbers[slot] ?? 0;
        if (number === 0) break;
        if (keys[slot] === key) return number - 1;
        slot = (slot + 1) & (size - 1);
      }
      if (count === mostKeys) throw new Error(`key table: more than ${mostKeys} keys`);
      keys[slot] = key;
      count++;
      numbers[slot] = count;
      return count - 1;
    },
  };
}

/** Mixes both halves of a key, so that neighbours spread. */
function hashOf(key: number): number {
  let hash = Math.imul(key >>> 0, 0x9e3779b1) ^ Math.imul((key / TWO_TO_32) | 0, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}
