// Options that several verbs share: how they are declared and how they are read back with types.

import type { Usage } from './command.ts';

/** Options of every verb that takes a config. */
export const configOptions: readonly Usage[] = [
  { flags: '--set <path=value>', summary: 'change one key of the config', isRepeatable: true },
  { flags: '--seed <number>', summary: 'change the seed' },
];

/** Declares that stdout carries exactly one JSON document. */
export const jsonOption: Usage = { flags: '--json', summary: 'print one JSON document' };

/** What changes a config on the command line. */
export interface ConfigOptions {
  readonly set: readonly string[];
  readonly seed?: string;
}

type Options = Readonly<Record<string, unknown>>;

/** Reads the options that change a config. */
export function readConfigOptions({ set, seed }: Options): ConfigOptions {
  const values = Array.isArray(set) ? set.map(String) : [];
  return typeof seed === 'string' ? { set: values, seed } : { set: values };
}

/** Tells whether an option without a value was given. */
export function isOn(options: Options, name: string): boolean {
  return options[name] === true;
}
