// The last so many gradient norms and two statistics of them: the mean and a percentile.

/** A window over a series of norms. */
export interface NormHistory {
  /** Takes the next norm in; the oldest leaves where the window is full. */
  add(norm: number): void;
  /** Arithmetic mean, summed from the oldest to the newest; NaN of none. */
  mean(): number;
  /**
   * The p-th percentile, p in [0, 100]: at place (n − 1)·p/100 of the sorted norms, linear in between
   * (as NumPy does unless told otherwise); NaN of none.
   */
  percentile(p: number): number;
  /** The norms, the oldest first. */
  norms(): readonly number[];
}

/**
 * Makes a window of a size.
 * @param size most norms kept, at least 1
 * @param norms norms to start with, finite, the oldest first; the last `size` of them are kept
 */
export function createNormHistory(size: number, norms: readonly number[] = []): NormHistory {
  const ring = new Float64Array(size);
  const sorted = new Float64Array(size);
  let count = 0;
  let oldest = 0;

  /** How many sorted norms are below a norm. */
  const placeOf = (norm: number): number => {
    let low = 0;
    for (let high = count; low < high; ) {
      const middle = (low + high) >>> 1;
      if (sorted[middle]! < norm) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const at = (age: number): number => ring[(oldest + age) % size]!;
  const history: NormHistory = {
    add(norm) {
      if (count === size) {
        const place = placeOf(at(0));
        sorted.copyWithin(place, place + 1, count);
        count--;
        oldest = (oldest + 1) % size;
      }
      const place = placeOf(norm);
      sorted.copyWithin(place + 1, place, count);
      sorted[place] = norm;
      ring[(oldest + count) % size] = norm;
      count++;
    },
    mean() {
      let sum = 0;
      for (let age = 0; age < count; age++) sum += at(age);
      return sum / count;
    },
    percentile(p) {
      if (count === 0) return Number.NaN;
      const place = ((count - 1) * p) / 100;
      const below = Math.floor(place);
      const low = sorted[below]!;
      const high = sorted[Math.min(below + 1, count - 1)]!;
      return low + (high - low) * (place - below);
    },
    norms: () => Array.from({ length: count }, (_, age) => at(age)),
  };
  for (const norm of norms) history.add(norm);
  return history;
}
