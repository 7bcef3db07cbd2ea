// Runs a command line in process with injected streams.

import { Readable, Writable } from 'node:stream';
import type { CommandRow } from '../../src/cli/command.ts';
import type { CliIo } from '../../src/cli/io.ts';
import { main } from '../../src/cli/main.ts';

/** What a command line left behind. */
export interface Invocation {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Surroundings of a command line; by default a pipe in an empty environment. */
export interface InvokeOptions {
  readonly cwd?: string;
  readonly stdout?: Writable;
  /** What standard input holds, in pieces as they come; nothing without it. */
  readonly stdin?: readonly (string | Uint8Array)[];
  readonly rows?: readonly CommandRow[];
  readonly env?: Readonly<Record<string, string>>;
  /** Width of the terminal that both streams are; they are pipes without it. */
  readonly terminalColumns?: number;
  readonly onSignal?: CliIo['onSignal'];
}

/** A stream that fails every write with an error code, as a full device or a closed pipe does. */
export function failingStream(code: string): Writable {
  return new Writable({
    write: (_chunk, _encoding, done) => done(Object.assign(new Error(`write ${code}`), { code })),
  });
}

function collector(columns: number | undefined): { stream: Writable; text: () => string } {
  const chunks: string[] = [];
  const stream = new Writable({
    write: (chunk, _encoding, done) => {
      chunks.push(String(chunk));
      done();
    },
  });
  if (columns !== undefined) Object.assign(stream, { isTTY: true, columns });
  return { stream, text: () => chunks.join('') };
}

/** Runs `rnn` with arguments. */
export async function invoke(
  argv: readonly string[],
  options: InvokeOptions = {},
): Promise<Invocation> {
  const { terminalColumns, onSignal } = options;
  const stdout = collector(terminalColumns);
  const stderr = collector(terminalColumns);
  const io: CliIo = {
    stdout: options.stdout ?? stdout.stream,
    stderr: stderr.stream,
    stdin: Readable.from((options.stdin ?? []).map((piece) => Buffer.from(piece))),
    env: options.env ?? {},
    isTTY: terminalColumns !== undefined,
    columns: terminalColumns ?? 80,
    cwd: options.cwd ?? '.',
    ...(onSignal === undefined ? {} : { onSignal }),
  };
  const exitCode = await main(argv, io, options.rows);
  return { exitCode, stdout: stdout.text(), stderr: stderr.text() };
}
