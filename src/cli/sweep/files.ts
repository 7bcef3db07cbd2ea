// The files of a sweep: whether they can be written is asked before anything is computed.

import { access, constants, lstat, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { writeAtomically } from '../../experiment/files.ts';
import { toyFrames } from '../../experiment/surface/frames.ts';
import type { SurfaceView } from '../../experiment/surface/surface.ts';
import type { SweepResult } from '../../experiment/surface/sweep.ts';
import { formatNumber } from '../../report/format.ts';
import { CliError, exitCodes } from '../exitCodes.ts';
import type { SweepPlan } from './plan.ts';
import type { SweepFiles } from './settings.ts';

/** Everything a file is made from. */
export interface SweepContent {
  readonly plan: SweepPlan;
  readonly view: SurfaceView;
  readonly result: SweepResult;
}

/** Words of pictures: what it is, and what decided its numbers. */
function wordsOf({ plan, view }: SweepContent): {
  readonly title: string;
  readonly subtitle: string;
} {
  const subtitle = Object.entries(plan.settings)
    .filter(([name]) => name !== 'form')
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
  const what = { cost: 'Cost surface', gradientNorm: 'Gradient norm' }[view.quantity];
  return { title: `${what} of ${plan.title}`, subtitle };
}

/** The window in words, beside the settings. */
function windowOf({ x, y }: SurfaceView['surface']): string {
  const axes = [x, y].map(({ name, min, max, count }) =>
    count === 1 ? `${name} = ${min}` : `${name} from ${formatNumber(min)} to ${formatNumber(max)}`,
  );
  return `${axes.join(', ')}: ${x.count} × ${y.count} points`;
}

const writers: Readonly<
  Record<keyof SweepFiles, (content: SweepContent) => Promise<string | Uint8Array>>
> = {
  async csv({ view }) {
    const { surfaceCsv } = await import('../../report/surface/csv.ts');
    return surfaceCsv(view.surface, view.refinement);
  },
  async npy({ view: { surface, quantity } }) {
    const { npyBytes } = await import('../../model/weights/npy.ts');
    return npyBytes(surface[quantity], [surface.y.count, surface.x.count]);
  },
  async svg(content) {
    const { surfaceSvg } = await import('../../report/surface/svg.ts');
    return surfaceSvg(content.view, wordsOf(content));
  },
  async html(content) {
    const { plan, view, result } = content;
    const [{ surfacePage }, { readPageClient }] = await Promise.all([
      import('../../report/surface/html.ts'),
      import('../../experiment/surface/pageClient.ts'),
    ]);
    const { source } = plan;
    const frames =
      source.type === 'toy'
        ? toyFrames(source, view.surface, result.kernels)
        : [{ ...view.surface, steps: 1 }];
    const client = await readPageClient();
    const { form: _, ...settings } = plan.settings;
    const words = { title: wordsOf(content).title, subtitle: windowOf(view.surface) };
    return surfacePage(view, { ...words, settings, frames, client });
  },
};

const kinds = Object.keys(writers) as (keyof SweepFiles)[];

/**
 * Checks that every file asked for has a directory that can be written to, and nothing but a file in
 * its place.
 * @throws CliError with exit code 73
 */
export async function checkFiles(files: SweepFiles): Promise<void> {
  for (const kind of kinds) {
    const path = files[kind];
    if (path === null) continue;
    const refused = (reason: string) =>
      new CliError(exitCodes.cannotCreate, `--${kind}: cannot write ${path}: ${reason}`);
    const found = await lstat(path).catch(() => null);
    if (found?.isDirectory()) throw refused('it is a directory');
    // The finished file takes the place of what is there, which must not be a device or a link.
    if (found?.isSymbolicLink()) throw refused('it is a link; name the file itself');
    if (found && !found.isFile()) throw refused('it is a device or pipe; name a file');
    const directory = await stat(dirname(path)).catch(() => null);
    if (!directory?.isDirectory()) throw refused('there is no such directory');
    await access(dirname(path), constants.W_OK).catch(() => {
      throw refused('its directory cannot be written to');
    });
  }
}

/**
 * Writes the files asked for, each whole or not at all.
 * @returns their paths
 * @throws FileError
 */
export async function writeFiles(files: SweepFiles, content: SweepContent): Promise<string[]> {
  const written: string[] = [];
  for (const kind of kinds) {
    const path = files[kind];
    if (path === null) continue;
    await writeAtomically(path, await writers[kind](content));
    written.push(path);
  }
  return written;
}
