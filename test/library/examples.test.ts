// The examples as a user runs them: own processes that import the package by its name. Needs the
// build.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';

const directory = fileURLToPath(new URL('../../examples/', import.meta.url));
const built = fileURLToPath(new URL('../../dist/index.js', import.meta.url));

beforeAll(() => {
  if (!existsSync(built)) throw new Error('run `npm run build` before this test: dist is missing');
});

const run = (example: string, ...parameters: string[]) => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [directory + example, ...parameters],
    { encoding: 'utf8' },
  );
  return { status, stdout, stderr };
};

test.each(readdirSync(directory).filter((name) => name.endsWith('.mjs')))(
  '%s runs with few steps',
  (example) => {
    const { status, stdout, stderr } = run(example, '20');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('completed after 20 updates');
  },
);

test.each(['parity.mjs', 'depth.mjs'])('%s is solved as it stands', (example) => {
  expect(run(example).stdout).toMatch(/solved after \d+ updates/);
});
