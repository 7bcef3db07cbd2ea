// How the weight of a regularizer falls over the updates.
import type { Definition } from '../../math/definition.ts';

/** Options of `constant`. */
export interface ConstantAlphaOptions {
  readonly type: 'constant';
}

/** Options of `inverseTime`. */
export interface InverseTimeAlphaOptions {
  readonly type: 'inverseTime';
  /** Updates per unit of time: an epoch, say. */
  readonly every: number;
}

/** Options of an α schedule, by type. */
export type AlphaScheduleOptions = ConstantAlphaOptions | InverseTimeAlphaOptions;

/** A schedule of α: the factor of update `step`, counted from 1. */
interface AlphaSchedule<Options> extends Definition {
  factor(options: Options, step: number): number;
}

const constant: AlphaSchedule<ConstantAlphaOptions> = {
  type: 'constant',
  summary: 'α as it is',
  source: 'Pascanu et al. 2013, section 4.1',
  factor: () => 1,
};

/** The paper's natural tasks take α_t = α/t with t the epoch; here `every` updates are one t. */
const inverseTime: AlphaSchedule<InverseTimeAlphaOptions> = {
  type: 'inverseTime',
  summary: 'α/(1 + ⌊(step - 1)/every⌋)',
  source: 'Pascanu et al. 2013, section 4.2, where α_t = 1/(2t) by epoch',
  factor: ({ every }, step) => 1 / (1 + Math.floor((step - 1) / every)),
};

/** Every α schedule by the `type` a config names it by. */
export const alphaSchedules = { constant, inverseTime } as const satisfies {
  [Type in AlphaScheduleOptions['type']]: AlphaSchedule<
    Extract<AlphaScheduleOptions, { type: Type }>
  >;
};

/** Factor of α at update `step`, counted from 1, by the options' type. */
export function alphaFactor(options: AlphaScheduleOptions, step: number): number {
  return (alphaSchedules[options.type] as AlphaSchedule<AlphaScheduleOptions>).factor(
    options,
    step,
  );
}
