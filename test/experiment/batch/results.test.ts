// What the files of a suite's runs say, whole, damaged, missing or replaced.
import { execFileSync } from 'node:child_process';
import { mkdir, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Job } from '../../../src/experiment/batch/manifest.ts';
import { readResults, type SuiteRunState } from '../../../src/experiment/batch/results.ts';
import { hashResults } from '../../../src/experiment/batch/resultsHash.ts';
import { failureName, suiteDirectory } from '../../../src/experiment/batch/suiteDirectory.ts';
import { runDirectoryOf } from '../../../src/experiment/runDirectory.ts';
import { toJson } from '../../../src/training/json.ts';
import { finishedJob, idOf, jobAt, resultOf, suiteOf, writeRunFile } from '../../helpers/suites.ts';
import { useWorkspace } from '../../helpers/workspace.ts';

const space = useWorkspace();
const jobs = [0, 1, 2].map((seed) => jobAt(seed, { seed }));
const [job, ...others] = jobs as [Job, ...Job[]];

const out = () => space.path('runs');
const suite = () => suiteDirectory(out(), 'mine');
const read = (of: readonly Job[] = jobs) =>
  readResults({ name: 'mine', axes: ['seed'], search: { type: 'none' }, base: {}, jobs: of }, out())
    .runs;
const stateOf = (of: Job = job): SuiteRunState | undefined => read([of])[0]?.state;
const write = (file: string, content: string | Uint8Array, of: Job = job) =>
  writeRunFile(out(), of, file, content);

async function writeFailure(record: object, of: Job = job): Promise<void> {
  await mkdir(join(suite(), 'failures'), { recursive: true });
  await writeFile(join(suite(), 'failures', failureName(of.runId)), JSON.stringify(record));
}

describe('the state of a job', () => {
  test('is open where nothing of it, and no directory at all, is there', () => {
    expect(read().map(({ state }) => state)).toEqual(jobs.map(() => ({ type: 'open' })));
  });

  test('is finished where its result is there, with the look at test data', async () => {
    const text = resultOf(job);
    await write('result.json', text);
    expect(stateOf()).toEqual({
      type: 'finished',
      outcome: 'solved',
      step: 300,
      evaluation: { split: 'test', loss: 0.25, error: 0.01, count: 100 },
      validation: { split: 'validation', loss: 0.3, error: 0.02, count: 100 },
      resultSha256: JSON.parse(text).sha256,
    });
  });

  test('has the last validation where there was no look at test data', async () => {
    await write('result.json', resultOf(job, { test: null }));
    expect(stateOf()).toMatchObject({ evaluation: { split: 'validation', loss: 0.3 } });
  });

  test('keeps numbers that are not finite', async () => {
    const loss = Number.NEGATIVE_INFINITY;
    const bad = { split: 'test', loss, error: Number.NaN, count: 1 } as const;
    await write('result.json', resultOf(job, { test: bad }));
    expect(stateOf()).toMatchObject({ evaluation: { loss, error: Number.NaN } });
  });

  test('is open without a checkpoint, interrupted with one, after the last of them', async () => {
    await write('spec.json', '{}');
    expect(stateOf()).toEqual({ type: 'open' });
    await write('checkpoint-9.safetensors', '');
    await write('checkpoint-10.safetensors', '');
    expect(stateOf()).toEqual({ type: 'interrupted', step: 10 });
  });

  test('is failed by its record, unless a later attempt finished', async () => {
    await write('checkpoint-9.safetensors', '');
    await writeFailure({ schema: 1, runId: job.runId, attempts: 3, reason: 'it died' });
    expect(stateOf()).toEqual({ type: 'failed', attempts: 3, reason: 'it died' });
    await write('result.json', resultOf(job));
    expect(stateOf()).toMatchObject({ type: 'finished' });
  });

  test('goes with runs that were moved to another place', async () => {
    await write('result.json', resultOf(job));
    await rename(out(), space.path('moved'));
    const moved = readResults(
      { name: 'mine', axes: [], search: { type: 'none' }, base: {}, jobs: [job] },
      space.path('moved'),
    );
    expect(moved.runs[0]?.state.type).toBe('finished');
  });
});

describe('damage', () => {
  const reasonOf = (state: SuiteRunState | undefined) =>
    state?.type === 'damaged' ? state.reason : JSON.stringify(state);

  /** The format's number may turn into a larger one. */
  const DAMAGED = /result\.json (is damaged \(|has format 3, )/;

  test('of any byte of a result is seen', async () => {
    const whole = Buffer.from(resultOf(job));
    const path = await write('result.json', whole);
    for (let at = 0; at < whole.length; at++) {
      const flipped = Buffer.from(whole);
      flipped[at] = (whole[at] ?? 0) ^ 0x01;
      await writeFile(path, flipped);
      const state = stateOf();
      // A blank or a break between values may turn into another; then every fact is as it was.
      const isLayout = /\s/.test(String.fromCharCode(whole[at] ?? 0)) && state?.type === 'finished';
      if (!isLayout) expect(reasonOf(state), `byte ${at}`).toMatch(DAMAGED);
      else expect(state).toMatchObject({ resultSha256: JSON.parse(String(whole)).sha256 });
    }
  });

  test('of length is seen', async () => {
    const whole = resultOf(job);
    for (const length of [0, 1, 100, whole.length - 3]) {
      await write('result.json', whole.slice(0, length));
      expect(reasonOf(stateOf())).toMatch(
        /result\.json is damaged \(not JSON\); rnn batch --retry/,
      );
    }
  });

  test('is the result of another run, even of the same shown digits', async () => {
    const other = { runId: `${job.runId.slice(0, 16)}${idOf('other').slice(16)}` };
    await write('result.json', resultOf(other));
    expect(reasonOf(stateOf())).toMatch(/result\.json is of another run, /);
  });

  test('is a result of a newer format or without a field', async () => {
    const { sha256: _, ...facts } = JSON.parse(resultOf(job));
    const closed = (content: object) => toJson({ ...content, sha256: idOf(toJson(content)) }, 2);
    await write('result.json', `${closed(facts)}\n`);
    expect(stateOf()?.type).toBe('finished');
    await write('result.json', `${closed({ ...facts, schema: 99 })}\n`);
    expect(reasonOf(stateOf())).toMatch(/has format 99, this program reads 2/);
    await write('result.json', `${closed({ ...facts, outcome: 'won' })}\n`);
    expect(reasonOf(stateOf())).toMatch(/is damaged \(a field is missing or has another type\)/);
  });

  test('is not another layout of the same facts', async () => {
    const text = resultOf(job);
    for (const indent of [0, 4, '\t']) {
      await write('result.json', JSON.stringify(JSON.parse(text), null, indent));
      expect(stateOf()).toMatchObject({ resultSha256: JSON.parse(text).sha256 });
    }
  });

  test('is a link, a directory, a pipe or a huge file in place of a result', async () => {
    const path = join(runDirectoryOf(out(), job.name, job.runId), 'result.json');
    await write('spec.json', '{}');
    await writeFile(space.path('elsewhere.json'), resultOf(job));
    await symlink(space.path('elsewhere.json'), path);
    expect(reasonOf(stateOf())).toMatch(/result\.json is a symbolic link: refusing to use it/);
    const [second, third] = others as [Job, Job];
    await mkdir(join(runDirectoryOf(out(), second.name, second.runId), 'result.json'), {
      recursive: true,
    });
    expect(reasonOf(stateOf(second))).toMatch(/result\.json is a directory: refusing/);
    await write('spec.json', '{}', third);
    execFileSync('mkfifo', [join(runDirectoryOf(out(), third.name, third.runId), 'result.json')]);
    expect(reasonOf(stateOf(third))).toMatch(/result\.json is not a plain file: refusing/);
    const fourth = jobAt(3, {});
    await write('result.json', Buffer.alloc(2 ** 20 + 1), fourth);
    expect(reasonOf(stateOf(fourth))).toMatch(
      /is 1048577 bytes long, more than the limit of 1048576:/,
    );
  });

  test.each([
    ['another run', { schema: 1, runId: idOf('other'), attempts: 1, reason: '' }, /another run/],
    ['a newer format', { schema: 2, runId: idOf('run 0'), attempts: 1, reason: '' }, /format 2/],
    ['no reason', { schema: 1, runId: idOf('run 0'), attempts: 1 }, /a field is missing/],
  ])('is a failure record of %s', async (_, record, message) => {
    await writeFailure(record);
    expect(reasonOf(stateOf())).toMatch(message);
  });

  test('of one run leaves the others readable', async () => {
    await write('result.json', 'x');
    for (const other of others) await write('result.json', resultOf(other), other);
    expect(read().map(({ state }) => state.type)).toEqual(['damaged', 'finished', 'finished']);
  });
});

describe('the hash over all results', () => {
  test('covers ids and results in the order of the manifest, whoever finished first', async () => {
    const texts = jobs.map((of) => resultOf(of));
    for (const at of [2, 0, 1]) await write('result.json', texts[at] ?? '', jobs[at]);
    const lines = jobs.map(({ runId }, at) => `${runId} ${JSON.parse(texts[at] ?? '').sha256}\n`);
    expect(hashResults(read())).toBe(idOf(lines.join('')));
    expect(hashResults(read([...jobs].reverse()))).toBe(idOf(lines.reverse().join('')));
  });

  test('knows no labels, names or places, but every result', () => {
    const suiteWith = (label: string, loss: number) =>
      suiteOf(['a'], [[{ a: label }, finishedJob('solved', 1, loss)]]).runs;
    expect(hashResults(suiteWith('x', 1))).toBe(hashResults(suiteWith('y', 1)));
    expect(hashResults(suiteWith('x', 1))).not.toBe(hashResults(suiteWith('x', 2)));
  });

  test('is there for no runs at all, and not where one is missing', () => {
    expect(hashResults([])).toBe(idOf(''));
    const finished = finishedJob('solved', 1, 1);
    const states: SuiteRunState[] = [
      { type: 'open' },
      { type: 'interrupted', step: 1 },
      { type: 'failed', attempts: 1, reason: '' },
      { type: 'damaged', reason: '', isRepairable: true },
    ];
    for (const state of states) {
      const { runs } = suiteOf(
        [],
        [
          [{}, finished],
          [{}, state],
        ],
      );
      expect(hashResults(runs), state.type).toBeNull();
    }
  });
});
