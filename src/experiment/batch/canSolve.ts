// Whether the runs of a suite say when their task is solved. Without it none of them is solved, however well
// it does, and a share of solved runs would say nothing. Configs are not made for it: a table must be quick.
import { isRecord } from '../schema/raw.ts';
import type { Job, JobContext } from './manifest.ts';

/** The mappings on the way to `training.stop.error`; a value set at one of them holds all below it. */
const WAY: readonly string[] = ['training', 'training.stop', 'training.stop.error'];

/** Reads the criterion out of what is set at a place on the way to it. */
function errorBelow(place: number, value: unknown): unknown {
  const keys = ['stop', 'error'].slice(place);
  return keys.reduce<unknown>(
    (at, key) => (isRecord(at) && Object.hasOwn(at, key) ? at[key] : undefined),
    value,
  );
}

/**
 * Tells whether a run ends once its task is solved.
 * @param context holds the config that the run changes
 */
export function canSolve(
  { base }: Pick<JobContext, 'base'>,
  { settings }: Pick<Job, 'settings'>,
): boolean {
  let error = errorBelow(0, base.training);
  for (const [path, value] of Object.entries(settings)) {
    const place = WAY.indexOf(path);
    if (place >= 0) error = errorBelow(place, value);
  }
  return error !== undefined;
}
