// Which entries of a tensor are checked: all of a small one, an even spread over a large one.
import { openStream } from '../../math/random.ts';

/**
 * Chooses entries: one at random out of each of `count` equal stretches, so that neither rows nor
 * columns are favoured. The entry `always` stands for its own stretch.
 * @param size entries of the tensor, row by row
 * @param count how many to choose; all where it is `size` or more
 * @param always an entry that is to be among them
 * @param seed of the choice, together with the tensor's name
 * @returns indices in ascending order
 */
export function chooseEntries(
  size: number,
  count: number,
  always: number,
  seed: number,
  name: string,
): number[] {
  if (count >= size) return Array.from({ length: size }, (_, index) => index);
  const stream = openStream(seed, `gradientCheck/${name}`);
  return Array.from({ length: count }, (_, stretch) => {
    const start = Math.floor((stretch * size) / count);
    const end = Math.floor(((stretch + 1) * size) / count);
    const drawn = start + stream.integer(end - start);
    return always >= start && always < end ? always : drawn;
  });
}
