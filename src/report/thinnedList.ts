// A list in bounded memory: of ever more items it keeps every 1st, 2nd, 4th, 8th, … and always the
// last. For items that cannot be averaged; numbers go to a series recorder.

/** Collects items, evenly thinned. */
export interface ThinnedList<Item> {
  /** Adds the next item. */
  add(item: Item): void;
  /** Gives the kept items in order; the first and the last added are always among them. */
  items(): Item[];
}

/**
 * Makes a list that drops every other item each time it is full.
 *
 * @param capacity - most items kept beside the last one, even, at least 2.
 */
export function createThinnedList<Item>(capacity: number): ThinnedList<Item> {
  let kept: Item[] = [];
  let stride = 1;
  let added = 0;
  let last: { readonly item: Item; readonly kept: boolean } | null = null;
  return {
    add(item) {
      const keep = added % stride === 0;
      if (keep) kept.push(item);
      last = { item, kept: keep };
      added += 1;
      if (kept.length <= capacity) return;
      kept = kept.filter((_, index) => index % 2 === 0);
      stride *= 2;
    },
    items: () => (last === null || last.kept ? [...kept] : [...kept, last.item]),
  };
}
