// Runs a command line in process with injected streams.

import { PassThrough, Writable } from 'node:stream';
import type { CommandRow } from '../../src/cli/command.ts';
import { main } from '../../src/cli/main.ts';

/** What a command line left behind. */
export interface Invocation {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A stream that fails every write with an error code, as a full device or a closed pipe does. */
export function failingStream(code: string): Writable {
  return new Writable({
    write: (_chunk, _encoding, done) => done(Object.assign(new Error(`write ${code}`), { code })),
  });
}

function collector(): { stream: Writable; text: () => string } {
  const chunks: string[] = [];
  const stream = new Writable({
    write: (chunk, _encoding, done) => {
      chunks.push(String(chunk));
      done();
    },
  });
  return { stream, text: () => chunks.join('') };
}

/** Runs `rnn` with arguments. */
export async function invoke(
  argv: readonly string[],
  options: { cwd?: string; stdout?: Writable; rows?: readonly CommandRow[] } = {},
): Promise<Invocation> {
  const stdout = collector();
  const stderr = collector();
  const io = {
    stdout: options.stdout ?? stdout.stream,
    stderr: stderr.stream,
    stdin: new PassThrough(),
    env: {},
    isTTY: false,
    columns: 80,
    cwd: options.cwd ?? '.',
  };
  const exitCode = await main(argv, io, options.rows);
  return { exitCode, stdout: stdout.text(), stderr: stderr.text() };
}
