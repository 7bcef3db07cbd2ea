// The lines that begin with #SBATCH: which there may be and what each may say. Slurm reads them from a
// text, so a value is only let in where its whole form is known to be harmless.
import { quoted } from '../../load/issue.ts';
import { ExecutorError } from '../executor.ts';

/** What a directive may say. */
interface DirectiveRule {
  readonly pattern: RegExp;
  /** In words, for errors. */
  readonly expected: string;
}

const WORD: DirectiveRule = {
  pattern: /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}$/,
  expected: 'up to 64 letters, digits, dots, dashes and underscores',
};

const WORDS: DirectiveRule = {
  pattern: /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}(,[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}){0,15}$/,
  expected: 'a name, or a few with commas between',
};

/** Letters of every script; no white space, no percent sign, which Slurm would fill in. */
const PATH: DirectiveRule = {
  pattern: /^(\/[\p{L}\p{N}._+@=:,~-]+)+$/u,
  expected: 'an absolute path without spaces, quotes, percent signs and the like',
};

const COUNT: DirectiveRule = { pattern: /^[1-9]\d{0,5}$/, expected: 'a whole number from 1' };

/** Every directive of a job script, in the order the script shows them. */
const rules = {
  'job-name': { pattern: /^rnn-[A-Za-z0-9._-]{1,60}$/, expected: 'a name that begins with rnn-' },
  array: { pattern: /^0-\d{1,7}$/, expected: 'a range from 0' },
  partition: WORDS,
  account: WORD,
  qos: WORD,
  constraint: WORD,
  time: {
    pattern: /^(\d{1,6}|\d{1,4}:\d{2}|\d{1,4}:\d{2}:\d{2}|\d{1,3}-\d{1,2}(:\d{2}){0,2})$/,
    expected: 'minutes, 90:00, 12:00:00 or 2-00',
  },
  mem: { pattern: /^[1-9]\d{0,6}[KMGT]?$/, expected: 'a size such as 2G or 500M' },
  ntasks: COUNT,
  'cpus-per-task': COUNT,
  chdir: PATH,
  // Slurm fills in the task for %a, which is no part of the path the user chose.
  output: { ...PATH, pattern: new RegExp(`${PATH.pattern.source.slice(0, -1)}/%a\\.log$`, 'u') },
  'open-mode': { pattern: /^append$/, expected: 'append' },
  export: { pattern: /^NONE$/, expected: 'NONE' },
  signal: { pattern: /^B:USR2@\d{1,4}$/, expected: 'B:USR2@seconds' },
} as const satisfies Record<string, DirectiveRule>;

/** Name of a directive that has a value. */
export type DirectiveName = keyof typeof rules;

/** What the directives of a script say. */
export type Directives = Readonly<Partial<Record<DirectiveName, string>>>;

/**
 * Checks the value of a directive.
 * @param shown how the user knows it: an option, or what the value is for
 * @returns the value
 * @throws ExecutorError for a value outside the allow-list
 */
export function checkDirective(name: DirectiveName, value: string, shown: string): string {
  const { pattern, expected } = rules[name];
  if (pattern.test(value)) return value;
  throw new ExecutorError(`${shown}: expected ${expected}, got ${quoted(value)}`);
}

/**
 * Writes the directives as the head of a script.
 * @returns lines `#SBATCH --name=value`
 * @throws ExecutorError for a value outside the allow-list
 */
export function directiveLines(directives: Directives): string[] {
  return (Object.keys(rules) as DirectiveName[]).flatMap((name) => {
    const value = directives[name];
    if (value === undefined) return [];
    return [`#SBATCH --${name}=${checkDirective(name, value, `--${name} of sbatch`)}`];
  });
}
