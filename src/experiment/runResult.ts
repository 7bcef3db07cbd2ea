// The result of a run from what is in memory when it ends.
import type { TrainSetup } from '../training/trainSetup.ts';
import type { RunIds } from './canonical.ts';
import { hashVectors } from './hashes.ts';
import type { RunResult } from './result.ts';
import type { RunFacts } from './runSummary.ts';

/** Puts the result of a finished run together. */
export function runResult(
  ids: RunIds,
  { end, validation, test }: RunFacts,
  { arena, network, optimizerState, averagedParameters }: TrainSetup,
  trajectorySha256: string,
): RunResult {
  const { outcome, step, loss, penaltyMean, gradient, divergence } = end;
  return {
    ...ids,
    outcome,
    step,
    loss,
    ...(penaltyMean === undefined ? {} : { penaltyMean }),
    gradient,
    divergence,
    validation,
    test,
    parametersSha256: hashVectors(arena, [network.parameters]),
    optimizerStateSha256: hashVectors(
      arena,
      averagedParameters ? [...optimizerState, averagedParameters] : optimizerState,
    ),
    trajectorySha256,
  };
}
