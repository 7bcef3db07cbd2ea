// Reads the script of surface pages, which the build bundles from src/report/surface/page.
import { readFile } from 'node:fs/promises';

/** The same relative place from `src/experiment/surface` and from `dist/experiment/surface`. */
const CLIENT_URL = new URL('../../../dist/report/surface/page.js', import.meta.url);

/**
 * Reads the script of surface pages.
 *
 * @returns JavaScript for browsers, one classic script.
 * @throws Error of the system where the package is not built.
 */
export function readPageClient(): Promise<string> {
  return readFile(CLIENT_URL, 'utf8');
}
