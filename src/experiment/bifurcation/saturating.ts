// The activations that saturate, sigmoid and tanh, with what bifurcations ask of them: accurate
// slopes, and where slopes and tangents have given values. From exact operations only.
import { elementary64 } from '../../math/elementary/index.ts';
import { rootWithin } from './roots.ts';

const { exp, log, sigmoid, tanh } = elementary64;

/** An increasing activation with one inflection, at 0, where it is steepest. */
export interface SaturatingActivation {
  /** f(x). */
  readonly value: (x: number) => number;
  /** f′(x), with a small relative error in the tails too. */
  readonly slope: (x: number) => number;
  /** f(−∞). */
  readonly lowest: number;
  /** f(∞). */
  readonly highest: number;
  /** f′(0). */
  readonly steepest: number;
  /** The x ≥ 0 where f′(x) = 1/weight, for a weight of at least 1/f′(0). */
  readonly turn: (weight: number) => number;
  /** Solves x − f(x)/f′(x) = b without the root 0: where a weight makes x a fold at bias b. */
  readonly folds: (b: number) => number[];
  /** Solves x + f(x)/f′(x) = b: where a weight makes x a flip at bias b. */
  readonly flip: (b: number) => number;
}

/** 2·artanh(r) for r = √(1 − 1/ratio): log((1 + r)²·ratio) as (1 + r)/(1 − r) = (1 + r)²·ratio. */
function doubledArtanh(ratio: number): number {
  const r = Math.sqrt((ratio - 1) / ratio);
  return 2 * log(Math.sqrt(ratio) * (1 + r));
}

/** Below this size of x a power series is exacter than a difference of exponentials. */
const SERIES_BOUND = 1;
/** 1/20! is below the last bit of 1/2! and 1/3!. */
const LAST_POWER = 19;

/** Sums x^n/n! over n = first, first + step, … for |x| ≤ 1. */
function exponentialSeries(x: number, first: number, step: number): number {
  let [term, sum] = [1, 0];
  for (let n = 1; n <= LAST_POWER; n++) {
    term *= x / n;
    if (n >= first && (n - first) % step === 0) sum += term;
  }
  return sum;
}

/** Computes e^x − 1 − x. */
function expRest(x: number): number {
  return Math.abs(x) <= SERIES_BOUND ? exponentialSeries(x, 2, 1) : exp(x) - 1 - x;
}

/** Computes sinh(x) − x. */
function sinhRest(x: number): number {
  if (Math.abs(x) <= SERIES_BOUND) return exponentialSeries(x, 3, 2);
  return exp(x) / 2 - exp(-x) / 2 - x;
}

/**
 * For the sigmoid f/f′ = 1 + e^x: x − f/f′ = b is e^x − 1 − x = −2 − b, with one root on each side of
 * 0 for b < −2, none above.
 */
function sigmoidFolds(b: number): number[] {
  const height = -2 - b;
  if (!(height > 0)) return [];
  const value = (x: number) => expRest(x) - height;
  const slope = (x: number) => exp(x) - 1;
  return [
    rootWithin({ value, slope, low: b + 1, high: 0, isRising: false }),
    // e^x − x ≥ e^x/2, so that the root lies below log(2(height + 1)).
    rootWithin({ value, slope, low: 0, high: log(2 * (height + 1)) + 1, isRising: true }),
  ];
}

function sigmoidFlip(b: number): number {
  const value = (x: number) => x + 1 + exp(x) - b;
  const slope = (x: number) => 1 + exp(x);
  // For b ≥ 3 the root lies below log b, as e^x is below b.
  const high = b < 3 ? b : log(b);
  return rootWithin({ value, slope, low: 2 * Math.min(b, 0) - 4, high, isRising: true });
}

/** For tanh f/f′ = sinh(2x)/2: x − f/f′ = b is sinh(2|x|) − 2|x| = 2|b|, x of the other sign than b. */
function tanhFolds(b: number): number[] {
  if (b === 0) return [];
  const height = 2 * Math.abs(b);
  const value = (y: number) => sinhRest(y) - height;
  const slope = (y: number) => exp(y) / 2 + exp(-y) / 2 - 1;
  const y = rootWithin({ value, slope, low: 0, high: 3 + log(1 + height), isRising: true });
  return [b > 0 ? -y / 2 : y / 2];
}

function tanhFlip(b: number): number {
  if (b === 0) return 0;
  const height = 2 * Math.abs(b);
  const value = (y: number) => 2 * y + sinhRest(y) - height;
  const slope = (y: number) => 1 + exp(y) / 2 + exp(-y) / 2;
  const y = rootWithin({ value, slope, low: 0, high: 2 + log(1 + height), isRising: true });
  return b > 0 ? y / 2 : -y / 2;
}

/** The logistic function σ; σ′(x) = σ(x) σ(−x). */
export const saturatingSigmoid: SaturatingActivation = {
  value: sigmoid,
  slope: (x) => sigmoid(x) * sigmoid(-x),
  lowest: 0,
  highest: 1,
  steepest: 0.25,
  turn: (weight) => doubledArtanh(weight / 4),
  folds: sigmoidFolds,
  flip: sigmoidFlip,
};

/** The hyperbolic tangent; tanh′(x) = 4 σ(2x) σ(−2x). */
export const saturatingTanh: SaturatingActivation = {
  value: tanh,
  slope: (x) => 4 * sigmoid(2 * x) * sigmoid(-2 * x),
  lowest: -1,
  highest: 1,
  steepest: 1,
  turn: (weight) => doubledArtanh(weight) / 2,
  folds: tanhFolds,
  flip: tanhFlip,
};
