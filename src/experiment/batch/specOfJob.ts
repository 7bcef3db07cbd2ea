// The spec of one run of a suite, made again from its manifest as it was made for it.

import { compose } from '../load/compose.ts';
import { visibleText } from '../load/issue.ts';
import { dataOverride } from '../load/overrides.ts';
import { treeOfData } from '../load/tree.ts';
import { type Spec, specSchema } from '../schema/spec.ts';
import { StoredFileError } from '../storedFileError.ts';
import type { Job, JobContext } from './manifest.ts';

const source = { label: 'manifest', order: 0, text: '', isFile: false } as const;

/**
 * Makes the spec of a run; whoever runs it compares its id with the job's.
 * @throws StoredFileError if base and settings are no experiment: the manifest was changed, or is of
 * another version of this program
 */
export function specOfJob(
  { base }: Pick<JobContext, 'base'>,
  { index, settings }: Pick<Job, 'index' | 'settings'>,
): Spec {
  const overrides = Object.keys(settings).map((path) => {
    const tree = treeOfData(settings[path]);
    return {
      ...dataOverride({ source, path, pathOffset: 0, tree }),
      problems: tree.problems.map((problem) => ({ ...problem, source })),
    };
  });
  const composed = compose({ source, tree: treeOfData(base) }, overrides, specSchema);
  if ('spec' in composed) return composed.spec;
  const [problem] = composed.problems;
  const what = visibleText(`${problem?.path.join('.') ?? ''}: ${problem?.message ?? ''}`);
  throw new StoredFileError(
    `run ${index} of the suite is no experiment (${what}): plan the suite again`,
  );
}
