// What sources may ask of the process they run in, and marks that may not stay in them.
import ts from 'typescript';
import { isFreeName, type Rule } from './sources.ts';

/** The command line owns the process; the loader of the kernels asks it what it runs on. */
const MAY_SEE_PROCESS = /^src\/(cli\/|math\/simd\/compile\.ts$)/;

/** Each knows where its own built files lie; everybody else is told. */
const MAY_SEE_ITS_PLACE = /^src\/(cli\/|math\/simd\/|experiment\/builtFiles\.ts$)/;

const PROCESS_GLOBALS: ReadonlySet<string> = new Set(['process', 'global', 'globalThis']);

/** Names a use of the process or of the console where it has no business. */
export const processAccess: Rule = (node, path) => {
  if (isFreeName(node)) {
    if (node.text === 'console') return 'console: write to the stream that was handed in';
    if (!PROCESS_GLOBALS.has(node.text) || MAY_SEE_PROCESS.test(path)) return null;
    return `${node.text}: take what is needed as an argument`;
  }
  if (ts.isMetaProperty(node) && !MAY_SEE_ITS_PLACE.test(path)) {
    return 'import.meta: take the place as an argument';
  }
  return null;
};

const MARKS = /\b(TODO|FIXME|XXX|HACK)\b|biome-ignore|eslint-disable|@ts-(nocheck|expect-error)/;

/** AssemblyScript's decorators and generic operators are no TypeScript; editors must be told. */
const MAY_TELL_EDITORS = /^src\/math\/simd\/assembly\//;

/** Finds marks of unfinished work and of silenced checks, with their lines. */
export function unwantedMarks(path: string, text: string): string[] {
  return text.split('\n').flatMap((line, index) => {
    const mark = MARKS.exec(line) ?? (MAY_TELL_EDITORS.test(path) ? null : /@ts-ignore/.exec(line));
    return mark ? [`${path}:${index + 1}: ${mark[0]}`] : [];
  });
}

const LONGEST_FILE = 300;

/** Says what is wrong with a file as a whole: its opening comment or its length. */
export function wrongShape(path: string, text: string): string[] {
  const lines = text.trimEnd().split('\n');
  const problems = [];
  if (!lines[0]?.startsWith('// ')) problems.push(`${path}: opens with no comment on what it is`);
  if (lines.length > LONGEST_FILE) problems.push(`${path}: ${lines.length} lines are two ideas`);
  return problems;
}
