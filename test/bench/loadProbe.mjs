// Loads the file of a task as a run does (read, hash, task) and prints milliseconds and the peak resident memory of
// its process in MB, as JSON. Its own process, as memory is never given back. The task comes as JSON, all of it.
import { createTask } from '../../dist/experiment/build.js';
import { readDataFiles } from '../../dist/experiment/dataFile.js';

const task = JSON.parse(process.argv[2]);
const start = performance.now();
const data = await readDataFiles(task, '/');
createTask(task, data.files);
const ms = performance.now() - start;
process.stdout.write(JSON.stringify({ ms, megabytes: process.resourceUsage().maxRSS / 1024 }));
