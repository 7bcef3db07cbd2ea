// A cluster made of files: sbatch, squeue, scancel and scontrol as scripts on the PATH, and a test that
// decides what becomes of each task.
import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, vi } from 'vitest';
import type { Workspace } from '../../helpers/workspace.ts';

/** A task that waits or runs. */
export interface FakeTask {
  readonly name: string;
  readonly index: number;
}

/** The cluster as a test plays it. */
export interface FakeCluster {
  /** Tasks in the queue. */
  tasks(): Promise<FakeTask[]>;
  /** Every command line so far, sbatch and scancel only. */
  calls(): Promise<string[]>;
  /** Takes a task out of the queue. */
  drop(task: FakeTask): Promise<void>;
  /** Lets a command fail with a message, or work again. */
  fail(program: string, message: string | null): Promise<void>;
  /** Removes a command. */
  remove(program: string): Promise<void>;
}

const MAX_ARRAY_SIZE = 10;

const programs = {
  sbatch: `for word in "$@"; do
  case "$word" in
    --job-name=*) name="\${word#--job-name=}" ;;
    --array=0-*) last="\${word#--array=0-}" ;;
  esac
done
for index in $(seq 0 "$last"); do echo "$name|$index|RUNNING|n1" > "$state/queue/$name|$index"; done
echo "sbatch $*" >> "$state/calls"
echo "17;private"
`,
  squeue: `cat "$state"/queue/* 2> /dev/null
exit 0
`,
  scancel: `echo "scancel $*" >> "$state/calls"
for word in "$@"; do
  case "$word" in
    --name=*) for name in $(echo "\${word#--name=}" | tr , ' '); do rm -f "$state/queue/$name|"*; done ;;
  esac
done
`,
  scontrol: `echo "ClusterName             = private"
echo "MaxArraySize            = ${MAX_ARRAY_SIZE}"
`,
};

/** Gives every test of a file a cluster of its own, with arrays of at most 10 tasks. */
export function useFakeCluster(space: Workspace): FakeCluster {
  const at = (...parts: readonly string[]) => space.path('cluster', ...parts);
  beforeEach(async () => {
    await mkdir(at('queue'), { recursive: true });
    await mkdir(at('bin'));
    await writeFile(at('calls'), '');
    for (const [program, body] of Object.entries(programs)) {
      const head = `#!/bin/bash\nPATH=/usr/bin:/bin\nstate='${at()}'\n`;
      const failing = `[ -e "$state/${program}-fails" ] && cat "$state/${program}-fails" >&2 && exit 1\n`;
      await writeFile(at('bin', program), head + failing + body);
      await chmod(at('bin', program), 0o755);
    }
    vi.stubEnv('PATH', at('bin')); // and no Slurm of the machine's own
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });
  return {
    async tasks() {
      return (await readdir(at('queue'))).map((entry) => {
        const [name = '', index] = entry.split('|');
        return { name, index: Number(index) };
      });
    },
    calls: async () => (await readFile(at('calls'), 'utf8')).split('\n').slice(0, -1),
    drop: ({ name, index }) => rm(at('queue', `${name}|${index}`)),
    fail: (program, message) =>
      message === null
        ? rm(at(`${program}-fails`), { force: true })
        : writeFile(at(`${program}-fails`), `${message}\n`),
    remove: (program) => rm(at('bin', program)),
  };
}
