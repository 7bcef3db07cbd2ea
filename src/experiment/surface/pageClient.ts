// Reads the script of surface pages, which the build bundles from src/report/surface/page.
import { readFile } from 'node:fs/promises';
import { builtFile } from '../builtFiles.ts';

const CLIENT = 'report/surface/page.js';

/**
 * Reads the script of surface pages.
 *
 * @returns JavaScript for browsers, one classic script.
 * @throws Error of the system where the package is not built.
 */
export function readPageClient(): Promise<string> {
  return readFile(builtFile(CLIENT), 'utf8');
}
