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
      { flags: '--split <name>', summary: 'validation or test (default: test; of files both)' },
      {
        flags: '--set <task.key=value>',
        summary: 'change an option of the task',
        isRepeatable: true,
      },
      {
        flags: '--file <file>',
        summary: 'evaluate on this file, or on the --split in it, instead of its own data',
      },
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
      'rnn evaluate runs/NAME --file other.txt',
    ],
    load: () => import('./commands/evaluate.ts'),
  },
  {
    name: 'sample',
    arguments: [run],
    options: [
      { flags: '--length <number>', summary: 'text: characters to write (default: 500)' },
      { flags: '--prompt <text>', summary: 'text: what it goes on from; written first' },
      { flags: '--top-k <number>', summary: 'text: draw from the k likeliest characters only' },
      { flags: '--steps <number>', summary: 'music and series: steps to go on (default: 100)' },
      { flags: '--prime <number>', summary: 'music: begin with so many steps of the test data' },
      { flags: '--out <file>', summary: 'music: MIDI file (default: sample.mid)' },
      { flags: '--split <name>', summary: 'series: validation or test (default: test)' },
      {
        flags: '--from <row>',
        summary: 'series: rows followed first (default: all before the last)',
      },
      { flags: '--csv <file>', summary: 'series: write truth and forecast; - is standard output' },
      { flags: '--temperature <number>', summary: 'boldness of text and music (default: 1)' },
      { flags: '--seed <number>', summary: "of text and music (default: the run's)" },
      ...networkOptions,
      { flags: '--no-color', summary: 'no colours (as NO_COLOR)' },
      jsonOption,
    ],
    summary: 'let a trained network write text, play music or forecast a series',
    examples: [
      "rnn sample runs/NAME --prompt 'Once upon' --temperature 0.7",
      'rnn sample runs/NAME --length 10000 --top-k 5 > text.txt',
      'rnn sample runs/NAME --prime 50 --steps 400 --out song.mid',
      'rnn sample runs/NAME --steps 200 --csv forecast.csv',
    ],
    load: () => import('./commands/sample.ts'),
  },
  {
    name: 'predict',
    arguments: [run, { flags: '<file>', summary: 'sequences as JSON Lines; - is standard input' }],
    options: [
      {
        flags: '--batch <number>',
        summary: 'lines at a time; changes no result',
        defaultValue: '32',
      },
      ...networkOptions,
    ],
    summary: 'predict for sequences of your own: {"input": [...]} a line, one answer a line',
    examples: [
      'rnn predict runs/NAME sequences.jsonl > predictions.jsonl',
      'rnn predict runs/NAME - < sequences.jsonl',
      'rnn predict runs/NAME - --batch 1    # answers each line as it comes',
    ],
    load: () => import('./commands/predict.ts'),
  },
];
