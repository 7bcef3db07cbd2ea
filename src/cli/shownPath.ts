// Paths in what is printed.
import { isAbsolute, relative, sep } from 'node:path';

/** A path as the user would type it: relative only inside the working directory. */
export function shownPath(cwd: string, path: string): string {
  const short = relative(cwd, path);
  const isOutside = short === '..' || short.startsWith(`..${sep}`) || isAbsolute(short);
  return isOutside ? path : short || '.';
}
