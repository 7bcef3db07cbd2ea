#!/usr/bin/env node
import { main } from '../dist/cli/main.js';

const { stdout, stderr, stdin, env } = process;
process.exitCode = await main(process.argv.slice(2), {
  stdout,
  stderr,
  stdin,
  env,
  isTTY: stdout.isTTY === true,
  columns: stdout.columns ?? 0,
  cwd: process.cwd(),
});
