// The run that a longer one extends: the same trajectory with other steps or another stop, of the same
// name in the same output directory. The longer one goes on from its checkpoint, to the bits it would
// have had anyway; so whatever is wrong with a shorter run, it is passed over.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunIds } from './canonical.ts';
import { checkpointVectors, writeVectors } from './checkpointVectors.ts';
import { readCheckpoints } from './readCheckpoints.ts';
import { replayStop } from './replayStop.ts';
import { allTensors, checkTrainable } from './resumePoint.ts';
import { RUN_DIRECTORY_NAME, runDirectoryOf, runFile } from './runDirectory.ts';
import type { Spec } from './schema/spec.ts';
import type { StartPoint } from './startPoint.ts';
import { readStoredSpec } from './storedRun.ts';

/**
 * Finds the furthest point of shorter runs that a run can go on from.
 * @param directories of runs that may be shorter ones
 * @returns null where there is none
 */
export async function furthestPoint(
  directories: readonly string[],
  spec: Spec,
  ids: RunIds,
): Promise<StartPoint | null> {
  let found: StartPoint | null = null;
  for (const directory of directories) {
    const point = await pointOf(directory, spec, ids).catch(() => null);
    if (point && point.step > (found?.step ?? 0)) found = point;
  }
  return found;
}

/**
 * Finds the directories of other runs of a name whose spec.json tells the same trajectory.
 * @param out directory that holds run directories
 */
export async function findShorterRuns(
  out: string,
  { name }: Spec,
  ids: RunIds,
): Promise<readonly string[]> {
  const own = runDirectoryOf(out, name, ids.runId);
  const names = await readdir(out).catch(() => []);
  const found: string[] = [];
  for (const candidate of names.sort()) {
    const directory = join(out, candidate);
    if (!RUN_DIRECTORY_NAME.test(candidate) || !isOfName(candidate, name)) continue;
    if (directory !== own && (await tellsOf(directory, ids.trajectoryId))) found.push(directory);
  }
  return found;
}

const isOfName = (candidate: string, name: string) =>
  candidate.startsWith(`${name}-`) && candidate.lastIndexOf('-') === name.length;

/** Whether a spec.json seems to tell of a trajectory; the run is checked afterwards. */
async function tellsOf(directory: string, trajectoryId: string): Promise<boolean> {
  const text = await readFile(runFile(directory, 'spec'), 'utf8').catch(() => '');
  return text.includes(`"${trajectoryId}"`);
}

/** The furthest checkpoint of a shorter run that the longer one passes too; null for none. */
async function pointOf(directory: string, spec: Spec, ids: RunIds): Promise<StartPoint | null> {
  const stored = await readStoredSpec(directory);
  if (stored.trajectoryId !== ids.trajectoryId) return null;
  const checkpoints = await readCheckpoints(directory, stored.runId);
  const metrics = { path: runFile(directory, 'metrics'), runId: stored.runId };
  const fitting = checkpoints.filter(({ step }) => step <= spec.training.steps);
  for (const checkpoint of fitting.toReversed()) {
    const trainable = checkTrainable(directory, checkpoint);
    const { step, training } = trainable;
    const progress = await replayStop(training.state.train.progress, metrics, {
      every: spec.evaluation.every,
      before: stored.spec.training.stop,
      now: spec.training.stop,
    });
    if (!progress) continue;
    const state = { ...training.state, train: { ...training.state.train, progress } };
    return {
      origin: { type: 'extended', directory, runId: stored.runId },
      step,
      policyStates: state.train.policies,
      written: [],
      metrics,
      enter(setup) {
        writeVectors(setup.arena, checkpointVectors(setup), allTensors(trainable));
        return state;
      },
    };
  }
  return null;
}
