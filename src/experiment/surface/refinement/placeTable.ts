// Numbers places in the order they first come: a hash table of index pairs without an object per pair.

/** Places of one level seen so far. */
export interface PlaceTable {
  /** Gives the number of a place, from 0; a new place gets the next one. Indices are whole, from 0. */
  numberOf(i: number, j: number): number;
  /** Indices of the places in the order of their numbers, [n] each. */
  places(): { readonly i: Float64Array; readonly j: Float64Array };
}

/**
 * Makes an empty table, at most four fifths full.
 * @param most different places it must hold
 */
export function createPlaceTable(most: number): PlaceTable {
  let size = 2;
  while (size < 1.25 * most) size *= 2;
  /** Number of the place at a slot, plus one; 0 is a free slot. */
  const slots = new Int32Array(size);
  const [is, js] = [new Float64Array(most), new Float64Array(most)];
  let count = 0;
  return {
    numberOf(i, j) {
      let slot = hashOf(i, j) & (size - 1);
      for (;;) {
        const number = (slots[slot] ?? 0) - 1;
        if (number < 0) break;
        if (is[number] === i && js[number] === j) return number;
        slot = (slot + 1) & (size - 1);
      }
      if (count === most) throw new Error(`place table: more than ${most} places`);
      is[count] = i;
      js[count] = j;
      count++;
      slots[slot] = count;
      return count - 1;
    },
    places: () => ({ i: is.subarray(0, count), j: js.subarray(0, count) }),
  };
}

/** Mixes the low 32 bits of both indices, so that neighbours spread. */
function hashOf(i: number, j: number): number {
  let hash = Math.imul(i >>> 0, 0x9e3779b1) ^ Math.imul(j >>> 0, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}
