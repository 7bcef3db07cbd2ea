// A chain of gradient policies: runs them in order and says what each did to the gradient.
import type { ParameterSpec } from '../../cells/cell.ts';
import type { ArenaPlan } from '../../math/arena.ts';
import type { TensorVector } from '../../math/layout.ts';
import type { ClipStep } from '../../model/network.ts';
import { bindOwnPolicy } from './bindOwnPolicy.ts';
import { type PolicyOptions, policyOf } from './index.ts';
import type { OwnPolicy } from './ownPolicy.ts';
import { type BoundPolicy, l2Norm, type PolicyContext } from './policy.ts';
import type { PolicyState } from './policyState.ts';
import { verdicts } from './verdict.ts';

/** What one policy did in a step; overwritten in the next. */
export interface PolicyReport {
  /** Its `type`, or `own` for a user's own. */
  readonly type: string;
  /** Whether it can change the gradient's direction. */
  readonly turns: boolean;
  /** Whether it acts inside the backward pass, so that norms and angle here show nothing of it. */
  readonly inBptt: boolean;
  acted: boolean;
  /** Global L2 norm of the gradient as it reached this policy. */
  normBefore: number;
  /** Global L2 norm of the gradient as this policy left it. */
  norm: number;
  /** Cosine of the angle between the gradient before the chain and as this policy left it. */
  cosine: number;
}

/** What a chain did in a step; overwritten in the next. */
export interface ChainReport {
  /** Global L2 norm of the gradient before the chain. */
  normBefore: number;
  /** Global L2 norm of the gradient as it is now. */
  norm: number;
  /**
   * Cosine of the angle between the gradient before the chain and as it is now: 1 unless a policy
   * that can turn it acted; NaN where a norm is then 0 or not finite.
   */
  cosine: number;
  /** Whether a policy clipped or replaced the gradient. */
  clipped: boolean;
  /** Whether the gradient no longer comes from the loss, which is then not judged. */
  replaced: boolean;
  /** Whether this update is to be left out. */
  skipped: boolean;
  /** One per policy, in order; `none` is not among them. */
  readonly policies: readonly PolicyReport[];
}

/** A chain tied to the memory of a run. */
export interface PolicyChain {
  /** Whether a policy of it can change the gradient's direction. */
  readonly turns: boolean;
  /** What the last `apply` did; the same object every time. */
  readonly report: ChainReport;
  /** What clips inside the backward pass, in order; null where no policy does. */
  readonly clipStep: ClipStep | null;
  /** Runs the policies on the gradient of a step. */
  apply(): void;
  /** What each policy keeps after the steps so far, in order. */
  states(): readonly PolicyState[];
}

/** A chain as a config and a program give it. */
export interface ChainOptions {
  readonly policy: readonly PolicyOptions[];
  /** Policies of a user's own, run after those of the config. */
  readonly ownPolicies: readonly OwnPolicy[];
}

/** Plans room for the gradient as it comes, where a policy can turn it; null where none can. */
export function planRawGradient(
  plan: ArenaPlan,
  specs: readonly ParameterSpec[],
  { policy, ownPolicies }: ChainOptions,
): TensorVector | null {
  const turns =
    ownPolicies.length > 0 || policy.some((options) => policyOf(options).turns(options));
  return turns ? plan.vector(specs) : null;
}

interface Member {
  readonly policy: BoundPolicy;
  readonly report: PolicyReport;
}

/**
 * Ties a chain to the memory of a run.
 * @param raw what `planRawGradient` planned for the same chain
 * @param states where to go on, as `states()` gave them; the beginning without them
 */
export function bindChain(
  { policy: chain, ownPolicies }: ChainOptions,
  context: PolicyContext,
  raw: TensorVector | null,
  states: readonly PolicyState[] = [],
): PolicyChain {
  const { kernels, gradient } = context;
  const members: Member[] = [];
  const add = (type: string, turns: boolean, policy: BoundPolicy): void => {
    const inBptt = policy.clipStep !== undefined;
    const report = { type, turns, inBptt, acted: false, normBefore: 0, norm: 0, cosine: 1 };
    members.push({ policy, report });
  };
  for (const options of chain) {
    const { type, turns, bind } = policyOf(options);
    const bound = bind(options, context, states[members.length]);
    if (bound) add(type, turns(options), bound);
  }
  for (const own of ownPolicies) add('own', true, bindOwnPolicy(own, context));

  const report: ChainReport = {
    normBefore: 0,
    norm: 0,
    cosine: 1,
    clipped: false,
    replaced: false,
    skipped: false,
    policies: members.map((member) => member.report),
  };
  const cosineToRaw = (): number => {
    const { normBefore, norm } = report;
    if (!raw || !(normBefore > 0 && normBefore < Infinity && norm > 0 && norm < Infinity)) {
      return Number.NaN;
    }
    const product = kernels.dot(raw.address, gradient.address, gradient.byteLength);
    return Math.max(-1, Math.min(1, product / normBefore / norm));
  };
  const run = ({ policy, report: own }: Member): void => {
    own.normBefore = report.norm;
    const { acted, changed, clipped, replaced, skipped } = verdicts[policy.apply(report)];
    if (changed) {
      report.norm = l2Norm(kernels, gradient);
      if (own.turns) report.cosine = cosineToRaw();
    }
    report.clipped ||= clipped;
    report.replaced ||= replaced;
    report.skipped ||= skipped;
    own.acted = acted;
    own.norm = report.norm;
    own.cosine = report.cosine;
  };
  const clips = members.flatMap(({ policy }) => policy.clipStep ?? []);
  return {
    turns: raw !== null,
    clipStep:
      clips.length === 0
        ? null
        : (dh, byteLength) => {
            for (const clip of clips) clip(dh, byteLength);
          },
    report,
    apply() {
      report.normBefore = l2Norm(kernels, gradient);
      report.norm = report.normBefore;
      report.cosine = 1;
      report.clipped = false;
      report.replaced = false;
      report.skipped = false;
      if (raw) kernels.fillRows(raw.address, raw.byteLength, gradient.address, 1);
      for (const member of members) run(member);
    },
    states: () => members.map(({ policy }) => policy.state()),
  };
}
