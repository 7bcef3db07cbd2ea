// What the gradient policies did over a run, in one sentence of plain words.
import type { PolicySummary } from '../training/events.ts';
import { formatNumber, formatPercent } from './format.ts';
import { stripControl } from './text.ts';

const DEGREES_PER_RADIAN = 180 / Math.PI;

/** A cosine in double precision does not tell smaller angles from 0. */
const LEAST_DEGREES = 1e-5;

/** Angle in degrees, in [0, 180], whose cosine is given. */
function degreesOf(cosine: number): number {
  const degrees = Math.acos(Math.max(-1, Math.min(1, cosine))) * DEGREES_PER_RADIAN;
  return degrees < LEAST_DEGREES ? 0 : degrees;
}

function effectOf({ normBeforeMean, normAfterMean, cosineMean }: PolicySummary): string {
  const parts = [
    ...(normBeforeMean === null || normAfterMean === null
      ? []
      : [`norm ${formatNumber(normBeforeMean)} to ${formatNumber(normAfterMean)}`]),
    ...(cosineMean === null ? [] : [`angle ${formatNumber(degreesOf(cosineMean))} degrees`]),
  ];
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

/**
 * Says how often each policy acted and what it then did to the gradient:
 * `clipByNorm acted in 12% of steps (norm 3.4 to 1), noise in 100% (norm 1 to 1.2, angle 4.1 degrees)`.
 *
 * Norms are means over the steps in which the policy acted; the angle is that of the mean cosine
 * between the gradient before the chain and as the policy left it. Of one that acts inside BPTT and not
 * on the whole gradient neither is told.
 *
 * @param policies - what each policy did, in order, at least one.
 * @returns one uncoloured line of ASCII.
 */
export function policySentence(policies: readonly PolicySummary[]): string {
  const firstActed = policies.findIndex(({ actedFraction }) => actedFraction > 0);
  return policies
    .map((policy, index) => {
      const type = stripControl(policy.type);
      const verb = index === 0 ? ' acted' : '';
      if (policy.actedFraction === 0) return `${type} never${verb}`;
      const unit = index === firstActed ? ' of steps' : '';
      const share = `${formatPercent(policy.actedFraction)}${unit}`;
      return `${type}${verb} in ${share}${effectOf(policy)}`;
    })
    .join(', ');
}
