// A run of a few steps that does everything once to its files, and what must be left of it.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeCheckpoint } from '../../src/experiment/checkpoint.ts';
import { invoke } from '../cli/invoke.ts';

/** Name of the config's file. */
export const SMALL_CONFIG = 'small.json';

/** Text of the config: 7 steps, checkpoints after 2, 4, 6 and 7. */
export const SMALL_TEXT = JSON.stringify({
  name: 'small',
  task: { type: 'temporalOrder', length: 10 },
  model: { layers: [{ type: 'elman', hiddenSize: 4 }] },
  training: { steps: 7, batchSize: 2, optimizer: { type: 'adam' } },
  evaluation: { every: 3, size: 4 },
  checkpoint: { every: 2 },
  metrics: { every: 1 },
});

/** Trains the config in a directory, below `out`. */
export const trainSmall = (cwd: string, out: string, ...more: readonly string[]) =>
  invoke(['train', SMALL_CONFIG, '--quiet', '--progress', 'none', '--out', out, ...more], { cwd });

/** Directory of the one run below a directory; undefined where there is none. */
export function onlyRun(out: string): string | undefined {
  try {
    return readdirSync(out).map((name) => join(out, name))[0];
  } catch {
    return undefined;
  }
}

/** What a run left that must not depend on what happened on the way. */
export function leftBy(out: string) {
  const run = onlyRun(out) ?? '';
  return {
    names: readdirSync(run).sort(),
    result: readFileSync(join(run, 'result.json'), 'utf8'),
    metrics: readFileSync(join(run, 'metrics.jsonl'), 'utf8'),
  };
}

/**
 * Checks that every file of an unfinished run is whole but for the metrics.
 * @returns how many checkpoints there are, and the names of temporary files
 */
export function inspectLeft(out: string): { checkpoints: number; temporary: string[] } {
  const run = onlyRun(out);
  const names = run ? readdirSync(run) : [];
  let checkpoints = 0;
  const temporary: string[] = [];
  for (const name of names) {
    const bytes = readFileSync(join(run ?? '', name));
    if (name.endsWith('.tmp')) temporary.push(name);
    else if (name.endsWith('.json')) JSON.parse(bytes.toString());
    else if (name.endsWith('.safetensors') && decodeCheckpoint(bytes)) checkpoints++;
  }
  return { checkpoints, temporary };
}
