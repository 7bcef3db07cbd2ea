// A run read back from its directory: spec and id agree, or one clear error.
import { mkdir, rename, symlink } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { trajectoryId } from '../../src/experiment/canonical.ts';
import { executeRun } from '../../src/experiment/executeRun.ts';
import { formatIssues } from '../../src/experiment/load/issue.ts';
import { loadConfigValue } from '../../src/experiment/load/loadConfig.ts';
import type { Spec } from '../../src/experiment/schema/spec.ts';
import { readStoredData, readStoredSpec } from '../../src/experiment/storedRun.ts';
import { host } from '../helpers/host.ts';
import { useWorkspace } from '../helpers/workspace.ts';

const space = useWorkspace();

function specOf(config: object): Spec {
  const loaded = loadConfigValue(config, { file: 'test' });
  if (!loaded.ok) throw new Error(formatIssues(loaded.issues));
  return loaded.spec;
}

const SHORT = { training: { steps: 2, batchSize: 2 }, evaluation: { size: 2 } };
const TOY = { name: 'mine', task: { type: 'toy', length: 4 }, ...SHORT };
const TEXT = { task: { type: 'text', file: 'text.txt', length: 8 }, ...SHORT };

async function run(config: object): Promise<{ runId: string; directory: string }> {
  await space.write('text.txt', 'the quick brown fox jumps over the lazy dog. '.repeat(50));
  const options = { out: space.path('runs'), baseDirectory: space.cwd, host };
  return executeRun(specOf(config), options);
}

/** Runs the toy and changes its spec.json. */
async function damage(change: (text: string) => string): Promise<string> {
  const { directory } = await run(TOY);
  const path = `${await space.runDirectory()}/spec.json`;
  await space.write(path, change(await space.read(path)));
  return directory;
}

describe('reading a run', () => {
  test('gives spec and id as they were, wherever the directory has gone', async () => {
    const { runId, directory } = await run(TOY);
    await rename(directory, space.path('moved'));
    const stored = await readStoredSpec(space.path('moved'));
    expect(stored).toEqual({
      spec: specOf(TOY),
      runId,
      trajectoryId: trajectoryId(specOf(TOY)),
      dataSha256: null,
      weightsSha256: null,
      branch: null,
    });
  });

  test('fills keys that a newer version has added', async () => {
    const directory = await damage((text) => text.replace(/,\s*"keep": 2/, ''));
    expect((await readStoredSpec(directory)).spec.checkpoint).toEqual({ seconds: 30, keep: 2 });
  });

  test('knows its data again, and refuses others', async () => {
    const { directory } = await run(TEXT);
    const stored = await readStoredSpec(directory);
    const data = await readStoredData(stored, space.cwd);
    expect(data?.sha256).toBe(stored.dataSha256);
    await space.write('text.txt', 'another text, long enough to be trained on. '.repeat(50));
    await expect(readStoredData(stored, space.cwd)).rejects.toMatchObject({
      name: 'DataError',
      message: expect.stringMatching(/text\.txt is not the file the run was trained on$/),
    });
    expect(await readStoredData(await readStoredSpec((await run(TOY)).directory), '')).toBe(null);
  });
});

describe('what is no run', () => {
  test.each([
    [
      'nothing',
      'none',
      /none is no run: there is no such directory; expected a directory that rnn/,
    ],
    ['a file', 'text.txt', /text\.txt is no run: it is a file; expected/],
    ['a path through a file', 'text.txt/a', /is no run: it is a file; expected/],
    ['an empty directory', 'empty', /empty is no run: it has no spec\.json; expected/],
    ['the directory of runs', 'runs', /no spec\.json; did you mean .*\/runs\/mine-[0-9a-f]{16}\?$/],
  ])('is %s', async (_, name, message) => {
    await run(TOY);
    await mkdir(space.path('empty'));
    await expect(readStoredSpec(space.path(name))).rejects.toMatchObject({
      name: 'NoRunError',
      message: expect.stringMatching(message),
    });
  });

  test('is one with a symbolic link in place of its spec', async () => {
    await symlink(space.path('text.txt'), space.path('spec.json'));
    await expect(readStoredSpec(space.cwd)).rejects.toMatchObject({
      name: 'RunDirectoryError',
      message: expect.stringContaining('spec.json is a symbolic link: refusing to use it'),
    });
  });
});

describe('a damaged spec.json', () => {
  const deep = `{"schema":1,"runId":"${'0'.repeat(64)}","spec":${'['.repeat(20_000)}${']'.repeat(20_000)}}`;

  test.each([
    ['is not JSON', () => '{', /is damaged \(not JSON\); rnn train CONFIG --fresh trains/],
    ['is empty', () => '', /is damaged \(not JSON\)/],
    ['is a list', () => '[]', /is damaged \(a field is missing or has another type\)/],
    ['is null', () => 'null', /is damaged \(a field/],
    [
      'is of a newer format',
      (text: string) => text.replace('"schema": 1', '"schema": 2'),
      /spec\.json has format 2, this program reads 1: use the newer program/,
    ],
    [
      'has an id that is none',
      (text: string) => text.replace(/"runId": "./, '"runId": "x'),
      /is damaged \(a field/,
    ],
    [
      'has a value of another kind',
      (text: string) => text.replace('"seed": 1', '"seed": "\\u001b[2J"'),
      /is damaged \(spec seed: expected an integer/,
    ],
    [
      'has an unknown key',
      (text: string) => text.replace('"seed": 1', '"seed": 1, "sed": 1'),
      /is damaged \(spec sed: expected one of the keys/,
    ],
    [
      'has a key of the prototype',
      (text: string) => text.replace('"seed": 1', '"seed": 1, "__proto__": {"a": 1}'),
      /is damaged \(spec __proto__: expected a key of the config/,
    ],
    ['is deep', () => deep, /is damaged \(spec .*nested levels/],
    [
      'has another seed',
      (text: string) => text.replace('"seed": 1', '"seed": 2'),
      /its id is not that of its spec: it was changed, or made by a program with other numerics/,
    ],
    [
      'tells of data',
      (text: string) => text.replace('"spec":', `"dataSha256": "${'0'.repeat(64)}", "spec":`),
      /its id is not that of its spec/,
    ],
  ])('is refused where it %s', async (_, change, message) => {
    const directory = await damage(change);
    const reading = readStoredSpec(directory);
    await expect(reading).rejects.toMatchObject({
      name: 'StoredFileError',
      message: expect.stringMatching(message),
    });
    await expect(reading).rejects.toThrow(/^[^\p{Cc}]+$/u);
  });
});
