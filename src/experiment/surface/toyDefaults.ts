// What a toy's sweep is unless it is said otherwise: the numbers of the sources.
import type { ToyForm } from '../../tasks/toy.ts';

/** Window of an axis. */
export interface Window {
  readonly min: number;
  readonly max: number;
  readonly count: number;
}

/** Windows of the recurrent and the input weight; the paper's is that of its figure 6. */
export const TOY_WINDOWS: Readonly<
  Record<ToyForm, { readonly recurrent: Window; readonly input: Window }>
> = {
  lecture: {
    recurrent: { min: 3, max: 7, count: 201 },
    input: { min: -3.5, max: -1, count: 201 },
  },
  paper: {
    recurrent: { min: 4.5, max: 5.5, count: 201 },
    input: { min: -2.9, max: -1.9, count: 201 },
  },
};

/** T, the target of the last output and where the state starts, in both sources. */
export const TOY_DEFAULTS = {
  activation: 'sigmoid',
  steps: 50,
  target: 0.7,
  start: 0.5,
  precision: 'f64',
} as const;
