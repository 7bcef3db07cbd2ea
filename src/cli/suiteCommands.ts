// The verbs about suites: rows of the command table. Their code is loaded only when it is called.

import type { CommandRow } from './command.ts';
import {
  configOptions,
  jsonOption,
  progressOptions,
  redisOptions,
  slurmOptions,
} from './options.ts';

/** Verbs that run suites and show what they came to, in the order help shows them. */
export const suiteCommands: readonly CommandRow[] = [
  {
    name: 'batch',
    arguments: [{ flags: '<suite...>', summary: 'suite file, or any number of configs' }],
    options: [
      ...configOptions,
      { flags: '--name <name>', summary: 'name of the suite' },
      { flags: '--out <dir>', summary: 'directory for run directories', defaultValue: 'runs' },
      { flags: '--dry-run', summary: 'show the runs, their state and what they take; run none' },
      { flags: '--prepare', summary: 'write the list of runs for rnn chunk; run none' },
      {
        flags: '--executor <name>',
        summary: 'what runs them: local, slurm or redis',
        defaultValue: 'local',
      },
      { flags: '--workers <number>', summary: 'local: runs at a time (default: one per core)' },
      { flags: '--attempts <number>', summary: 'tries before a run has failed', defaultValue: '3' },
      { flags: '--time-limit <duration>', summary: 'longest run: 90s, 10m, 1.5h' },
      { flags: '--fail-fast', summary: 'end at the first run that failed' },
      { flags: '--retry-failed', summary: 'run again what failed before, afresh what is damaged' },
      ...slurmOptions,
      ...redisOptions,
      ...progressOptions,
      jsonOption,
    ],
    summary: 'run a suite of configs, or what is left of it; exit 3 if a run failed',
    examples: [
      'rnn batch suite.yaml --dry-run',
      'rnn batch suite.yaml                 # the same command goes on after an interruption',
      'rnn batch configs/*.yaml --name all --workers 4',
      'rnn batch suite.yaml --executor slurm --partition short --mem 2G',
      'rnn batch suite.yaml --executor redis --queue night   # beside rnn worker --queue night',
      'rnn batch suite.yaml --set training.steps=500 --json > results.json',
    ],
    load: () => import('./commands/batch.ts'),
  },
  {
    name: 'results',
    arguments: [{ flags: '<suite>', summary: 'suite file, directory or name of a suite' }],
    options: [
      { flags: '--by <axes>', summary: 'group by these, as a,b (default: all axes but seed)' },
      { flags: '--compare <axis>', summary: 'compare its values in pairs (default: method)' },
      { flags: '--csv <file>', summary: 'write one line per run; - is standard output' },
      { flags: '--hash', summary: 'print one SHA-256 over all results; exit 3 if one is missing' },
      { flags: '--out <dir>', summary: 'directory of run directories', defaultValue: 'runs' },
      { flags: '--quiet', summary: 'print the closing line only' },
      { flags: '--no-color', summary: 'no colours (as NO_COLOR)' },
      jsonOption,
    ],
    summary: 'show what the runs of a suite came to: success, steps, loss, methods in pairs',
    examples: [
      'rnn results suite.yaml',
      'rnn results suite.yaml --by method,task.length',
      'rnn results runs/suites/NAME --csv runs.csv',
      'rnn results NAME --hash              # the same wherever the suite was run',
    ],
    load: () => import('./commands/results.ts'),
  },
  {
    name: 'chunk',
    arguments: [{ flags: '<suite>', summary: 'directory of a suite, in which its manifest lies' }],
    options: [
      { flags: '--from <number>', summary: 'first run, from 0' },
      { flags: '--index <number>', summary: 'or the number of the chunk, from 0' },
      { flags: '--count <number>', summary: 'runs of a chunk', defaultValue: '1' },
      { flags: '--out <dir>', summary: 'directory for run directories (default: <suite>/../..)' },
      { flags: '--attempts <number>', summary: 'tries before a run has failed', defaultValue: '3' },
      { flags: '--retry-failed', summary: 'try again what has failed, afresh what is damaged' },
      { flags: '--time-limit <duration>', summary: 'longest run: 90s, 10m, 1.5h' },
      { flags: '--json', summary: 'print a line of JSON per run' },
    ],
    summary: 'run some runs of a suite one after another: what engines call',
    examples: [
      'rnn chunk runs/suites/NAME --from 20 --count 10',
      'rnn chunk runs/suites/NAME --index 3 --count 10   # --index {} for GNU parallel',
    ],
    load: () => import('./commands/chunk.ts'),
  },
  {
    name: 'worker',
    arguments: [],
    options: [
      { flags: '--queue <name>', summary: 'name of the queue', defaultValue: 'rnn' },
      { flags: '--workers <number>', summary: 'runs at a time; by default as many as cores' },
      {
        flags: '--out <dir>',
        summary: 'directory for run directories, shared by all machines',
        defaultValue: 'runs',
      },
      {
        flags: '--data <dir>',
        summary: 'holds the data and weights that configs name; relative paths start there',
        defaultValue: '.',
      },
      { flags: '--idle-exit <duration>', summary: 'end after this time without a run: 60s, 10m' },
      { flags: '--insecure', summary: 'use another machine without TLS or password all the same' },
      { flags: '--quiet', summary: 'print warnings only' },
    ],
    summary: 'train runs that rnn batch --executor redis queues',
    examples: [
      'rnn worker --queue rnn --out /shared/runs   # RNN_REDIS_URL=redis://127.0.0.1:6379',
      'rnn worker --queue nightly --workers 8 --data /shared/data --idle-exit 10m',
    ],
    load: () => import('./commands/worker.ts'),
  },
];
