// Successive halving: the rungs of a plan, and which runs go on, from results alone.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type ManifestSearch,
  reachedRuns,
  rungSteps,
} from '../../../src/experiment/batch/halving.ts';
import { loadSuite } from '../../../src/experiment/batch/loadSuite.ts';
import type { SuiteRunState } from '../../../src/experiment/batch/results.ts';
import { specOfJob } from '../../../src/experiment/batch/specOfJob.ts';
import { runId, trajectoryId } from '../../../src/experiment/canonical.ts';
import { formatIssues } from '../../../src/experiment/load/issue.ts';
import { finishedJob, suiteOf } from '../../helpers/suites.ts';
import { useWorkspace } from '../../helpers/workspace.ts';

const space = useWorkspace();

const HALVING = { type: 'halving', factor: 2, measure: 'loss', steps: [10, 20, 40] } as const;

/** Indexes of the runs reached, where the runs of each rung end with these losses; null is open. */
function reached(
  losses: readonly (readonly (number | null | SuiteRunState)[])[],
  search: ManifestSearch = HALVING,
): number[] {
  const states = losses.flat().map((loss): SuiteRunState => {
    if (loss === null) return { type: 'open' };
    return typeof loss === 'number' ? finishedJob('completed', 10, loss, loss / 2) : loss;
  });
  const { runs } = suiteOf(
    ['x'],
    states.map((state, x) => [{ x }, state] as const),
  );
  return reachedRuns(search, runs).map(({ job }) => job.index);
}

const OPEN = [null, null, null, null];

describe('rungs', () => {
  test.each([
    [100, 3, 2700, [100, 300, 900, 2700]],
    [100, 3, 1000, [100, 300, 900, 1000]],
    [1, 2, 2, [1, 2]],
  ])('from %i by %i to %i', (minimum, factor, full, expected) => {
    expect(rungSteps(minimum, factor, full)).toEqual(expected);
  });
});

describe('the runs that a search has come to', () => {
  test('are all of the first rung while one of it is open', () => {
    expect(reached([[1, 2, null, 3], OPEN, OPEN])).toEqual([0, 1, 2, 3]);
  });

  test('are then the better half of the first, and of those the better half', () => {
    expect(reached([[4, 1, 3, 2], OPEN, OPEN])).toEqual([0, 1, 2, 3, 5, 7]);
    expect(reached([[4, 1, 3, 2], [null, 9, null, 8], OPEN])).toEqual([0, 1, 2, 3, 5, 7, 11]);
  });

  test('keep the order of the manifest among equals', () => {
    expect(reached([[1, 1, 1, 1], OPEN, OPEN])).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test('leave out what failed, diverged, or is not finite, however few are left', () => {
    const failed: SuiteRunState = { type: 'failed', attempts: 3, reason: 'x' };
    const diverged = finishedJob('diverged', 3, 0.1, 0);
    expect(reached([[failed, diverged, Number.NaN, 5], OPEN, OPEN])).toEqual([0, 1, 2, 3, 7]);
    expect(reached([[failed, diverged, Number.NaN, failed], OPEN, OPEN])).toEqual([0, 1, 2, 3]);
  });

  test('may be ranked by the error, which some tasks lack', () => {
    const search = { ...HALVING, measure: 'error' } as const;
    const noError = finishedJob('completed', 10, 0.1, null);
    expect(reached([[noError, 3, 2, noError], OPEN, OPEN], search)).toEqual([0, 1, 2, 3, 5, 6]);
  });

  test('never depend on what lies on later rungs, and only grow', () => {
    const losses = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(losses, fc.integer({ min: 0, max: 12 }), (all, known) => {
        const some = all.map((loss, index) => (index < known ? loss : null));
        const [now, then] = [reached([some]), reached([all])];
        expect(then).toEqual(expect.arrayContaining(now));
      }),
    );
  });
});

describe('a suite with halving', () => {
  const BASE =
    '{ task: { type: addition, length: 10 }, training: { steps: 40 }, evaluation: { every: 10 } }';
  const plan = async (search: string, base = BASE, runs = '[{ seeds: 4 }]') => {
    await space.write('s.yaml', `base: ${base}\nruns: ${runs}\nsearch: ${search}\n`);
    const result = await loadSuite(['s.yaml'], { cwd: space.cwd });
    return result.ok ? result.plan : formatIssues(result.issues);
  };

  test('stands rung by rung, each run the longer form of one before', async () => {
    const planned = await plan('{ type: halving, factor: 2, minimumSteps: 10 }');
    if (typeof planned === 'string') throw new Error(planned);
    const { manifest, demands } = planned;
    expect(manifest.search).toEqual(HALVING);
    expect(manifest.axes).toEqual(['seed', 'steps']);
    expect(manifest.jobs.map(({ labels }) => [labels.seed, labels.steps])).toEqual(
      [10, 20, 40].flatMap((steps) => [1, 2, 3, 4].map((seed) => [seed, steps])),
    );
    for (const [index, job] of manifest.jobs.entries()) {
      const spec = specOfJob(manifest, job);
      expect(job.index).toBe(index);
      expect(runId(spec)).toBe(job.runId);
      const shorter = manifest.jobs[index - 4];
      expect(job.extends).toBe(shorter?.runId);
      if (shorter) expect(trajectoryId(specOfJob(manifest, shorter))).toBe(trajectoryId(spec));
    }
    // Four runs of 10 updates, two of 10 more, one of 20 more.
    expect(demands.reduce((sum, { steps }) => sum + steps, 0)).toBe(40 + 20 + 20);
  });

  test.each([
    ['minimumSteps: 40', BASE, undefined, /minimumSteps below training.steps, 40/],
    ['minimumSteps: 5', BASE, undefined, /at least evaluation.every, 10/],
    ['minimumSteps: 10', BASE, '[{ training.steps: [40, 80] }]', /same training.steps/],
    ['minimumSteps: 10', BASE, '[{ training.steps: [40] }]', /same training.steps/],
  ])('is refused with %s', async (search, base, runs, message) => {
    expect(await plan(`{ type: halving, factor: 2, ${search} }`, base, runs)).toMatch(message);
  });
});
