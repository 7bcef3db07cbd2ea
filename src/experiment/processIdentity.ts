// Which process one is, told so that another can find out whether it still runs: a number alone is
// given to the next process before long.
import { execFile } from 'node:child_process';
import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { promisify } from 'node:util';

/** A process of some machine; null for what the system does not say. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, as the system counts; no other process with its number has the same. */
  readonly processStart: string | null;
  /** Changes with every start of the machine. */
  readonly bootId: string | null;
  /** The set of processes that its number is one of: containers have their own. */
  readonly pidNamespace: string | null;
  readonly host: string;
}

/**
 * Says which process this is.
 * @param pid its number
 */
export async function identifyProcess(pid: number): Promise<ProcessIdentity> {
  const [processStart, bootId, pidNamespace] = await Promise.all([
    startOfProcess(pid),
    readFile('/proc/sys/kernel/random/boot_id', 'utf8').then((text) => text.trim(), nothing),
    readlink('/proc/self/ns/pid').catch(nothing),
  ]);
  return { pid, processStart, bootId, pidNamespace, host: hostname() };
}

const nothing = () => null;

/** States of processes that have ended and whose parent has not noticed yet. */
const ENDED_STATES: ReadonlySet<string> = new Set(['Z', 'X']);

/** Of the fields behind the name in a line of /proc/PID/stat: the third and the 22nd of all. */
const STATE_FIELD = 0;
const START_FIELD = 19;

/**
 * Says when a process of this machine started.
 * @returns null where there is none, or the system does not say
 */
export async function startOfProcess(pid: number): Promise<string | null> {
  const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(nothing);
  if (line !== null) {
    // The name before them stands in parentheses and may hold some itself.
    const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
    return ENDED_STATES.has(fields[STATE_FIELD] ?? '') ? null : (fields[START_FIELD] ?? null);
  }
  if ((await readFile('/proc/self/stat').catch(nothing)) !== null) return null;
  return startFromPs(pid);
}

/** Asks where there is no /proc but a `ps`, as on macOS. */
async function startFromPs(pid: number): Promise<string | null> {
  const options = { env: { LC_ALL: 'C', TZ: 'UTC' } };
  const found = await promisify(execFile)('/bin/ps', ['-o', 'lstart=', '-p', String(pid)], options)
    .then(({ stdout }) => stdout.trim())
    .catch(nothing);
  return found || null;
}

/** What can be said of a process. */
export type Liveness = 'running' | 'ended' | 'unknown';

/**
 * Says whether a process runs, as far as that can be seen from another one.
 * @param one the process in question
 * @param self the process that asks
 */
export async function livenessOf(one: ProcessIdentity, self: ProcessIdentity): Promise<Liveness> {
  if (one.host !== self.host) return 'unknown';
  if (one.bootId !== self.bootId) return 'ended';
  const isComparable = one.processStart !== null && self.processStart !== null;
  if (!isComparable || one.pidNamespace !== self.pidNamespace) return 'unknown';
  return (await startOfProcess(one.pid)) === one.processStart ? 'running' : 'ended';
}
