// The tools find what they are there to find: what they check is planted in a small package.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from './sources.ts';

let directory = '';

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'rnn-tools-'));
  for (const name of ['biome.json', 'package.json', 'tsconfig.json', 'typedoc.json'])
    copyFileSync(join(root, name), join(directory, name));
  symlinkSync(join(root, 'node_modules'), join(directory, 'node_modules'));
});

afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

/** Runs a tool of the project over files and returns what it said. */
function run(tool: string, files: Readonly<Record<string, string>>): { ok: boolean; said: string } {
  rmSync(join(directory, 'src'), { recursive: true, force: true });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', tool], {
    cwd: directory,
    encoding: 'utf8',
    shell: process.platform === 'win32',
    env: { ...process.env, NO_COLOR: '1' },
  });
  return { ok: status === 0, said: stripVTControlCharacters(stdout + stderr) };
}

const documented = '/** Counts. */\nexport const count = 1;\n';

test('lint passes a clean file', () => {
  expect(run('lint', { 'src/report/clean.ts': documented })).toMatchObject({ ok: true });
});

const unclean: Readonly<Record<string, string>> = {
  noExplicitAny: 'export const x: any = 1;\n',
  noConsole: 'console.log(1);\n',
  noTsIgnore: '// @ts-ignore\nexport const x = 1;\n',
  noNonNullAssertion: 'export const x = [1][0]!;\n',
  useImportType: "import { T } from './t.ts';\nexport type U = T;\n",
  useNodejsImportProtocol: "import { join } from 'path';\nexport const x = join('a');\n",
  noUnusedImports: "import { join } from 'node:path';\nexport const x = 1;\n",
  noUnusedVariables: 'const x = 1;\n',
  format: 'export const x = "1"\n',
};

test('lint finds what each rule is about', () => {
  const files = Object.entries(unclean).map(([rule, text]) => [`src/report/${rule}.ts`, text]);
  const { ok, said } = run('lint', Object.fromEntries(files));
  expect(ok).toBe(false);
  for (const rule of Object.keys(unclean)) {
    expect(said).toMatch(new RegExp(`src/report/${rule}\\.ts\\S* (lint/\\w+/)?${rule}\\b`));
  }
});

test('types are checked strictly', () => {
  const text = `${documented}export const first: number = [1][0];\n`;
  expect(run('types', { 'src/planted.ts': text })).toMatchObject({ ok: false });
});

test('docs are wanted for every export', () => {
  expect(run('docs', { 'src/clean.ts': documented })).toMatchObject({ ok: true });
  const kinds = ['const a = 1', 'function b() {}', 'class C {}', 'interface D {}', 'type E = 1'];
  const text = kinds.map((kind) => `export ${kind};\n`).join('');
  const { ok, said } = run('docs', { 'src/planted.ts': text });
  expect(ok).toBe(false);
  for (const name of ['a', 'b', 'C', 'D', 'E'])
    expect(said).toMatch(new RegExp(`${name} .*does not have any documentation`));
});
