// Another library in a process of its own. It answers a line with a count by the milliseconds that
// many updates took, so that its rounds interleave with ours.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const START_LIMIT_MS = 60_000;

/** Pythons to look for a library in. */
export const pythons = [
  ...new Set([process.env.PYTHON, 'python3', '/usr/bin/python3'].filter(Boolean)),
];

/** Path of a peer's script. */
export const pathOf = (name) => fileURLToPath(new URL(name, import.meta.url));

/**
 * Starts a peer whose first line of output is its name and version.
 * @param environment variables to set, or to unset where undefined
 * @returns the peer as a case with `close()`, or null where it cannot run
 */
export async function openPeer(command, parameters, environment = {}) {
  const child = spawn(command, parameters, {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { ...process.env, ...environment },
  });
  const lines = createInterface({ input: child.stdout });
  const waiting = [];
  let ended = false;
  const end = () => {
    ended = true;
    for (const resolve of waiting.splice(0)) resolve(null);
  };
  lines.on('line', (line) => waiting.shift()?.(line));
  child.on('error', end);
  child.on('exit', end);
  child.stdin.on('error', () => {});
  const answer = () =>
    ended ? Promise.resolve(null) : new Promise((resolve) => waiting.push(resolve));

  const late = setTimeout(() => child.kill(), START_LIMIT_MS);
  const name = await answer();
  clearTimeout(late);
  if (name === null) return null;
  return {
    name,
    async time(count) {
      child.stdin.write(`${count}\n`);
      const line = await answer();
      if (line === null) throw new Error(`${name} ended in the middle of the bench`);
      return Number(line);
    },
    close: () => child.stdin.end(),
  };
}
