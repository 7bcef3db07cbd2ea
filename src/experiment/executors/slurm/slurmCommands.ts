// The three commands of Slurm that are needed, and what they answer. Started without a shell; which
// jobs are ours is told by their names, which are unique: ids are given out again after a crash.
import { type ExecFileException, execFile } from 'node:child_process';
import { visibleText } from '../../load/issue.ts';
import { ExecutorError } from '../executor.ts';

/** Commands that take longer wait for a controller that is not there. */
const TIMEOUT_MS = 120_000;

/** Answers of squeue about many thousand tasks. */
const MAX_ANSWER_BYTES = 64 * 2 ** 20;

/** A cluster, as far as submitting needs to know it. */
export interface Cluster {
  readonly name: string;
  /** Most tasks an array may have. */
  readonly maxArraySize: number;
}

/** A task of an array that waits or runs. */
export interface QueuedTask {
  /** Name of its job. */
  readonly name: string;
  /** Place in the array. */
  readonly index: number;
  /** As Slurm names it now. */
  readonly id: string;
  readonly isRunning: boolean;
  /** Whether the cluster keeps it from running until somebody does something about it. */
  readonly isHeld: boolean;
}

/** How squeue says that a task could not be launched, as after a crash of the controller. */
const HELD = /launch failed requeued held/i;

/** A command that did not do what it was asked for; `isMissing` where there is no such program. */
interface Failure {
  readonly isMissing: boolean;
  readonly said: string;
}

type Answer = { readonly text: string } | { readonly failure: Failure };

const REMEDY =
  'run this where the commands of Slurm work (sinfo shows the cluster), or leave out --executor slurm';

function ask(program: string, argv: readonly string[]): Promise<Answer> {
  return new Promise((resolve) => {
    const options = { timeout: TIMEOUT_MS, maxBuffer: MAX_ANSWER_BYTES };
    execFile(program, [...argv], options, (error, stdout, stderr) => {
      resolve(error ? { failure: failureOf(error, stderr) } : { text: stdout });
    });
  });
}

function failureOf(error: ExecFileException, stderr: string): Failure {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  const said = visibleText(lines.slice(-3).join('; ')) || visibleText(error.message);
  return { isMissing: error.code === 'ENOENT', said };
}

function unusable(program: string, { isMissing, said }: Failure): ExecutorError {
  return new ExecutorError(
    isMissing
      ? `slurm: there is no ${program} here: ${REMEDY}`
      : `slurm: ${program} failed: ${said}: ${REMEDY}`,
  );
}

/**
 * Asks what cluster this is.
 * @throws ExecutorError where there is none
 */
export async function describeCluster(): Promise<Cluster> {
  const answer = await ask('scontrol', ['show', 'config']);
  if ('failure' in answer) throw unusable('scontrol', answer.failure);
  const setting = (key: string) =>
    new RegExp(`^${key}\\s*=\\s*(\\S+)\\s*$`, 'm').exec(answer.text)?.[1] ?? '';
  const maxArraySize = Number(setting('MaxArraySize'));
  if (!(maxArraySize >= 1)) {
    throw new ExecutorError('slurm: job arrays are switched off here: MaxArraySize is not over 0');
  }
  return { name: setting('ClusterName'), maxArraySize };
}

/**
 * Submits a script.
 * @returns the job's id, for people: nothing is decided by it
 * @throws ExecutorError where it is refused
 */
export async function submit(argv: readonly string[]): Promise<string> {
  const answer = await ask('sbatch', ['--parsable', ...argv]);
  if ('failure' in answer) throw unusable('sbatch', answer.failure);
  return answer.text.trim().split(';')[0] ?? '';
}

/**
 * Finds the tasks of jobs that wait or run.
 * @param names names of jobs; at least one
 * @returns the tasks, or what squeue said where it did not answer: then nothing is known of any task
 * @throws ExecutorError where there is no squeue
 */
export async function queuedTasks(
  names: readonly string[],
): Promise<{ readonly tasks: readonly QueuedTask[] } | { readonly silence: string }> {
  const format = '--format=%j|%K|%T|%i|%r';
  const argv = ['--noheader', '--array', `--name=${names.join(',')}`, format];
  const answer = await ask('squeue', argv);
  if ('failure' in answer) {
    if (answer.failure.isMissing) throw unusable('squeue', answer.failure);
    return { silence: answer.failure.said };
  }
  const tasks = answer.text.split('\n').flatMap((line): QueuedTask[] => {
    const [name = '', index = '', state = '', id = '', reason = ''] = line.trim().split('|');
    if (!names.includes(name) || !/^\d+$/.test(index)) return [];
    const isRunning = state === 'RUNNING';
    return [{ name, index: Number(index), id, isRunning, isHeld: HELD.test(reason) }];
  });
  return { tasks };
}

/**
 * Takes jobs out of the queue and ends their tasks.
 * @param names names of jobs; at least one
 * @throws ExecutorError where that cannot be asked for
 */
export async function cancelJobs(names: readonly string[]): Promise<void> {
  const answer = await ask('scancel', ['--quiet', `--name=${names.join(',')}`]);
  if ('failure' in answer) throw unusable('scancel', answer.failure);
}

/**
 * Takes single tasks out of the queue, if they still are what they were.
 * @throws ExecutorError where that cannot be asked for
 */
export async function cancelTasks(tasks: readonly QueuedTask[]): Promise<void> {
  for (const { name, id } of tasks) {
    const answer = await ask('scancel', ['--quiet', `--name=${name}`, id]);
    if ('failure' in answer) throw unusable('scancel', answer.failure);
  }
}
