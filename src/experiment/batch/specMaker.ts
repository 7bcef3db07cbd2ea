// The specs of a suite's runs: settings applied to the base, the config checked. Neighbouring runs share most
// settings, so configs are kept as far as they agree; and runs that differ in nothing but their seed are
// checked once, which halves the time of a large suite.

import { checkConfig } from '../load/compose.ts';
import { applyOverride, type ReadOverride } from '../load/overrides.ts';
import { copyRecord, type RawRecord } from '../schema/raw.ts';
import { type Spec, seedSchema, specSchema } from '../schema/spec.ts';

/**
 * Makes the spec of a run from its settings, in the order they are applied.
 * @returns null where the config is no experiment
 */
export type SpecMaker = (overrides: readonly ReadOverride[]) => Spec | null;

/** Applies settings to a config. */
type Composer = (overrides: readonly ReadOverride[]) => RawRecord | null;

function createComposer(base: RawRecord): Composer {
  const levels: { readonly override: ReadOverride; readonly config: RawRecord }[] = [];
  return (overrides) => {
    let depth = 0;
    while (depth < levels.length && levels[depth]?.override === overrides[depth]) depth++;
    levels.length = depth;
    for (const override of overrides.slice(depth)) {
      const config = copyRecord(levels.at(-1)?.config ?? base);
      if (!('path' in applyOverride(config, override))) return null;
      levels.push({ override, config });
    }
    return levels.at(-1)?.config ?? base;
  };
}

const isSeed = ({ segments }: ReadOverride) => segments.length === 1 && segments[0] === 'seed';

function hasSameItems<Item>(left: readonly Item[], right: readonly Item[]): boolean {
  return left.length === right.length && left.every((item, index) => item === right[index]);
}

/** Sets nothing but the seed of a spec; null where that is not what is asked for, or no seed. */
function reseeded(
  last: { readonly others: readonly ReadOverride[]; readonly spec: Spec } | null,
  others: readonly ReadOverride[],
  seed: ReadOverride | undefined,
): Spec | null {
  if (last === null || seed === undefined || !hasSameItems(last.others, others)) return null;
  const checked = seedSchema.safeParse(seed.tree.value);
  return checked.success ? { ...last.spec, seed: checked.data } : null;
}

/**
 * Makes the maker of a suite's specs.
 * @param base the config that settings change; not changed itself
 */
export function createSpecMaker(base: RawRecord): SpecMaker {
  const compose = createComposer(base);
  let last: Parameters<typeof reseeded>[0] = null;
  return (overrides) => {
    // No default and no rule looks at the seed.
    const others = overrides.filter((override) => !isSeed(override));
    const known = reseeded(last, others, overrides.find(isSeed));
    if (known !== null) return known;
    const config = compose(overrides);
    const checked = config === null ? null : checkConfig(config, specSchema);
    const spec = checked !== null && 'spec' in checked ? checked.spec : null;
    last = spec === null ? null : { others, spec };
    return spec;
  };
}
