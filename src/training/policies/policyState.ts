// What a policy keeps from step to step, and how it is read back.

import { StateError } from '../../math/stateError.ts';

/** What a policy keeps, by name: plain numbers, so that a checkpoint can hold them. */
export type PolicyState = Readonly<Record<string, number | readonly number[]>>;

/** What every policy without a state keeps. */
export const noState = (): PolicyState => ({});

/**
 * Reads a number of a state.
 * @throws StateError if there is none of that name
 */
export function numberIn(state: PolicyState, name: string): number {
  const value = state[name];
  if (typeof value !== 'number') throw new StateError(`policy state: ${name} is not a number`);
  return value;
}

/**
 * Reads a list of numbers of a state.
 * @throws StateError if there is none of that name
 */
export function numbersIn(state: PolicyState, name: string): readonly number[] {
  const value = state[name];
  if (!Array.isArray(value)) throw new StateError(`policy state: ${name} is not a list of numbers`);
  return value;
}
