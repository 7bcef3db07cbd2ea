// Trains a run of 2,000 updates with the kernels named on the command line and prints the peak
// resident memory of its process in MB. Its own process, as memory is never given back.
import { timeRun } from './wholeRun.mjs';

await timeRun(process.argv[2], 2000);
process.stdout.write(String(process.resourceUsage().maxRSS / 1024));
