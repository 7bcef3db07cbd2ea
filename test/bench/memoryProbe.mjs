// Trains 2,000 updates with the kernels named on the command line and prints the peak resident
// memory of its process in MB. Its own process, as memory is never given back.

import { toJsonLine } from '../../dist/training/json.js';
import { train } from '../../dist/training/train.js';
import { buildRun } from './networks.mjs';

const events = train(buildRun(process.argv[2], 50), { interrupted: false });
let length = 0;
for (let step = 0; step < 2000; step++) length += toJsonLine(events.next().value).length;
if (length === 0) throw new Error('no events');
process.stdout.write(String(process.resourceUsage().maxRSS / 1024));
