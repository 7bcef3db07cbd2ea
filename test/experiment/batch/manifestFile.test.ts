import { createHash } from 'node:crypto';
import { mkdir, symlink } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import {
  manifestText,
  parseManifest,
  readManifest,
  writeManifest,
} from '../../../src/experiment/batch/manifestFile.ts';
import { specOfJob } from '../../../src/experiment/batch/specOfJob.ts';
import { manifestFile, suiteDirectory } from '../../../src/experiment/batch/suiteDirectory.ts';
import { StoredFileError } from '../../../src/experiment/storedFileError.ts';
import { useWorkspace } from '../../helpers/workspace.ts';
import { BASE, planOf } from './suites.ts';

const space = useWorkspace();
const manifestOf = async () =>
  (
    await planOf(
      space,
      `${BASE}\nruns: { seeds: 2, training.policy: [[], [{ type: noise }]], task.length: [{ min: 20, max: 30 }] }`,
    )
  ).manifest;

/** A manifest whose hash is right, whatever it says. */
function signed(lines: readonly unknown[], schema = 1): string {
  const body = `${lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n')}\n`;
  const sha256 = createHash('sha256').update(body).digest('hex');
  return `${JSON.stringify({ schema, sha256 })}\n${body}`;
}

const linesOf = (text: string): Record<string, unknown>[] =>
  text
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => JSON.parse(line));

describe('the manifest of a suite', () => {
  test('is read as it was written, and gives the same specs', async () => {
    const manifest = await manifestOf();
    const out = space.path('runs');
    expect(await readManifest(out, 'suite')).toBeNull();
    await writeManifest(out, manifest);
    await writeManifest(out, manifest);
    expect(await space.list('runs/suites/suite')).toEqual(['manifest.jsonl']);
    const read = await readManifest(out, 'suite');
    expect(read).toEqual(manifest);
    for (const job of manifest.jobs) {
      const again = read?.jobs[job.index];
      expect(again && specOfJob(read, again)).toEqual(specOfJob(manifest, job));
    }
  });

  test('is refused with any one byte changed or cut off', async () => {
    const text = manifestText(await manifestOf());
    const bytes = Buffer.from(text);
    for (let index = 0; index < bytes.length; index++) {
      const changed = Buffer.from(bytes);
      changed[index] = (changed[index] ?? 0) ^ (1 << (index % 8));
      expect(() => parseManifest('m', changed.toString('utf8')), `byte ${index}`).toThrow(
        StoredFileError,
      );
    }
    for (let length = 0; length < text.length; length += 7) {
      expect(() => parseManifest('m', text.slice(0, length)), `${length} bytes`).toThrow(
        StoredFileError,
      );
    }
  });

  test('is refused in a newer format, and says so', async () => {
    const [shared, ...jobs] = linesOf(manifestText(await manifestOf()));
    expect(() => parseManifest('m', signed([shared, ...jobs], 2))).toThrow(
      'm has format 2, this program reads 1',
    );
    expect(parseManifest('m', signed([shared, ...jobs])).jobs).toHaveLength(4);
  });

  test.each<[string, (shared: Record<string, unknown>, job: Record<string, unknown>) => void]>([
    ['a name that is a path', (shared) => (shared.name = '../x')],
    ['a run named like a path', (_, job) => (job.name = '../../x')],
    ['an id that is none', (_, job) => (job.runId = '../x')],
    ['an index out of order', (_, job) => (job.index = 2)],
    ['an unknown axis', (_, job) => (job.labels = { other: 1 })],
    ['a label that is a mapping', (_, job) => (job.labels = { seed: {} })],
    ['settings that are a list', (_, job) => (job.settings = [])],
    ['a base that is a text', (shared) => (shared.base = 'x')],
    ['a relative directory', (shared) => (shared.dataDirectory = 'x')],
    ['a directory with a null character', (shared) => (shared.weightsDirectory = '/x\0')],
    ['a count that is wrong', (shared) => (shared.jobCount = 3)],
    ['a key of its own', (shared) => (shared.more = 1)],
  ])('is refused with %s, though its hash is right', async (_, change) => {
    const [shared = {}, ...jobs] = linesOf(manifestText(await manifestOf()));
    change(shared, jobs[0] ?? {});
    expect(() => parseManifest('m', signed([shared, ...jobs]))).toThrow(StoredFileError);
  });

  test('is refused with a run twice, or with keys that reach into objects', async () => {
    const [shared, first, ...jobs] = linesOf(manifestText(await manifestOf()));
    const twice = [shared, first, { ...first, index: 1 }, ...jobs.slice(1)];
    expect(() => parseManifest('m', signed(twice))).toThrow('run 1');
    const polluted = JSON.stringify(first).replace(
      '"settings":{',
      '"settings":{"__proto__":{"a":1},',
    );
    expect(() => parseManifest('m', signed([shared, polluted, ...jobs]))).toThrow('run 0');
    const deep = `${'['.repeat(5000)}${']'.repeat(5000)}`;
    expect(() => parseManifest('m', signed([deep]))).toThrow(StoredFileError);
  });

  test('is refused where a symbolic link stands in its place, or another suite', async () => {
    const out = space.path('runs');
    const manifest = await manifestOf();
    await mkdir(suiteDirectory(out, 'suite'), { recursive: true });
    await space.write('elsewhere', manifestText(manifest));
    await symlink(space.path('elsewhere'), manifestFile(suiteDirectory(out, 'suite')));
    await expect(readManifest(out, 'suite')).rejects.toThrow('is a symbolic link');
    await expect(writeManifest(out, manifest)).rejects.toThrow('is a symbolic link');
    await mkdir(suiteDirectory(out, 'other'));
    await space.write('runs/suites/other/manifest.jsonl', manifestText(manifest));
    await expect(readManifest(out, 'other')).rejects.toThrow('it is of another suite');
  });

  test('lies where no name can lead out of the suites', async () => {
    for (const name of ['..', '../x', '/etc', '', 'a/b', '-rf', 'a\n', 'x'.repeat(65)]) {
      expect(() => suiteDirectory('runs', name)).toThrow('suite: expected a name');
      await expect(readManifest('runs', name)).rejects.toThrow('suite: expected a name');
    }
  });
});

describe('the spec of a job', () => {
  test('is refused where settings and base are no experiment', async () => {
    const manifest = await manifestOf();
    const job = { index: 7, settings: { 'training.steps': 'x' } };
    expect(() => specOfJob(manifest, job)).toThrow(StoredFileError);
    expect(() => specOfJob(manifest, job)).toThrow(
      'run 7 of the suite is no experiment (training.steps',
    );
    const polluting = { index: 0, settings: { 'training.__proto__.polluted': 1 } };
    expect(() => specOfJob(manifest, polluting)).toThrow(StoredFileError);
    expect({}).not.toHaveProperty('polluted');
  });
});
