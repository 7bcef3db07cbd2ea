// The installed program as a user meets it: real processes, pipes and devices. Needs the build.

import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';

const bin = fileURLToPath(new URL('../../bin/rnn.js', import.meta.url));
const built = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

beforeAll(() => {
  if (!existsSync(built)) throw new Error('run `npm run build` before this test: dist is missing');
});

function shell(command: string) {
  const result = spawnSync('bash', ['-c', `set -o pipefail; ${command}`], {
    encoding: 'utf8',
    env: { ...process.env, RNN: bin, NODE: process.execPath },
  });
  return { exitCode: result.status, stdout: result.stdout, stderr: result.stderr };
}

describe('bin/rnn.js', () => {
  test('prints its version', () => {
    expect(shell('"$NODE" "$RNN" --version')).toMatchObject({ exitCode: 0, stderr: '' });
  });

  test('prints a JSON Schema that other programs can read', () => {
    const { stdout } = shell('"$NODE" "$RNN" schema');
    expect(JSON.parse(stdout)).toMatchObject({ required: ['task'] });
  });

  test('ends quietly when the reader of a pipe goes away', () => {
    expect(shell('"$NODE" "$RNN" schema | head -n 1')).toEqual({
      exitCode: 0,
      stdout: '{\n',
      stderr: '',
    });
  });

  test.skipIf(!existsSync('/dev/full'))('fails when its output device is full', () => {
    const { exitCode, stderr } = shell('"$NODE" "$RNN" schema > /dev/full');
    expect(exitCode).toBe(74);
    expect(stderr).toMatch(/^rnn: cannot write output: ENOSPC/);
  });

  test('loads nothing that a verb needs to print its version', async () => {
    const child = spawn(process.execPath, [bin, '--version'], {
      env: { ...process.env, NODE_DEBUG: 'esm,module' },
    });
    let loaded = '';
    child.stderr.on('data', (chunk) => {
      loaded += String(chunk);
    });
    await new Promise((resolve) => child.on('close', resolve));
    expect(loaded).toContain('commander');
    expect(loaded).not.toMatch(
      /node_modules\/(zod|yaml|chalk|asciichart|cli-progress|seedrandom)\//,
    );
  });
});
