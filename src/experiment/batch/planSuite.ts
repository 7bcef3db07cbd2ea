// A suite file to its plan. Problems of the suite itself are all found before a run is made.

import { basename, dirname, extname, isAbsolute, join, resolve } from 'node:path';
import type { ConfigText } from '../load/compose.ts';
import type { Located } from '../load/draft.ts';
import { quoted } from '../load/issue.ts';
import { toIssues } from '../load/locate.ts';
import { type ReadOverride, readOverrides } from '../load/overrides.ts';
import { type Tree, treeOfData } from '../load/tree.ts';
import { isRecord, type RawRecord } from '../schema/raw.ts';
import type { AxesNode } from './axes/axis.ts';
import { checkAxisCount } from './axes/combine.ts';
import { readAxes } from './axes/readAxes.ts';
import { readExclusions } from './exclude.ts';
import { type ExpandRequest, expand } from './expand.ts';
import { expandRungs } from './expandRungs.ts';
import { createFailedRuns } from './failedRuns.ts';
import { movedOverride } from './fileSettings.ts';
import { RUNG_AXIS } from './halving.ts';
import type { PlanResult, SuiteOptions } from './plan.ts';
import { type ReadFile, readFile } from './readFile.ts';
import { inOrder, objectSetBy, withoutReplaced } from './settingsOrder.ts';
import { MOST_RUNS, SUITE_NAME, suiteSchema } from './suite.ts';
import { note, readPart, type SuiteText, treeBelow, writtenOverride } from './suiteText.ts';

/** Places of the texts in errors: the base, the suite, then the options. */
const SUITE_ORDER = 1;
const OPTIONS_ORDER = 2;

const NO_SEARCH = { type: 'none' } as const;

interface Base extends ConfigText {
  /** Absolute directory where its relative paths start. */
  readonly directory: string;
}

async function readBase(text: SuiteText, base: unknown, suitePath: string): Promise<Base | null> {
  const directory = dirname(suitePath);
  if (typeof base !== 'string')
    return { source: text.source, tree: treeBelow(text.tree, ['base']), directory };
  const path = resolve(directory, base);
  const label = isAbsolute(base) ? base : join(dirname(text.source.label), base);
  const read = await readFile(path, label);
  if ('message' in read) {
    const [, expected = '', received = ''] = /^expected (.*), got (.*)$/s.exec(read.message) ?? [];
    note(text, { path: ['base'], expected, received });
    return null;
  }
  const { source, tree } = read;
  text.problems.push(...tree.problems.map((problem) => ({ ...problem, source })));
  if (tree.problems.length === 0 && !isRecord(tree.value)) {
    const expected = 'the path of a config that is a mapping';
    note(text, { path: ['base'], expected, received: `${quoted(base)}, which is something else` });
  }
  return { source, tree, directory: dirname(path) };
}

function nameOf(text: SuiteText, given: string | undefined, path: string): string {
  const stem = basename(path, extname(path));
  const name = given ?? stem;
  if (SUITE_NAME.test(name)) return name;
  const expected = 'a name, since that of the file cannot be the name of a suite';
  note(text, { path: ['name'], expected, received: quoted(stem) });
  return '';
}

function overridesIn(text: SuiteText, set: RawRecord | undefined): readonly ReadOverride[] {
  return Object.keys(set ?? {}).map((path) =>
    writtenOverride(text, path, ['set', path], ['set', path]),
  );
}

// The axis would show labels that the runs do not have.
function checkApart(
  problems: Located[],
  common: readonly ReadOverride[],
  { sets }: AxesNode,
): void {
  const ofAxes = new Set(sets.map(({ path }) => objectSetBy(path)));
  for (const { source, segments, pathOffset } of common) {
    const path = segments.join('.');
    if (!ofAxes.has(objectSetBy(path))) continue;
    const message = `expected a path that no axis of the suite sets, got ${quoted(path)}`;
    problems.push({ source, offset: pathOffset, path: segments, message });
  }
}

function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

function checkCount(text: SuiteText, { choices, axes }: AxesNode): void {
  checkAxisCount(text, new Set(axes.map(({ name }) => name)));
  if (choices.count <= MOST_RUNS) return;
  const received = `one that needs ${grouped(choices.count)} runs, limit ${grouped(MOST_RUNS)}`;
  note(text, { path: ['runs'], expected: 'a suite that can be run', received, isKey: true });
}

/**
 * Plans a suite.
 * @param file - the suite
 * @returns the plan, or every problem
 * @throws DataError if a file that the runs name cannot be read
 * @throws what is not about a path, such as an input/output error
 */
export async function planSuite(file: ReadFile, options: SuiteOptions): Promise<PlanResult> {
  const source = { ...file.source, order: SUITE_ORDER };
  const { tree } = file;
  const problems: Located[] = tree.problems.map((problem) => ({ ...problem, source }));
  const text: SuiteText = { source, tree, problems };
  const refused = (): PlanResult => ({ ok: false, issues: toIssues(problems) });
  if (!isRecord(tree.value)) {
    if (problems.length === 0) note(text, { path: [], expected: 'a suite: a mapping with base' });
    return refused();
  }
  const suite = readPart(text, [], suiteSchema);
  const given = overridesIn(text, isRecord(tree.value.set) ? tree.value.set : undefined);
  const ofOptions = readOverrides(options, OPTIONS_ORDER);
  problems.push(...ofOptions.flatMap((override) => override.problems));
  const axes = readAxes(text);
  const base = suite && (await readBase(text, suite.base, file.path));
  const name = suite === null ? '' : nameOf(text, options.name ?? suite.name, file.path);
  const common = withoutReplaced([...inOrder(given), ...ofOptions]);
  if (axes !== null) {
    checkApart(problems, common, axes);
    checkCount(text, axes);
  }
  const isListed = axes !== null && axes.choices.count <= MOST_RUNS;
  const isExcluded = isListed ? readExclusions(text, axes.axes) : () => false;
  if (suite === null || base === null || axes === null || problems.length > 0) return refused();

  const { directory } = base;
  // The same object for the same setting: configs are kept as long as their settings are the same.
  const moved = new Map<ReadOverride, ReadOverride>();
  const ofSuite = (one: ReadOverride): ReadOverride => {
    const known = moved.get(one) ?? movedOverride(one, dirname(file.path), directory);
    moved.set(one, known);
    return known;
  };
  const failed = createFailedRuns();
  const request: ExpandRequest = {
    base,
    common: withoutReplaced([
      ...inOrder(given).map(ofSuite),
      ...ofOptions.map((one) => movedOverride(one, options.cwd, directory)),
    ]),
    choices: {
      count: axes.choices.count,
      at(index) {
        const { labels, settings } = axes.choices.at(index);
        return { labels, settings: settings.map(ofSuite) };
      },
    },
    isExcluded,
    directories: { dataDirectory: directory, weightsDirectory: directory },
    failed,
  };
  const full = await expand(request);
  problems.push(...failed.problems());
  const { search, ...expansion } =
    problems.length > 0 || suite.search.type === 'none'
      ? { ...full, search: NO_SEARCH }
      : await expandRungs(text, suite.search, request, full, axes);
  const { jobs, demands, excludedCount, repeatedCount } = expansion;
  if (problems.length === 0 && jobs.length === 0)
    note(text, { path: ['exclude'], expected: 'at least one run that is left', received: 'none' });
  if (problems.length > 0) return refused();
  const manifest = {
    name,
    axes: [
      ...new Set(axes.axes.map((axis) => axis.name)),
      ...(search.type === 'none' ? [] : [RUNG_AXIS]),
    ],
    base: plainBase(base.tree),
    dataDirectory: directory,
    weightsDirectory: directory,
    search,
    jobs,
  };
  return { ok: true, plan: { manifest, demands, excludedCount, repeatedCount } };
}

function plainBase(tree: Tree): RawRecord {
  return treeOfData(tree.value).value as RawRecord;
}
