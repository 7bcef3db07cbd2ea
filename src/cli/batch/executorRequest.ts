// What the command line hands to whatever makes an executor.
import type { Executor } from '../../experiment/executors/executor.ts';
import type { Host } from '../../experiment/provenance.ts';
import type { KernelName } from '../../math/kernels.ts';
import type { CommandContext } from '../command.ts';
import type { CliIo } from '../io.ts';

/** What an executor is made of. */
export interface ExecutorRequest {
  /** Runs at a time; null for as many as the executor finds right. */
  readonly workers: number | null;
  readonly host: Host;
  /** Kernels the user asked for, or undefined for the fastest. */
  readonly kernels: KernelName | undefined;
  readonly env: CliIo['env'];
  /** Directory that relative paths of options start from. */
  readonly cwd: string;
  /** Options of the command line, for those that only one executor has. */
  readonly options: CommandContext['options'];
  /** Tells what a run is thought to take, in ms; undefined where nobody can tell. */
  readonly meanRunMs: () => Promise<number | undefined>;
  /** Called with a line for what goes wrong with an engine and may come right again. */
  readonly onWarning: (message: string) => void;
}

/** Makes an executor. */
export type MakeExecutor = (request: ExecutorRequest) => Promise<Executor>;
