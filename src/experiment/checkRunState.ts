// Whether a state from a file is one of this run: the shape of its parts is checked where it is read, what
// they must have in common with the run here, before anything goes on from it.
import { StateError } from '../math/stateError.ts';
import { openTraining } from '../training/train.ts';
import type { TrainSetup } from '../training/trainSetup.ts';
import type { RunState } from './storedState.ts';

const keysOf = (record: object): string => Object.keys(record).sort().join(', ');

/**
 * Checks a state against the run that is to go on from it.
 * @param setup built for the run; not changed
 * @throws StateError if it cannot be a state of such a run
 */
export function checkRunState({ train }: RunState, setup: TrainSetup): void {
  const { progress, source, policies, stateGradient } = train;
  const own = openTraining(setup).state();
  const expect = (what: string, expected: string | number, got: string | number): void => {
    if (expected === got) return;
    throw new StateError(`state of the training: expected ${what} ${expected}, got ${got}`);
  };
  const typesOf = (totals: typeof progress.totals) =>
    totals.policies.map(({ type, turns }) => `${type}${turns ? ', turning' : ''}`).join('; ');
  expect('optimizer scalars', keysOf(own.progress.scalars), keysOf(progress.scalars));
  expect('schedule numbers', keysOf(own.progress.schedule), keysOf(progress.schedule));
  expect('totals of', typesOf(own.progress.totals), typesOf(progress.totals));
  expect('states of policies:', own.policies.length, policies.length);
  expect('a random stream:', String(own.source.random !== null), String(source.random !== null));
  if (progress.step > 0 && !stateGradient) {
    throw new StateError('state of the training: expected dL/dh_t of the last step, got none');
  }
  if (progress.evaluatedStep > progress.step) {
    throw new StateError(
      `state of the training: evaluated at step ${progress.evaluatedStep} of ${progress.step}`,
    );
  }
}
