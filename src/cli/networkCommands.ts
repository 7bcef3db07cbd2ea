// The verbs that use a trained network: rows of the command table. Their code is loaded only when it is
// called.

import type { CommandRow, Usage } from './command.ts';
import { filesOption, jsonOption, progressOptions, stepOption } from './options.ts';

const run: Usage = { flags: '<run>', summary: 'directory of a run, as rnn train makes it' };

/** Which parameters of the run, and where its files are. */
const networkOptions: readonly Usage[] = [stepOption, filesOption];

/** Verbs that evaluate, sample and predict, in the order help shows them. */
export const networkCommands: readonly CommandRow[] = [
  {
    name: 'evaluate',
    arguments: [run],
    options: [
      { flags: '--length <lengths>', summary: 'lengths of drawn sequences: 50,100 or 50:500:10' },
      { flags: '--split <name>', summary: 'validation or test (default: test; of data both)' },
      {
        flags: '--set <task.key=value>',
        summary: 'change an option of the task',
        isRepeatable: true,
      },
      { flags: '--file <file>', summary: 'evaluate on this file instead of its own data' },
      { flags: '--sequences <number>', summary: 'how many to draw (default: as in training)' },
      ...networkOptions,
      ...progressOptions,
      jsonOption,
    ],
    summary: 'evaluate a trained network, also on longer sequences than it was trained on',
    examples: [
      'rnn evaluate runs/NAME               # the numbers its training ended with',
      'rnn evaluate runs/NAME --length 50,100,200:5000:5',
      'rnn evaluate runs/NAME --step best --split validation --sequences 100000',
      'rnn evaluate runs/NAME --set task.tolerance=0.04 --json',
    ],
    load: () => import('./commands/evaluate.ts'),
  },
];
