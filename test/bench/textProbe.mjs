// Loads a text as a run does (read, hash, symbols) and prints milliseconds and the peak resident memory of its
// process in MB, as JSON. Its own process, as memory is never given back.
import { createTask } from '../../dist/experiment/build.js';
import { readDataFiles } from '../../dist/experiment/dataFile.js';

const task = {
  type: 'text',
  file: process.argv[2],
  unit: 'character',
  length: 100,
  horizon: 1,
  split: { validation: 0.05, test: 0.05 },
  carryState: true,
};
const start = performance.now();
const data = await readDataFiles(task, '/');
createTask(task, data.files);
const ms = performance.now() - start;
process.stdout.write(JSON.stringify({ ms, megabytes: process.resourceUsage().maxRSS / 1024 }));
