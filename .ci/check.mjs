// Runs checks, says how each went, and counts.
import { spawn } from 'node:child_process';

/** Collects the outcome of checks; a check fails by throwing. */
export function createChecks() {
  let passed = 0;
  let failed = 0;
  return {
    async check(name, run) {
      const start = performance.now();
      try {
        await run();
        passed++;
        const seconds = ((performance.now() - start) / 1000).toFixed(1);
        process.stdout.write(`ok     ${name} (${seconds} s)\n`);
      } catch (error) {
        failed++;
        process.stdout.write(`FAILED ${name}\n       ${String(error?.message ?? error)}\n`);
      }
    },
    /** Prints the counts and returns the exit code. */
    finish() {
      process.stdout.write(`checks: ${passed} passed, ${failed} failed\n`);
      return failed > 0 || passed === 0 ? 1 : 0;
    },
  };
}

/** Throws unless a condition holds. */
export function expect(condition, message) {
  if (!condition) throw new Error(message);
}

/**
 * Runs a program to its end and returns its standard output.
 * @throws Error with everything the program said, where it exits with another code than 0
 */
export function run(program, argv, { cwd, env = {}, echo = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, argv, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
      if (echo) process.stdout.write(chunk);
    });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
      if (echo) process.stderr.write(chunk);
    });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      const command = [program, ...argv].join(' ');
      if (code === 0) resolve(stdout);
      else reject(new Error(`${command}: exit ${code ?? signal}\n${stderr}${stdout}`));
    });
  });
}

/** Maps with at most `limit` at work at a time, in order of the results. */
export async function mapLimited(items, limit, map) {
  const results = new Array(items.length);
  let next = 0;
  const work = async () => {
    while (next < items.length) {
      const index = next++;
      results[index] = await map(items[index]);
    }
  };
  await Promise.all(Array.from({ length: limit }, work));
  return results;
}
