// The runs of a suite as plain data: expanded once from its file, written beside the runs, read by every
// worker and by whoever shows results. What a suite may say is in suite.ts; nothing is expanded here.
import type { RawRecord } from '../schema/raw.ts';
import type { ManifestSearch } from './halving.ts';

/** Version of the file format. */
export const MANIFEST_SCHEMA_VERSION = 1;

/** Value that an axis gives a run, as tables and filters show it. */
export type Label = string | number | boolean;

/** One run of a suite. */
export interface Job {
  /** Place in the manifest, from 0. */
  readonly index: number;
  /** 64 hex digits; whoever runs the job computes it again and refuses another. */
  readonly runId: string;
  /** Name of the run, which its directory begins with. */
  readonly name: string;
  /** Where it stands on every axis that applies to it, in the order of the axes. */
  readonly labels: Readonly<Record<string, Label>>;
  /** The run of which it is the longer form, for rungs of a search after the first. */
  readonly extends?: string;
  /** What it changes in the base config, by dotted path, in the order it is applied. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** What all runs of a suite share: with a job it is all that a worker needs. */
export interface JobContext {
  /** Directory of run directories, absolute. */
  readonly out: string;
  /** The config that jobs change, as written, defaults left out. */
  readonly base: Readonly<RawRecord>;
  /** Where a relative `task.file` starts, absolute. */
  readonly dataDirectory: string;
  /** Where a relative `model.initializer.path` starts, absolute. */
  readonly weightsDirectory: string;
}

/** A suite, expanded. */
export interface Manifest extends Omit<JobContext, 'out'> {
  /** Name of the suite; its own files lie in `<out>/suites/<name>/`. */
  readonly name: string;
  /** Names of the axes in the order tables show them; `seed` is one like any other. */
  readonly axes: readonly string[];
  /** Which of them go on to more updates. */
  readonly search: ManifestSearch;
  /** Distinct runs, in order; a run that the axes name twice stands here once. */
  readonly jobs: readonly Job[];
}
