// The grid whose surface the bench computes: the paper's form of the toy, in the window of figure 6.
import { elementary64 } from '../../dist/math/elementary/index.js';

/** Points along an axis. */
export const COUNT = 500;

/** T. */
const STEPS = 50;

/** What `rnn sweep w b` computes, as the recurrence of a scanner. */
export const recurrence = {
  activation: 'sigmoid',
  start: elementary64.sigmoid(0.5),
  target: 0.7,
  steps: STEPS,
};

const spread = (min, place) => min + place / (COUNT - 1);

/** w of every point, the inner axis. */
export const w = Float64Array.from({ length: COUNT ** 2 }, (_, i) => spread(4.5, i % COUNT));

/** b of every point. */
export const b = Float64Array.from({ length: COUNT ** 2 }, (_, i) =>
  spread(-2.9, Math.floor(i / COUNT)),
);

/** Points that are computed at a time. */
const PIECE = 4096;

/** Names of the results of a quantity. */
const RESULTS = { cost: ['cost'], gradient: ['cost', 'dw', 'du'] };

/** Makes room for a quantity of all points, in buffers that threads may share. */
export const resultsOf = (quantity, Buffer) =>
  Object.fromEntries(
    RESULTS[quantity].map((name) => [name, new Float64Array(new Buffer(w.byteLength))]),
  );

/**
 * Computes pieces of the surface until none is left. Results go where they stay: new arrays would time
 * the pages of memory that they fault in.
 * @param quantity `cost`, or `gradient` for both
 * @param results what resultsOf made
 * @param take gives the number of the next piece
 */
export function computePieces(scanner, quantity, results, take) {
  for (;;) {
    const from = PIECE * take();
    if (from >= w.length) return;
    const pieceOf = (array) => array.subarray(from, from + PIECE);
    const { cost, dw, du } = results;
    const into =
      quantity === 'cost'
        ? pieceOf(cost)
        : { cost: pieceOf(cost), dw: pieceOf(dw), du: pieceOf(du) };
    scanner[quantity](pieceOf(w), pieceOf(b), into);
  }
}
