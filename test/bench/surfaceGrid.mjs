// The grid whose surface the bench computes: the paper's form of the toy, in the window of figure 6.
import { elementary64 } from '../../dist/math/elementary/index.js';

/** Points along an axis. */
export const COUNT = 500;

/** T. */
const STEPS = 50;

/** What `rnn sweep w b` computes. */
export const source = {
  type: 'toy',
  form: 'paper',
  activation: 'sigmoid',
  start: 0.5,
  target: 0.7,
  steps: STEPS,
  precision: 'f64',
  xIsRecurrent: true,
};

/** The same as the recurrence of a scanner. */
export const recurrence = {
  activation: 'sigmoid',
  start: elementary64.sigmoid(source.start),
  target: source.target,
  steps: STEPS,
};

const spread = (min, place) => min + place / (COUNT - 1);

/** w of every point, the inner axis. */
export const w = Float64Array.from({ length: COUNT ** 2 }, (_, i) => spread(4.5, i % COUNT));

/** b of every point. */
export const b = Float64Array.from({ length: COUNT ** 2 }, (_, i) =>
  spread(-2.9, Math.floor(i / COUNT)),
);
