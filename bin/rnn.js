#!/usr/bin/env node
// Node answers SIGUSR1 by opening a debugger port. While no command listens to it, it ends the
// program like any other signal; so this comes before anything is loaded.
process.on('SIGUSR1', () => {
  if (process.listenerCount('SIGUSR1') === 1) process.exit(143);
});

const [{ main }, { listenForSignals }] = await Promise.all([
  import('../dist/cli/main.js'),
  import('../dist/cli/signals.js'),
]);
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
