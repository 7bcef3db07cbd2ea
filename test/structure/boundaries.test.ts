// Sources ask nothing of the process, silence no check and say what they are.
import { describe, expect, test } from 'vitest';
import { processAccess, unwantedMarks, wrongShape } from './boundaries.ts';
import { readSources, violations } from './sources.ts';

const sources = readSources();

describe('sources', () => {
  test('leave process and console to the command line', () => {
    expect(sources.flatMap((source) => violations(source, processAccess))).toEqual([]);
  });

  test('hold no unfinished work and silence no check', () => {
    expect(sources.flatMap(({ path, text }) => unwantedMarks(path, text))).toEqual([]);
  });

  test('open with a comment and stay short', () => {
    expect(sources.flatMap(({ path, text }) => wrongShape(path, text))).toEqual([]);
  });
});

describe('the check of process and console', () => {
  test.each([
    ['src/report/planted.ts', 'console.log(1);'],
    ['src/cli/planted.ts', 'console.log(1);'],
    ['src/experiment/planted.ts', 'const directory = process.cwd();'],
    ['src/math/planted.ts', 'const { env } = process;'],
    ['src/training/planted.ts', 'globalThis.process.exit(1);'],
    ['src/model/planted.ts', 'const here = import.meta.url;'],
    ['src/experiment/planted.ts', 'const here = import.meta.url;'],
  ])('finds in %s: %s', (path, text) => {
    expect(violations({ path, text }, processAccess)).toHaveLength(1);
  });

  test.each([
    ['src/cli/planted.ts', 'process.on("SIGINT", stop);'],
    ['src/math/simd/compile.ts', 'const major = process.versions.node;'],
    ['src/experiment/builtFiles.ts', 'const here = import.meta.url;'],
    ['src/report/planted.ts', '/** Asks no process. */ const x = { process: 1, console: 2 };'],
  ])('allows in %s: %s', (path, text) => {
    expect(violations({ path, text }, processAccess)).toEqual([]);
  });
});

describe('the check of marks', () => {
  test.each([
    '// TODO later',
    '// FIXME',
    '// biome-ignore lint: because',
    '// @ts-ignore',
    '// @ts-expect-error wrong',
    '// @ts-nocheck',
  ])('finds %s', (text) => {
    expect(unwantedMarks('src/model/planted.ts', text)).toHaveLength(1);
  });

  test('lets AssemblyScript speak to editors, and nothing else', () => {
    const path = 'src/math/simd/assembly/planted.ts';
    expect(unwantedMarks(path, '// @ts-ignore: decorator')).toEqual([]);
    expect(unwantedMarks(path, '// TODO')).toHaveLength(1);
  });
});

describe('the check of shape', () => {
  test('wants an opening comment', () => {
    expect(wrongShape('src/x.ts', 'export const x = 1;\n')).toHaveLength(1);
  });

  test('finds a file of more than 300 lines', () => {
    expect(wrongShape('src/x.ts', `// About x.\n${'\n'.repeat(299)}x;\n`)).toHaveLength(1);
    expect(wrongShape('src/x.ts', `// About x.\n${'\n'.repeat(298)}x;\n`)).toEqual([]);
  });
});
