// The queue of the local executor: what is tried again, when, and what costs an attempt.
import { describe, expect, test } from 'vitest';
import type { JobResult } from '../../src/experiment/batch/jobResult.ts';
import type { Job } from '../../src/experiment/batch/manifest.ts';
import type { JobEvent } from '../../src/experiment/executors/executor.ts';
import { createJobQueue } from '../../src/experiment/executors/local/jobQueue.ts';
import { jobAt } from '../helpers/suites.ts';

const { signal } = new AbortController();
const BUSY: JobResult = { type: 'failed', reason: 'in use', isFinal: false, isBusy: true };
const FINISHED: JobResult = {
  type: 'finished',
  outcome: 'completed',
  step: 5,
  durationMs: 1,
  resultSha256: '',
  isReused: false,
};

describe('a run that another process works on', () => {
  test('waits until the others are done, however often, and costs no attempt', async () => {
    const [first, second] = [jobAt(0, {}), jobAt(1, {})];
    const events: JobEvent[] = [];
    const onEvent = (event: JobEvent) => void events.push(event);
    const queue = createJobQueue([first, second], { attempts: 1, onEvent }, 1);
    const taken: (Job | null)[] = [];
    for (const result of [BUSY, FINISHED, BUSY, BUSY, FINISHED]) {
      const job = await queue.take(signal);
      taken.push(job);
      if (job) queue.settle(job, result);
    }
    expect(taken).toEqual([first, second, first, first, first]);
    expect(await queue.take(signal)).toBeNull();
    expect(events.map(({ type, index }) => `${index} ${type}`)).toEqual([
      '0 busy',
      '1 finished',
      '0 busy',
      '0 busy',
      '0 finished',
    ]);
  });
});
