// Which points of a long line are drawn: of each stretch the lowest and the highest, so that no peak
// is lost however many points there are.

/** Stretches a long line is divided into: more than a picture has pixels across. */
const STRETCHES = 2000;

/** Places of the smallest, the largest and the first number that is not finite. */
function tellingPlaces(values: Float64Array): number[] {
  let [low, high, gap] = [-1, -1, -1];
  values.forEach((value, index) => {
    if (!Number.isFinite(value)) {
      if (gap === -1) gap = index;
      return;
    }
    if (low === -1 || value < (values[low] ?? value)) low = index;
    if (high === -1 || value > (values[high] ?? value)) high = index;
  });
  return [...new Set([low, high, gap])].filter((place) => place >= 0).sort((a, b) => a - b);
}

/**
 * Chooses the points to draw.
 *
 * @param values - along the line; those that are not finite leave gaps.
 * @returns indices in ascending order: all where there are few, else some of every stretch.
 */
export function thinLine(values: Float64Array): number[] {
  const length = Math.ceil(values.length / STRETCHES);
  if (length <= 2) return Array.from(values, (_, index) => index);
  const starts = Array.from({ length: Math.ceil(values.length / length) }, (_, n) => n * length);
  return starts.flatMap((start) =>
    tellingPlaces(values.subarray(start, start + length)).map((place) => start + place),
  );
}
