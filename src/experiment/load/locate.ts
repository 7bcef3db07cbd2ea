// Problems to their places: which text holds the value at a path, and where in it.

import { type ConfigPath, valueAt } from '../schema/raw.ts';
import type { Draft, Located } from './draft.ts';
import { type ConfigIssue, issueAt, type SourceText } from './issue.ts';
import type { AppliedOverride, ReadOverride } from './overrides.ts';
import { describeReceived, pathKey, type Span, type Tree } from './tree.ts';

/** The texts a config was put together from. */
export interface Sources {
  readonly source: SourceText;
  readonly tree: Tree;
  /** Overrides in the order they were applied; the last one that covers a path decides it. */
  readonly applied: readonly AppliedOverride[];
}

function startsWith(path: ConfigPath, start: ConfigPath): boolean {
  return start.length <= path.length && start.every((key, index) => key === path[index]);
}

interface Place {
  readonly source: SourceText;
  readonly offset: number | null;
  /** The value as written, where the place is the value itself. */
  readonly written: string | null;
}

function spanOffset(span: Span, isKey: boolean): number {
  return isKey ? (span.keyOffset ?? span.offset) : span.offset;
}

// A value that was not written is shown where its parent is.
function findPlace({ source, tree, applied }: Sources, path: ConfigPath, isKey: boolean): Place {
  const override = applied.findLast((candidate) => startsWith(path, candidate.path));
  const maker = applied.findLast(({ created }) => created !== null && startsWith(path, created));
  if (override === undefined && maker !== undefined)
    return { source: maker.source, offset: maker.pathOffset, written: null };
  const text = override === undefined ? source : override.source;
  const spans = override === undefined ? tree.spans : override.tree.spans;
  const start = override?.valueOffset ?? 0;
  for (let from = override?.path.length ?? 0, to = path.length; to >= from; to--) {
    const span = spans.get(pathKey(path.slice(from, to)));
    if (span === undefined) continue;
    const isWhole = to === path.length;
    const offset = start + spanOffset(span, isKey || !isWhole);
    return { source: text, offset, written: isWhole ? span.written : null };
  }
  return { source: text, offset: null, written: null };
}

function messageOf(draft: Draft, config: unknown, written: string | null): string {
  const received = draft.received ?? describeReceived(valueAt(config, draft.path), written);
  return `expected ${draft.expected}, got ${received}`;
}

/**
 * Finds the place of a problem of the config as a whole.
 * @param config - the config the problem was found in, for "got …"
 */
export function locate(sources: Sources, draft: Draft, config: unknown): Located {
  const { source, offset, written } = findPlace(sources, draft.path, draft.isKey ?? false);
  const message = messageOf(draft, config, written);
  return { source, offset, path: draft.path, message, suggestion: draft.suggestion ?? null };
}

/** Finds the place of a problem in the path of an override. */
export function locateInOverride(override: ReadOverride, draft: Draft, config: unknown): Located {
  const before = override.segments.slice(0, draft.path.length - 1);
  const offset = before.reduce((sum, segment) => sum + segment.length + 1, override.pathOffset);
  const message = messageOf(draft, config, null);
  const { source } = override;
  return { source, offset, path: draft.path, message, suggestion: draft.suggestion ?? null };
}

/** Leaves out the problems at or below the path of another, which are mere consequences of it. */
export function withoutConsequences(
  drafts: readonly Draft[],
  located: readonly Located[],
): readonly Draft[] {
  const causes = new Set(
    located.filter(({ path }) => path.length > 0).map(({ path }) => pathKey(path)),
  );
  return drafts.filter(({ path }) =>
    path.every((_, index) => !causes.has(pathKey(path.slice(0, index + 1)))),
  );
}

const MOST_ISSUES = 50;

/**
 * Orders problems by their place and makes issues of them.
 * @returns at most 50 issues, each once, and one more that counts the rest
 */
export function toIssues(located: readonly Located[]): ConfigIssue[] {
  const unique = new Map(
    located.map((problem) => [
      JSON.stringify([problem.source.label, problem.path, problem.message]),
      problem,
    ]),
  );
  const ordered = [...unique.values()].sort(
    (a, b) => a.source.order - b.source.order || (a.offset ?? 0) - (b.offset ?? 0),
  );
  const issues = ordered
    .slice(0, MOST_ISSUES)
    .map(({ source, offset, path, message, suggestion }) =>
      issueAt(source, offset, path, message, suggestion),
    );
  const [first] = ordered;
  const hidden = ordered.length - issues.length;
  if (first === undefined || hidden === 0) return issues;
  const message = `expected at most ${MOST_ISSUES} problems, got ${hidden} more`;
  return [...issues, issueAt(first.source, null, [], message)];
}
