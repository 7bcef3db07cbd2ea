// The script of a job array as text: each of its tasks does some of a suite's runs with `rnn chunk`.
import type { KernelName } from '../../../math/kernels.ts';
import { ExecutorError } from '../executor.ts';
import { type Directives, directiveLines } from './directives.ts';

/** Seconds before its end at which a task is told to make a checkpoint. */
const WARNING_SECONDS = 120;

/** What a user may ask of the cluster; each value is checked before it gets into a script. */
export type SlurmRequest = Readonly<
  Partial<Record<'partition' | 'account' | 'qos' | 'constraint' | 'time' | 'mem', string>>
>;

/** A program with its first arguments, all paths absolute. */
export type ProgramCommand = readonly [program: string, ...argv: string[]];

/** What a job script is made of. */
export interface JobScript {
  /** Name of the job, unique among all submissions. */
  readonly name: string;
  /** Tasks of the array. */
  readonly taskCount: number;
  /** Directory of the submission: its runs are listed there, and its logs go there. */
  readonly directory: string;
  readonly request: SlurmRequest;
  /** Runs `rnn` on the cluster's machines. */
  readonly program: ProgramCommand;
  /** Kernels the user asked for. */
  readonly kernels?: KernelName;
  /** Options of `rnn chunk` on top of which runs it is to do. */
  readonly chunkOptions: readonly string[];
}

/** What sbatch is told by the script, and again as arguments where the environment could outrank it. */
export function directivesOf({ name, taskCount, ...script }: JobScript): Directives {
  return {
    ...script.request,
    'job-name': name,
    array: `0-${taskCount - 1}`,
    ntasks: '1',
    'cpus-per-task': '1',
    chdir: script.directory,
    output: `${script.directory}/%a.log`,
    'open-mode': 'append',
    export: 'NONE',
    signal: `B:USR2@${WARNING_SECONDS}`,
  };
}

/**
 * Writes the script. Its last command replaces the shell: only the batch shell gets the early signal.
 * @throws ExecutorError for a value outside the allow-list, or a path no script can hold
 */
export function jobScriptText(script: JobScript): string {
  const [node] = script.program;
  const directives = directiveLines(directivesOf(script));
  const chunk = ['chunk', script.directory, ...script.chunkOptions];
  const command = [...script.program, ...chunk].map(shellWord).join(' ');
  return [
    '#!/bin/bash',
    ...directives,
    '#SBATCH --requeue',
    '',
    `export PATH=${shellWord(node.slice(0, node.lastIndexOf('/')))}:/usr/local/bin:/usr/bin:/bin`,
    ...(script.kernels === undefined ? [] : [`export RNN_KERNELS=${shellWord(script.kernels)}`]),
    `exec ${command} --index "$SLURM_ARRAY_TASK_ID"`,
    '',
  ].join('\n');
}

/** Quotes a word for the shell; single quotes leave nothing to interpret but themselves. */
function shellWord(word: string): string {
  if (/\p{Cc}/u.test(word)) {
    throw new ExecutorError(
      `slurm: expected paths without control characters, got ${JSON.stringify(word)}`,
    );
  }
  return /^[A-Za-z0-9_./:=,@+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
