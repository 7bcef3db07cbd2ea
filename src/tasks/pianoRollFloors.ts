// What predictors of piano rolls reach that count in the training pieces and learn nothing else.
import { elementary64 } from '../math/elementary/index.ts';
import { KEY_COUNT, type Piece } from './formats/pianoRoll.ts';
import type { Floor } from './task.ts';

/** Times that a key was at `now` after `before`, at (key·2 + before)·2 + now. */
type Counts = Float64Array;

/** Counts over all steps that are predicted: the second of each piece and those after it. */
function count(pieces: readonly Piece[]): Counts {
  const counts = new Float64Array(4 * KEY_COUNT);
  for (const { keys } of pieces) {
    for (let i = KEY_COUNT; i < keys.length; i++) {
      const at = ((i % KEY_COUNT) * 2 + keys[i - KEY_COUNT]!) * 2 + keys[i]!;
      counts[at] = counts[at]! + 1;
    }
  }
  return counts;
}

/** Forgets the step before. */
function withoutBefore(counts: Counts): Counts {
  const summed = new Float64Array(counts.length);
  for (let at = 0; at < counts.length; at++) {
    summed[at] = counts[at & ~2]! + counts[at | 2]!;
  }
  return summed;
}

/**
 * Measures predictors of each key by itself, after its share of steps in training: that of all steps
 * (`note 1-gram`), and that of the steps after which it was on, or off, the step before (`note
 * Markov`). Shares are (n + 1)/(N + 2), Laplace's rule, since a key that training lacks would cost
 * infinitely much. Losses are in nats per step, summed over keys, pooled over all predicted steps.
 * @see Boulanger-Lewandowski et al. (2012), Table 1, for such baselines (with other smoothing).
 */
export function pianoRollFloors(training: readonly Piece[], heldOut: readonly Piece[]): Floor[] {
  const seen = count(training);
  const asked = count(heldOut);
  const steps = heldOut.reduce((sum, { stepCount }) => sum + Math.max(0, stepCount - 1), 0);
  if (steps === 0) return [];
  const floor = (name: string, counts: Counts): Floor => {
    let loss = 0;
    for (let at = 0; at < counts.length; at++) {
      const share = (counts[at]! + 1) / (counts[at]! + counts[at ^ 1]! + 2);
      loss -= asked[at]! * elementary64.log(share);
    }
    return { name, losses: { sigmoidCrossEntropy: loss / steps }, error: null };
  };
  return [floor('note 1-gram', withoutBefore(seen)), floor('note Markov', seen)];
}
