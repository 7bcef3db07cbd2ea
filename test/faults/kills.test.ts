// A run that is killed before its n-th file operation, for every n, by a signal that no program sees.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { inspectLeft, leftBy, SMALL_CONFIG, SMALL_TEXT, trainSmall } from '../helpers/smallRun.ts';
import { useWorkspace } from '../helpers/workspace.ts';

const built = (path: string) => new URL(`../../dist/${path}`, import.meta.url);

beforeAll(() => {
  const isBuilt = existsSync(fileURLToPath(built('experiment/fileOperations.js')));
  if (!isBuilt) throw new Error('run `npm run build` before this test: dist is missing');
});

const space = useWorkspace();
beforeEach(() => space.write(SMALL_CONFIG, SMALL_TEXT));

/** Trains the small run in a process of its own that kills itself before its n-th operation. */
const script = `
import { writeSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { main } from ${JSON.stringify(built('cli/main.js').href)};
import { setFailpoint } from ${JSON.stringify(built('experiment/fileOperations.js').href)};
const [n, out] = process.argv.slice(1);
let count = 0;
setFailpoint((operation, path) => {
  writeSync(1, operation + ' ' + path + '\\n');
  if (++count === Number(n)) process.kill(process.pid, 'SIGKILL');
});
process.exitCode = await main(
  ['train', '${SMALL_CONFIG}', '--quiet', '--progress', 'none', '--out', out],
  { stdout: new PassThrough().resume(), stderr: process.stderr, stdin: process.stdin, env: {},
    isTTY: false, columns: 80, cwd: process.cwd() },
);
`;

/** @returns what it did before it was killed; `isWhole` if it came to its end instead */
function trainAndKill(n: number, out: string) {
  return new Promise<{ isWhole: boolean; operations: string[] }>((resolve, reject) => {
    const argv = ['--input-type=module', '--eval', script, String(n), out];
    const child = spawn(process.execPath, argv, { cwd: space.cwd });
    const chunks: string[] = [];
    let errors = '';
    child.stdout.on('data', (chunk) => chunks.push(String(chunk)));
    child.stderr.on('data', (chunk) => {
      errors += String(chunk);
    });
    child.on('close', (exitCode, signal) => {
      const isWhole = exitCode === 0;
      if (!isWhole && signal !== 'SIGKILL') reject(new Error(`${n}: exit ${exitCode}: ${errors}`));
      resolve({ isWhole, operations: chunks.join('').trimEnd().split('\n') });
    });
  });
}

test('a run killed before any of its operations goes on to the same bytes, and nothing is left over', async () => {
  await trainSmall(space.cwd, 'whole');
  const expected = leftBy(space.path('whole'));
  const total = (await trainAndKill(0, 'counted')).operations.length;
  expect(leftBy(space.path('counted'))).toEqual(expected);
  expect(total).toBeGreaterThan(40);
  let next = 1;
  const worker = async () => {
    for (let n = next++; n <= total; n = next++) {
      const out = space.path(`runs-${n}`);
      const { isWhole, operations } = await trainAndKill(n, out);
      const last = `${n}: ${operations.at(-1)}`;
      // On a busy machine a run may need one operation less than the counted one did: then it is whole.
      if (isWhole && n === total) {
        expect(leftBy(out), last).toEqual(expected);
        continue;
      }
      expect([isWhole, operations.length], last).toEqual([false, n]);
      const done = operations.slice(0, -1).filter((one) => /^rename .*safetensors$/.test(one));
      const { checkpoints, temporary } = inspectLeft(out);
      expect(checkpoints, last).toBeGreaterThanOrEqual(Math.min(1, done.length));
      expect(temporary.length, last).toBeLessThanOrEqual(1);
      const { exitCode, stderr } = await trainSmall(space.cwd, out);
      expect([exitCode, stderr], last).toEqual([0, '']);
      expect(leftBy(out), last).toEqual(expected);
    }
  };
  await Promise.all([worker(), worker()]);
}, 300_000);
