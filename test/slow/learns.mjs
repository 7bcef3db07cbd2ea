// Whether every shipped config learns: trained for its budget, its test loss (or last validation loss) has to lie
// below each floor of its task. Slow, so no part of `npm test`: npm run check:learns [-- names of configs].
//
//   --data DIR   where the files of the user's own lie; configs that need one that is not there are left out
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { data: { type: 'string', default: '.' } },
});

/** Configs that show how training fails. */
const MEANT_TO_FAIL = ['unclipped', 'vanishing'];

const configs = readdirSync(join(root, 'configs'), { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.ya?ml$/.test(name) && !name.startsWith('suites'))
  .filter((name) => positionals.length === 0 || positionals.some((part) => name.includes(part)))
  .sort();

const out = mkdtempSync(join(tmpdir(), 'rnn-learns-'));
let failures = 0;

function check(name) {
  if (MEANT_TO_FAIL.some((part) => name.includes(part))) return 'left out: shows a failure';
  const text = readFileSync(join(root, 'configs', name), 'utf8');
  const own = /file: ([\w.-]+\.(?:mat|csv|txt))/.exec(text)?.[1];
  const isOwn = own !== undefined && !existsSync(join(root, 'configs/data', own));
  const file = isOwn ? join(values.data, own) : undefined;
  if (file !== undefined && !existsSync(file)) return `left out: no ${own} in --data`;
  const set = file === undefined ? [] : ['--set', `task.file=${file}`];
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      join(root, 'bin/rnn.js'),
      'train',
      join(root, 'configs', name),
      ...['--out', out, '--json', '--quiet', '--progress', 'none'],
      ...set,
    ],
    { encoding: 'utf8' },
  );
  if (status !== 0) {
    failures++;
    return `FAILED: ${stderr.trim()}`;
  }
  const { evaluation, step, outcome } = JSON.parse(stdout);
  const floors = (evaluation?.floors ?? []).filter((floor) => floor.loss !== null);
  if (floors.length === 0) return `${outcome} after ${step}; no floor is known`;
  const lowest = Math.min(...floors.map((floor) => floor.loss));
  const isBelow = evaluation.loss < lowest;
  if (!isBelow) failures++;
  const seconds = ((performance.now() - start) / 1000).toFixed(0);
  const verdict = isBelow ? 'learns' : 'FAILED: does not learn';
  const numbers = `loss ${evaluation.loss.toPrecision(3)}, floor ${lowest.toPrecision(3)}`;
  return `${verdict}: ${numbers}, ${outcome} after ${step} steps, ${seconds} s`;
}

try {
  for (const name of configs) process.stdout.write(`${name}: ${check(name)}\n`);
} finally {
  rmSync(out, { recursive: true, force: true });
}
process.exitCode = failures > 0 ? 1 : 0;
