#!/usr/bin/env node
import { main } from '../dist/cli/main.js';
import { listenForSignals } from '../dist/cli/signals.js';

const { stdout, stderr, stdin, env } = process;
process.exitCode = await main(process.argv.slice(2), {
  stdout,
  stderr,
  stdin,
  env,
  isTTY: stdout.isTTY === true,
  columns: stdout.columns ?? 0,
  cwd: process.cwd(),
  onSignal: listenForSignals,
});
