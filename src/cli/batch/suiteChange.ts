// Whether a suite's file still stands for the runs that results are shown of: those are of the suite as it
// was last run, and whoever has edited the file since would take them for those of the new one.
import { loadSuite } from '../../experiment/batch/loadSuite.ts';
import type { Manifest } from '../../experiment/batch/manifest.ts';
import { differenceTo } from '../../experiment/batch/planStatus.ts';
import { formatCounted } from '../../report/format.ts';

/**
 * Compares a suite's file with what was run.
 * @param file as the user typed it
 * @param stored the suite as it was last run
 * @returns what has changed, in one line; null where nothing has
 */
export async function suiteChange(
  file: string,
  cwd: string,
  stored: Pick<Manifest, 'jobs'>,
): Promise<string | null> {
  const loaded = await loadSuite([file], { cwd }).catch(() => null);
  if (!loaded?.ok) {
    return `${file} cannot be run any more (--dry-run says why); shown is the suite as it was last run`;
  }
  const difference = differenceTo(stored, loaded.plan.manifest.jobs);
  const { addedCount, removedCount } = difference ?? { addedCount: 0, removedCount: 0 };
  if (addedCount + removedCount === 0) return null;
  const added = formatCounted(addedCount, 'run of it is', 'runs of it are');
  const removed = formatCounted(removedCount, 'run shown is', 'runs shown are');
  return (
    `${file} has changed since it was run, or was run with --set: ${added} not shown, ` +
    `${removed} no longer in it`
  );
}
