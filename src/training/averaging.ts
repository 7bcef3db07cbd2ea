// Averages of the parameters over the updates: what is evaluated, while training goes on with the
// parameters themselves.
import type { Arena } from '../math/arena.ts';
import type { Definition } from '../math/definition.ts';
import type { Kernels } from '../math/kernels.ts';
import type { TensorVector } from '../math/layout.ts';

/** Options of `none`. */
export interface NoAveragingOptions {
  readonly type: 'none';
}

/** Options of `exponential`. */
export interface ExponentialAveragingOptions {
  readonly type: 'exponential';
  /** Share of the average that an update keeps, in [0, 1). */
  readonly decay: number;
}

/** Options of an averaging, by type. */
export type AveragingOptions = NoAveragingOptions | ExponentialAveragingOptions;

/** A way to average parameters. */
export interface Averaging<Options> extends Definition {
  /** Share of the way the average goes towards the parameters after an update, or null for none. */
  share(options: Options): number | null;
}

const none: Averaging<NoAveragingOptions> = {
  type: 'none',
  summary: 'evaluates the parameters as they are',
  source: 'common practice',
  share: () => null,
};

const exponential: Averaging<ExponentialAveragingOptions> = {
  type: 'exponential',
  summary: 'evaluates θ̄ = decay·θ̄ + (1 - decay)·θ, from the initial parameters on',
  source: 'Kingma & Ba 2015, section 7.2, without its correction',
  share: ({ decay }) => 1 - decay,
};

/** Every averaging by the `type` a config names it by. */
export const averagings = { none, exponential } as const satisfies {
  [Type in AveragingOptions['type']]: Averaging<Extract<AveragingOptions, { type: Type }>>;
};

/** Share of the way the average goes after an update, by the options' type; null for no average. */
export function averagingShare(options: AveragingOptions): number | null {
  return (averagings[options.type] as Averaging<AveragingOptions>).share(options);
}

/** The average of a run. */
export interface ParameterAverage {
  /** Takes the parameters in as they are after an update. */
  update(): void;
  /** Exchanges parameters and average; a second call restores both, to the bit. */
  exchange(): void;
}

/**
 * Starts the average at the parameters as they are, so that it holds no zeros to be corrected for:
 * θ̄ ← θ̄ + (1 − decay)·(θ − θ̄) from there.
 * @param average vector laid out as the parameters, or null for no average: then nothing happens
 * @param goesOn whether the vector holds the average already
 */
export function startAverage(
  options: AveragingOptions,
  arena: Arena,
  kernels: Kernels,
  parameters: TensorVector,
  average: TensorVector | null,
  goesOn = false,
): ParameterAverage {
  const share = averagingShare(options);
  if (share === null || average === null) return { update: () => {}, exchange: () => {} };
  const [current, mean] = [arena.view(parameters), arena.view(average)];
  const aside = current.slice();
  if (!goesOn) mean.set(current);
  return {
    update() {
      kernels.moveTowards(average.address, parameters.address, parameters.byteLength, share);
    },
    exchange() {
      aside.set(current);
      current.set(mean);
      mean.set(aside);
    },
  };
}
