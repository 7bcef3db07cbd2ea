// Hashes of the files that specs name, each file read once for a whole suite.

import { resolve } from 'node:path';
import type { RunInputs } from '../canonical.ts';
import { inputsOf, readDataFiles, readWeightsFile } from '../dataFile.ts';
import type { Spec } from '../schema/spec.ts';
import { filesOf } from '../taskFiles.ts';
import type { JobContext } from './manifest.ts';

/** Where the files of a suite lie. */
export type InputDirectories = Pick<JobContext, 'dataDirectory' | 'weightsDirectory'>;

/** Finds what a run depends on besides its spec. */
export interface InputHashes {
  /** Whether a spec names no file. */
  readonly hasNone: (spec: Spec) => boolean;
  /**
   * Reads what has not been read yet.
   * @throws DataError if a file cannot be read
   */
  readonly of: (spec: Spec) => Promise<RunInputs>;
}

const dataKey = (task: Spec['task'], directory: string): string =>
  filesOf(task)
    .map(({ split, path }) => `${split} ${resolve(directory, path)}`)
    .join('\n');

/** Opens the hashes of a suite. */
export function createInputHashes({
  dataDirectory,
  weightsDirectory,
}: InputDirectories): InputHashes {
  const found = new Map<string, Promise<RunInputs>>();
  const remember = (key: string, read: () => Promise<RunInputs>): Promise<RunInputs> => {
    const known = found.get(key) ?? read();
    found.set(key, known);
    return known;
  };
  return {
    hasNone: ({ task, model }) => !('file' in task) && !('path' in model.initializer),
    async of({ task, model: { initializer } }) {
      const data =
        'file' in task
          ? await remember(`data ${dataKey(task, dataDirectory)}`, async () =>
              inputsOf(await readDataFiles(task, dataDirectory), null),
            )
          : {};
      const weights =
        'path' in initializer
          ? await remember(`weights ${resolve(weightsDirectory, initializer.path)}`, async () =>
              inputsOf(null, await readWeightsFile(initializer, weightsDirectory)),
            )
          : {};
      return { ...data, ...weights };
    },
  };
}
