// The table of verbs. A new verb is a new row; its code is loaded only when it is called.

import type { CommandRow } from './command.ts';
import { configOptions, jsonOption } from './options.ts';

const config = { flags: '<config>', summary: 'experiment config, YAML or JSON' };

/** Every verb of `rnn`, in the order help shows them. */
export const commands: readonly CommandRow[] = [
  {
    name: 'train',
    arguments: [config],
    options: [
      ...configOptions,
      { flags: '--out <dir>', summary: 'directory for run directories', defaultValue: 'runs' },
      { flags: '--max-time <duration>', summary: 'end the run after this time: 90s, 10m, 1.5h' },
      { flags: '--fresh', summary: 'train again although a finished result is there' },
      { flags: '--fail-on-divergence', summary: 'exit 3 if the run diverges' },
      {
        flags: '--progress <mode>',
        summary: 'auto, bar, plain or none',
        defaultValue: 'auto',
      },
      { flags: '--quiet', summary: 'print the closing line only' },
      { flags: '--no-color', summary: 'no colours (as NO_COLOR)' },
      jsonOption,
    ],
    summary: 'train a network and show loss, gradient norms and evaluation',
    examples: [
      'rnn train config.yaml',
      'rnn train config.yaml --seed 2 --set training.steps=5000',
      "rnn train config.yaml --set 'training.policy=[]'   # without clipping",
      'rnn train config.yaml --json --quiet > summary.json',
    ],
    load: () => import('./commands/train.ts'),
  },
  {
    name: 'bifurcate',
    arguments: [{ flags: '[parameter]', summary: 'what varies: b (default), w or x0' }],
    options: [
      { flags: '--range <min:max:count>', summary: 'values of the parameter (b: -4:-1:401)' },
      { flags: '--w <number>', summary: 'weight (default: 5)' },
      { flags: '--b <number>', summary: 'bias, where it does not vary' },
      { flags: '--start <number>', summary: 'state x_0 to begin at (default: 0.5)' },
      { flags: '--states <min:max>', summary: 'states the plot shows; by default all' },
      {
        flags: '--activation <name>',
        summary: 'sigmoid, tanh, relu or linear',
        defaultValue: 'sigmoid',
      },
      { flags: '--csv <file>', summary: 'write the fixed points as a table' },
      { flags: '--no-color', summary: 'no colours (as NO_COLOR)' },
      jsonOption,
    ],
    summary: 'show fixed points, stability and attractors of one unit against a parameter',
    examples: [
      'rnn bifurcate                        # figure 3 of Pascanu, Mikolov, Bengio 2013',
      'rnn bifurcate w --b -2.5 --range 3:7:401',
      'rnn bifurcate w --activation tanh    # pitchfork and 2-cycle',
      'rnn bifurcate --json > diagram.json',
    ],
    load: () => import('./commands/bifurcate.ts'),
  },
  {
    name: 'init',
    arguments: [{ flags: '[task]', summary: 'task to start from (default: temporalOrder)' }],
    options: [{ flags: '--force', summary: 'replace an existing file' }],
    summary: 'write a commented starter config',
    examples: ['rnn init', 'rnn init text'],
    load: () => import('./commands/init.ts'),
  },
  {
    name: 'validate',
    arguments: [config],
    options: [...configOptions, jsonOption],
    summary: 'check a config without running it',
    examples: ['rnn validate config.yaml', 'rnn validate config.yaml --json'],
    load: () => import('./commands/validate.ts'),
  },
  {
    name: 'schema',
    arguments: [],
    options: [],
    summary: 'print the JSON Schema of configs',
    examples: ['rnn schema > rnn.schema.json'],
    load: () => import('./commands/schema.ts'),
  },
  {
    name: 'list',
    arguments: [{ flags: '[family]', summary: 'tasks, cells, ...; all families by default' }],
    options: [jsonOption],
    summary: 'show what a config can name, with sources',
    examples: ['rnn list', 'rnn list initializers'],
    load: () => import('./commands/list.ts'),
  },
  {
    name: 'doctor',
    arguments: [],
    options: [jsonOption],
    summary: 'say which kernels run here, how fast, and what would make them faster',
    examples: ['rnn doctor', 'rnn doctor --json'],
    load: () => import('./commands/doctor.ts'),
  },
];
