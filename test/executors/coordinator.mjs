// A process that runs jobs with an executor and can be killed: node coordinator.mjs MODULE REQUEST.
import { readFile } from 'node:fs/promises';

const [module = '', request = ''] = process.argv.slice(2);
const { makeExecutor } = await import(module);
const { jobs, ...options } = JSON.parse(await readFile(request, 'utf8'));
const executor = await makeExecutor();
await executor.execute(jobs, {
  ...options,
  signal: new AbortController().signal,
  onEvent: (event) => process.stdout.write(`${JSON.stringify(event)}\n`),
});
