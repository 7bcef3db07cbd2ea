// Configs named one by one on the command line as a suite: every config is a run, and sets all of its
// keys in a base that has none.

import { dirname } from 'node:path';
import { compose } from '../load/compose.ts';
import type { Located } from '../load/draft.ts';
import { toIssues } from '../load/locate.ts';
import { readOverrides, tasksFirst } from '../load/overrides.ts';
import { treeOfData } from '../load/tree.ts';
import { isRecord, type RawRecord } from '../schema/raw.ts';
import { specSchema } from '../schema/spec.ts';
import { choicesOf } from './choices.ts';
import { expand } from './expand.ts';
import { createFailedRuns } from './failedRuns.ts';
import { movedOverride } from './fileSettings.ts';
import { labelOf } from './label.ts';
import type { PlanResult, SuiteOptions } from './plan.ts';
import type { ReadFile } from './readFile.ts';
import { withoutReplaced } from './settingsOrder.ts';
import { type SuiteText, writtenOverride } from './suiteText.ts';

const DEFAULT_NAME = 'batch';
const AXIS = 'config';

/** The keys of a config as settings. */
function settingsOf({ source, tree, path }: ReadFile, cwd: string) {
  const text: SuiteText = { source, tree, problems: [] };
  const keys = Object.keys(isRecord(tree.value) ? tree.value : {});
  return keys
    .filter((key) => key !== '$schema')
    .map((key) => movedOverride(writtenOverride(text, key, [key], [key]), dirname(path), cwd));
}

/**
 * Plans configs.
 * @param files - at least one config
 * @returns the plan, or every problem of every config
 * @throws DataError if a file that the configs name cannot be read
 */
export async function planConfigs(
  files: readonly ReadFile[],
  options: SuiteOptions,
): Promise<PlanResult> {
  const { cwd } = options;
  const ofOptions = readOverrides(options, files.length);
  const problems = files.flatMap((file): readonly Located[] => {
    const composed = compose(file, tasksFirst(ofOptions), specSchema);
    return 'problems' in composed ? composed.problems : [];
  });
  if (problems.length > 0) return { ok: false, issues: toIssues(problems) };

  const common = ofOptions.map((one) => movedOverride(one, cwd, cwd));
  const failed = createFailedRuns();
  const [first] = files;
  const expansion = await expand({
    base: { source: { label: '', order: 0, text: '', isFile: false }, tree: treeOfData({}) },
    common: [],
    choices: choicesOf(files.length, (index) => {
      const file = files[index] ?? first;
      const settings = file === undefined ? [] : settingsOf(file, cwd);
      return {
        labels: [[AXIS, labelOf(file?.source.label ?? '', index + 1)]],
        settings: withoutReplaced([...settings, ...common]),
      };
    }),
    isExcluded: () => false,
    directories: { dataDirectory: cwd, weightsDirectory: cwd },
    failed,
  });
  const { jobs, demands, excludedCount, repeatedCount } = expansion;
  if (jobs.length === 0) return { ok: false, issues: toIssues(failed.problems()) };
  const manifest = {
    name: options.name ?? DEFAULT_NAME,
    axes: [AXIS],
    base: treeOfData({}).value as RawRecord,
    dataDirectory: cwd,
    weightsDirectory: cwd,
    search: { type: 'none' },
    jobs,
  } as const;
  return { ok: true, plan: { manifest, demands, excludedCount, repeatedCount } };
}
