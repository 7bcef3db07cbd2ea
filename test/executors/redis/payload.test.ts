// What a worker lets in, and that nothing a stranger puts into the queue gets further.
import { mkdir, symlink } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { Job, JobContext } from '../../../src/experiment/batch/manifest.ts';
import { specOfJob } from '../../../src/experiment/batch/specOfJob.ts';
import { runId } from '../../../src/experiment/canonical.ts';
import { admit } from '../../../src/experiment/executors/redis/admission.ts';
import {
  LARGEST_PAYLOAD,
  payloadOf,
  readPayload,
} from '../../../src/experiment/executors/redis/payload.ts';
import { useWorkspace } from '../../helpers/workspace.ts';

const space = useWorkspace();

const base = { task: { type: 'addition', length: 10 }, training: { steps: 5 } };
const job: Job = {
  index: 3,
  runId: runId(specOfJob({ base }, { ...blank(), settings: { name: 'a', seed: 7 } })),
  name: 'a',
  labels: { seed: 7, method: 'clip', isFast: true },
  extends: 'e'.repeat(64),
  settings: { name: 'a', seed: 7 },
};

function blank(): Job {
  return { index: 0, runId: '', name: 'a', labels: {}, settings: {} };
}

/** A payload as it arrives, through JSON, with what a stranger changed in it. */
const sent = (changes: object = {}): object => ({
  ...JSON.parse(JSON.stringify(payloadOf({ base }, job, { timeLimitMs: 5000 }))),
  ...changes,
});

const place = () => ({ out: space.path('runs'), dataDirectory: space.path('data') });

describe('a payload', () => {
  test('arrives as it was sent, without a path of the sender', () => {
    const context: JobContext = {
      out: '/sender/runs',
      base,
      dataDirectory: '/sender/data',
      weightsDirectory: '/sender/weights',
    };
    const data = JSON.parse(JSON.stringify(payloadOf(context, job, { timeLimitMs: 5000 })));
    expect(JSON.stringify(data)).not.toContain('/sender');
    const read = readPayload(data);
    expect(read).toMatchObject({ ok: true });
    expect(JSON.parse(JSON.stringify(read))).toMatchObject({ payload: data });
  });

  test('says whether a damaged run is to be trained afresh', async () => {
    const mending = JSON.parse(JSON.stringify(payloadOf({ base }, job, { repair: true })));
    expect(await admit(mending, job.runId, place())).toMatchObject({ ok: true, repair: true });
    expect(await admit(sent(), job.runId, place())).toMatchObject({ ok: true, repair: false });
  });

  test('becomes the job in the place of the worker', async () => {
    expect(await admit(sent(), job.runId, place())).toMatchObject({
      ok: true,
      job: JSON.parse(JSON.stringify({ ...job, index: 0 })),
      context: { ...place(), weightsDirectory: place().dataDirectory },
      timeLimitMs: 5000,
    });
  });

  test('of a newer format is refused with what to do', () => {
    expect(readPayload(sent({ schema: 2 }))).toEqual({
      ok: false,
      reason: expect.stringMatching(/format 2, this program reads 1: use the newer program/),
    });
  });

  test.each<[string, unknown]>([
    ['nothing', null],
    ['undefined', undefined],
    ['a list', []],
    ['text', 'x'],
    ['no schema', sent({ schema: undefined })],
    ['schema 0', sent({ schema: 0 })],
    ['schema as text', sent({ schema: '1' })],
    ['another key', sent({ out: '/tmp/x' })],
    ['a short id', sent({ runId: 'ab' })],
    ['an id with a path', sent({ runId: `../../${'a'.repeat(58)}` })],
    ['a shorter run with a path', sent({ extends: '../../x' })],
    ['a name that climbs', sent({ name: '../../x' })],
    ['an absolute name', sent({ name: '/etc/x' })],
    ['a name like an option', sent({ name: '-rf' })],
    ['a name with a line break', sent({ name: 'a\nb' })],
    ['a name with NUL', sent({ name: 'a\u0000' })],
    ['a long name', sent({ name: 'a'.repeat(300) })],
    ['a base that is a list', sent({ base: [] })],
    ['settings that are text', sent({ settings: 'seed=1' })],
    ['a label that is a mapping', sent({ labels: { a: {} } })],
    ['a time limit below nothing', sent({ timeLimitMs: -1 })],
    ['a time limit without end', sent({ timeLimitMs: 1e300 })],
    ['too much', sent({ labels: { a: 'x'.repeat(LARGEST_PAYLOAD) } })],
    ['deep nesting', { ...sent(), base: nested(100_000) }],
  ])('with %s is refused', (_, data) => {
    expect(readPayload(data)).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/^expected/),
    });
  });

  test.each(['__proto__', 'constructor', 'prototype'])('with %s is refused', (key) => {
    for (const place of ['base', 'settings', 'labels']) {
      const data = JSON.parse(`{"${key}":{"polluted":1}}`);
      expect(readPayload(sent({ [place]: data }))).toMatchObject({ ok: false });
    }
    const root = JSON.parse(`{"${key}":{"polluted":1},${JSON.stringify(sent()).slice(1)}`);
    expect(readPayload(root)).toMatchObject({ ok: false });
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

function nested(depth: number): object {
  return JSON.parse(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`);
}

describe('a worker lets in', () => {
  const reasonFor = async (changes: object, id = job.runId) => {
    const admission = await admit(sent(changes), id, place());
    return admission.ok ? null : admission.reason;
  };

  test('no run of another name than its payload says', async () => {
    expect(await reasonFor({ name: 'b' })).toBe('expected a run of the name b, got a');
  });

  test('no payload under the id of another run', async () => {
    expect(await reasonFor({}, 'f'.repeat(64))).toContain('got that of another');
  });

  test.each([
    [{ settings: { 'training.steps': -1 } }, 'training.steps'],
    [{ settings: JSON.parse('{"training.steps":1e400}') }, 'training.steps'],
    [{ settings: { 'training.steps': 2 ** 60 } }, 'training.steps'],
    [{ settings: { 'a.__proto__.x': 1 } }, 'got "a"'],
    [{ settings: { 'task.__proto__.x': 1 } }, '__proto__'],
    [{ base: { task: { type: 'toString' } } }, 'task.type'],
    [{ base: {} }, 'task'],
    [{ base: { ...base, out: '/tmp' } }, 'out'],
  ])('no config that is none: %j', async (changes, wanted) => {
    expect(await reasonFor(changes)).toContain(wanted);
  });

  test.each(['../secret.txt', '/etc/passwd', 'a/../../secret.txt', '..'])(
    'no data outside its directory: %s',
    async (file) => {
      const task = { type: 'text', file, length: 8 };
      expect(await reasonFor({ base: { task } })).toMatch(
        /^task\.file: expected a file in the worker's/,
      );
      const initializer = { type: 'file', path: file };
      const model = { initializer };
      expect(await reasonFor({ base: { ...base, model } })).toMatch(/^model\.initializer/);
    },
  );

  test('no link that leads outside', async () => {
    await mkdir(space.path('data'));
    await space.write('data/inside.txt', 'a');
    await space.write('secret.txt', 'a');
    await symlink(space.path('secret.txt'), space.path('data/link.txt'));
    const textTask = (file: string) => ({ base: { task: { type: 'text', file, length: 8 } } });
    expect(await reasonFor(textTask('link.txt'))).toContain('--data');
    expect(await reasonFor(textTask('inside.txt'))).toBeNull();
    expect(await reasonFor(textTask(space.path('data/inside.txt')))).toBeNull();
  });
});
