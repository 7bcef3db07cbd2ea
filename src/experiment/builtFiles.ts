// Where the build puts what is loaded by name instead of imported: the code of threads, the script of
// pages. The one place of this layer that asks where it lies.

/**
 * Finds a file of the build.
 * @param path relative to `dist`
 * @returns the same place from `src/experiment` and from `dist/experiment`
 */
export function builtFile(path: string): URL {
  return new URL(`../../dist/${path}`, import.meta.url);
}
