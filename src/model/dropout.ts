// Masks of dropout: which elements are left out, the others scaled up so that sums keep their mean.
import type { Arena } from '../math/arena.ts';
import type { Tensor } from '../math/layout.ts';
import type { RandomStream } from '../math/random.ts';

/**
 * Draws a mask of rows·columns factors: 0 with the given probability, 1/(1 − probability) otherwise
 * (inverted dropout, so that nothing is scaled in evaluation).
 * @see Srivastava et al. (2014), Dropout: a simple way to prevent neural networks from overfitting.
 */
export function drawMask(
  arena: Arena,
  mask: Tensor,
  rows: number,
  probability: number,
  stream: RandomStream,
): void {
  const kept = 1 / (1 - probability);
  for (let i = 0; i < rows; i++) {
    const start = arena.indexOf(mask, i, 0);
    for (let j = 0; j < mask.columns; j++) {
      arena.elements[start + j] = stream.uniform() < probability ? 0 : kept;
    }
  }
}

/** Fills a mask with ones: nothing is left out until masks are drawn. */
export function fillMask(arena: Arena, mask: Tensor): void {
  for (let i = 0; i < mask.rows; i++) {
    const start = arena.indexOf(mask, i, 0);
    arena.elements.fill(1, start, start + mask.columns);
  }
}
