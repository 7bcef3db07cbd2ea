// What the package promises to whoever installs it.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readSources, root } from './sources.ts';

const readJson = (path: string) => JSON.parse(readFileSync(root + path, 'utf8'));

test('the lock file names no registry, so that any mirror serves it', () => {
  const lock = readFileSync(`${root}package-lock.json`, 'utf8');
  expect(lock).not.toMatch(/"resolved"|https?:\/\/[^"]*\.tgz/);
  expect(readFileSync(`${root}.npmrc`, 'utf8')).toContain('omit-lockfile-registry-resolved=true');
});

test('the lock file holds the binaries of every platform, without which npm ci refuses it', () => {
  const { packages } = readJson('package-lock.json');
  const optional = Object.values<{ optionalDependencies?: object }>(packages).flatMap((entry) =>
    Object.keys(entry.optionalDependencies ?? {}),
  );
  expect(optional.length).toBeGreaterThan(0);
  expect(optional.filter((name) => packages[`node_modules/${name}`] === undefined)).toEqual([]);
});

test('libraries whose numbers reach a result are pinned exactly', () => {
  const { dependencies } = readJson('package.json');
  expect(dependencies).toMatchObject({
    seedrandom: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    papaparse: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    'midi-file': expect.stringMatching(/^\d+\.\d+\.\d+$/),
    'ml-matrix': expect.stringMatching(/^\d+\.\d+\.\d+$/),
  });
});

test('no dependency runs a script at installation', () => {
  const { packages } = readJson('package-lock.json');
  const dependencies = Object.entries<{ hasInstallScript?: boolean; dev?: boolean }>(packages);
  const scripted = dependencies.filter(([, { hasInstallScript, dev }]) => hasInstallScript && !dev);
  expect(scripted.map(([path]) => path).filter((path) => path !== '')).toEqual([]);
});

test('the dependencies are the libraries that the sources import', () => {
  const imported = readSources().flatMap(({ text }) =>
    [...text.matchAll(/(?:from|import\() ?'((?:@[^/'\n]+\/)?[^./'\n][^/'\n]*)['/]/g)].map(
      ([, name]) => name,
    ),
  );
  const libraries = new Set(imported.filter((name) => name && !name.startsWith('node:')));
  const { dependencies, peerDependencies } = readJson('package.json');
  const named = Object.keys({ ...dependencies, ...peerDependencies });
  expect(named.sort()).toEqual([...libraries].sort());
});

test('the libraries of Redis are installed only by those who ask for them', () => {
  const { peerDependencies, peerDependenciesMeta } = readJson('package.json');
  expect(Object.keys(peerDependencies)).toEqual(['bullmq', 'ioredis']);
  for (const name of Object.keys(peerDependencies))
    expect(peerDependenciesMeta[name]).toEqual({ optional: true });
});

test('the libraries of Redis are loaded when it is asked for, not before', () => {
  const imports = readSources().flatMap(({ path, text }) =>
    [...text.matchAll(/^import (?!type).* from '(bullmq|ioredis)'/gm)].map(([line]) => [
      path,
      line,
    ]),
  );
  expect(imports).toEqual([]);
});
