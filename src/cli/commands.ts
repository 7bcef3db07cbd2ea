// The table of verbs. A new verb is a new row; its code is loaded only when it is called.

import type { CommandRow } from './command.ts';
import { configOptions, jsonOption } from './options.ts';

const config = { flags: '<config>', summary: 'experiment config, YAML or JSON' };

/** Every verb of `rnn`, in the order help shows them. */
export const commands: readonly CommandRow[] = [
  {
    name: 'init',
    arguments: [{ flags: '[task]', summary: 'task to start from (default: temporalOrder)' }],
    options: [{ flags: '--force', summary: 'replace an existing file' }],
    summary: 'write a commented starter config',
    load: () => import('./commands/init.ts'),
  },
  {
    name: 'validate',
    arguments: [config],
    options: [...configOptions, jsonOption],
    summary: 'check a config without running it',
    load: () => import('./commands/validate.ts'),
  },
  {
    name: 'schema',
    arguments: [],
    options: [],
    summary: 'print the JSON Schema of configs',
    load: () => import('./commands/schema.ts'),
  },
  {
    name: 'list',
    arguments: [{ flags: '[family]', summary: 'tasks, cells, ...; all families by default' }],
    options: [jsonOption],
    summary: 'show what a config can name, with sources',
    load: () => import('./commands/list.ts'),
  },
];
