import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formatIssues } from '../../src/experiment/load/issue.ts';
import { loadConfig } from '../../src/experiment/load/loadConfig.ts';
import { readConfigFile } from '../../src/experiment/load/readConfigFile.ts';

/** Most that one hostile config may take, in milliseconds of this process alone. */
const TIME_LIMIT_MS = 1000;

function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

const bomb = (line: (name: string, previous: string) => string) =>
  ['a: &a [x, x]', ...'bcdefghi'.split('').map((name, i) => line(name, 'abcdefgh'[i] ?? ''))].join(
    '\n',
  );

const hostileTexts: readonly (readonly [string, string])[] = [
  ['an alias bomb', bomb((name, previous) => `${name}: &${name} [*${previous}, *${previous}]`)],
  ['a merge bomb', bomb((name, previous) => `${name}: &${name} { <<: *${previous} }`)],
  ['a cyclic alias', 'task: &a { type: *a }'],
  ['an unknown tag', 'task: !!js/function "x"'],
  ['a known but undesired tag', 'task: !!binary aGk='],
  ['lists nested 20,000 deep', '['.repeat(20_000)],
  ['mappings nested 20,000 deep', '{a: '.repeat(20_000)],
  ['closed lists nested 20,000 deep', `${'['.repeat(20_000)}${']'.repeat(20_000)}`],
  ['compact lists nested 500,000 deep', '- '.repeat(500_000)],
  ['complex keys nested 500,000 deep', '? '.repeat(500_000)],
  ['duplicate keys', 'task: { type: toy }\ntask: { type: toy }'],
  ['two documents', 'task: { type: toy }\n---\ntask: { type: toy }'],
  ['250,000 documents', '---\n'.repeat(250_000)],
  ['nothing', ''],
  ['only a comment', '# nothing\n'],
  ['a scalar', 'toy'],
  ['a list', '- toy'],
  ['a tab as indentation', 'task:\n\ttype: toy'],
  ['a directive', '%YAML 1.1\n---\ntask: { type: toy }'],
  ['150,000 keys', Array.from({ length: 150_000 }, (_, i) => `k${i}:`).join('\n')],
  ['a million closing brackets', ']'.repeat(1_000_000)],
  ['900,000 commas', `[${','.repeat(900_000)}]`],
  ['300,000 directives', '%a\n'.repeat(300_000)],
  ['200,000 anchors', '&a '.repeat(200_000)],
  ['130,000 tags', '- !foo\n'.repeat(130_000)],
  ['500,000 quotes', '"'.repeat(500_000)],
  ['12,000 unknown keys', Array.from({ length: 12_000 }, (_, i) => `k${i}:`).join('\n')],
  [
    '12,000 missing spaces',
    `training: { ${Array.from({ length: 12_000 }, (_, i) => `k${i}:v`).join(', ')} }`,
  ],
  ['one key of a megabyte', `${'k'.repeat(1_000_000)}: 1`],
  ['an infinite number', 'task: { type: toy }\nseed: 1e400'],
  ['not a number', 'task: { type: toy, target: .nan }'],
  ['an unsafe integer', 'task: { type: toy }\nseed: 9007199254740993'],
  ['a date', 'task: { type: toy }\nseed: 2001-01-01'],
  ['the word no', 'task: { type: toy }\nmodel: { layers: [{ type: elman, bias: no }] }'],
  ['a leading zero', 'task: { type: toy }\nseed: 012'],
  ['a separated number', 'task: { type: toy }\nseed: 1_000'],
  ['__proto__ in YAML', 'task: { type: toy }\n__proto__: { polluted: 1 }'],
  ['__proto__ in JSON', '{ "task": { "type": "toy" }, "__proto__": { "polluted": 1 } }'],
  ['constructor', 'task: { type: toy, constructor: { prototype: { polluted: 1 } } }'],
  [
    '__proto__ as a tensor',
    'task: { type: toy }\nmodel: { initializer: { values: { __proto__: 1 } } }',
  ],
  ['a task named after a method', 'task: { type: toString }'],
  ['a task named after a prototype', 'task: { type: __proto__ }'],
  ...['../../x', '/etc/x', 'a\\0b', 'a\\nb', 'a'.repeat(300), '-rf', '\\u202ex', '\\e[2J', ''].map(
    (name) => [`the name ${name}`, `task: { type: toy }\nname: "${name}"`] as const,
  ),
];

describe('hostile configs', () => {
  test.each(hostileTexts)('refuses %s in time, with a position', (_, text) => {
    const startMs = processorMs();
    const result = loadConfig(text, { file: 'c.yaml' });
    const shown = result.ok ? '' : formatIssues(result.issues);
    expect(processorMs() - startMs).toBeLessThan(TIME_LIMIT_MS);
    expect(shown).toMatch(/^c\.yaml:\d+:\d+/);
    expect(shown).not.toMatch(/at .*\.(ts|js):\d+/);
    expect(shown).not.toMatch(/[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/u);
    expect(shown.length).toBeLessThan(30_000);
    expect({}).not.toHaveProperty('polluted');
  });

  test('strips terminal escapes of the config from what is shown', () => {
    const result = loadConfig('task: { type: "\u001b[2J" } # \u202e\u001b[31m', {
      file: 'c\u001b.yaml',
    });
    expect(result.ok ? '' : formatIssues(result.issues)).not.toMatch(/[^\P{Cc}\n]|\u202e/u);
  });
});

describe('sizes no machine has', () => {
  test.each([
    ['task: { type: addition, length: 1e9 }', 'task.length:', '16.9 TiB'],
    ['task: { type: addition, length: { min: 10, max: 1e9 } }', 'task.length.max:', '16.9 TiB'],
    [
      'task: { type: toy }\nmodel: { layers: [{ type: elman, hiddenSize: 1e9 }], readout: { type: linear } }',
      'model.layers.0.hiddenSize:',
      'EiB',
    ],
    [
      'task: { type: addition }\nmodel: { layers: [{ type: elman, hiddenSize: 65536 }] }',
      'model.layers.0.hiddenSize:',
      '8',
    ],
    [
      'task: { type: addition, length: 100000 }\ntraining: { batchSize: 60000 }',
      'training.batchSize:',
      'TiB',
    ],
  ])('says what %j needs before allocating it', (text, path, amount) => {
    const result = loadConfig(text, { file: 'c.yaml' });
    const shown = result.ok ? '' : formatIssues(result.issues);
    expect(shown).toContain(path);
    expect(shown).toMatch(/needs about [\d.]+ [KMGTPE]iB, limit 4.00 GiB/);
    expect(shown).toContain(amount);
  });
});

describe('config files', () => {
  let directory = '';
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'rnn-config-'));
    await writeFile(join(directory, 'good.yaml'), '\u{feff}task: { type: toy }\r\n');
    await writeFile(join(directory, 'large.yaml'), '#'.repeat(2 ** 20 + 1));
    await writeFile(join(directory, 'limit.yaml'), '#'.repeat(2 ** 20));
    await writeFile(join(directory, 'latin.yaml'), new Uint8Array([0x61, 0xe9]));
    await writeFile(join(directory, 'wide.yaml'), new Uint8Array([0xff, 0xfe, 0x61, 0]));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  test('reads UTF-8 up to one MiB', async () => {
    expect(await readConfigFile(join(directory, 'good.yaml'))).toEqual({
      ok: true,
      text: 'task: { type: toy }\r\n',
    });
    expect((await readConfigFile(join(directory, 'limit.yaml'))).ok).toBe(true);
  });

  test.each([
    ['missing.yaml', 'expected a config file, got no such file'],
    ['.', 'expected a config file, got a directory'],
    ['good.yaml/below', 'got a path through something that is not a directory'],
    ['large.yaml', 'expected a config of at most 1 MiB, got 1048577 bytes'],
    ['latin.yaml', 'expected UTF-8 text, got other bytes'],
    ['wide.yaml', 'expected UTF-8 text, got other bytes'],
    ['a\0b', 'got a path with a null character'],
    ['x'.repeat(5000), 'got a path that is too long'],
  ])('says why %j cannot be read', async (name, message) => {
    const result = await readConfigFile(`${directory}/${name}`);
    expect(result.ok ? '' : result.message).toContain(message);
  });

  test('stops reading an endless device', async () => {
    expect(await readConfigFile('/dev/zero')).toMatchObject({ ok: false });
  });
});
