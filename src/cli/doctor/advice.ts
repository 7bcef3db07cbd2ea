// From what was found to what the user could do about it.

import { formatNumber } from '../../report/format.ts';
import type { Findings } from './findings.ts';

/** Says what to do about one thing, or nothing where it is fine. */
type Rule = (findings: Findings) => readonly string[];

/** Gains below this are within what measuring varies by. */
const WORTHWHILE = 1.1;

/** Share of the cores that others may keep busy before rates suffer. */
const BUSY_FRACTION = 0.5;

function fails({ kernels }: Findings): readonly string[] {
  return kernels
    .filter((one) => !one.passesSelfTest)
    .map(
      ({ name, precision }) =>
        `the ${name} kernels compute other bits than they should (${precision}): results of this machine differ from those of others; build or install again, or set RNN_KERNELS to kernels that pass`,
    );
}

function wishes({ requested, choices, kernels }: Findings): readonly string[] {
  if (requested === null) return [];
  if (choices.some((choice) => choice.kernels === null)) {
    return [`RNN_KERNELS=${JSON.stringify(requested)} keeps runs from starting: unset it`];
  }
  const single = kernels.filter(({ precision }) => precision === 'f32');
  const [best] = [...single].sort((a, b) => b.product64PerSecond - a.product64PerSecond);
  const mine = single.find(({ name }) => name === requested);
  if (best === undefined || mine === undefined) return [];
  const gain = best.product64PerSecond / mine.product64PerSecond;
  return gain < WORTHWHILE
    ? []
    : [
        `RNN_KERNELS=${requested} is set: unset it, products with the ${best.name} kernels are ${formatNumber(gain, { digits: 2 })} times as fast`,
      ];
}

function newerNode({ machine, canBeWide }: Findings): readonly string[] {
  if (canBeWide || machine.arch !== 'x64' || machine.hasAvx2 === false) return [];
  const condition = machine.hasAvx2 === null ? ', if the processor has AVX2' : '';
  return [`Node 24 or newer would run 256-bit kernels${condition}: up to twice as fast`];
}

function others({ machine }: Findings): readonly string[] {
  const { load, cores } = machine;
  if (load < BUSY_FRACTION * cores) return [];
  const busy = formatNumber(load, { digits: 2 });
  return [
    `other programs wanted ${busy} of ${cores} cores in the last minute: the rates above may be low`,
  ];
}

const rules: readonly Rule[] = [fails, wishes, newerNode, others];

/** Gives advice, the most important first; none where all is well. */
export function adviceFor(findings: Findings): string[] {
  return rules.flatMap((rule) => rule(findings));
}
