// The config reference: nothing is left out of it, and the committed one is up to date.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { families } from '../../../src/cli/families.ts';
import { specJsonSchema } from '../../../src/experiment/schema/jsonSchema.ts';
import { referenceMarkdown } from '../../../src/experiment/schema/reference.ts';
import {
  acceptedValues,
  escapeMarkdown,
  type SchemaNode,
  writtenDefault,
} from '../../../src/experiment/schema/schemaText.ts';
import { invoke } from '../../cli/invoke.ts';
import { root } from '../../structure/sources.ts';

const schema = specJsonSchema() as SchemaNode;
const markdown = referenceMarkdown(schema, families);

/** Calls for every object of the schema with the path of its keys. */
function visit(
  node: SchemaNode,
  path: string,
  see: (node: SchemaNode, path: string) => void,
): void {
  see(node, path);
  for (const member of node.oneOf ?? node.items?.oneOf ?? []) visit(member, path, see);
  for (const [key, field] of Object.entries(node.properties ?? {})) {
    visit(field, path === '' ? key : `${path}.${key}`, see);
  }
}

describe('the config reference', () => {
  test('is the one in docs; `npm run build` writes it', () => {
    expect(readFileSync(`${root}docs/config.md`, 'utf8')).toBe(markdown);
  });

  test('has a row for every key and a section for every member', () => {
    const missing: string[] = [];
    visit(schema, '', (node, path) => {
      for (const [key, field] of Object.entries(node.properties ?? {})) {
        const row = `| \`${key}\` | `;
        const meaning = ` | ${escapeMarkdown(field.description ?? '')} |`;
        const rows = markdown.split('\n').filter((line) => line.startsWith(row));
        if (field.const === undefined && !rows.some((line) => line.endsWith(meaning))) {
          missing.push(`${path}.${key}`);
        }
      }
      for (const member of node.oneOf ?? node.items?.oneOf ?? []) {
        const name = String(member.properties?.type?.const);
        if (!markdown.includes(`# ${path}: \`${name}\`\n`)) missing.push(`${path}: ${name}`);
      }
    });
    expect(missing).toEqual([]);
  });

  test('names the source of every member', () => {
    for (const { source } of Object.values(families).flat()) {
      expect(markdown).toContain(`Source: ${escapeMarkdown(source)}.`);
    }
  });

  test('gives values and defaults as a config has them', () => {
    expect(markdown).toContain('| `seed` | integer, at least 0, at most 9007199254740991 | `1` |');
    expect(markdown).toContain('| `batchSize` | integer, at least 1, at most 65536 | `20` |');
    expect(markdown).toContain('Default: `{ type: sgd }`.');
    expect(markdown).toMatch(
      /^\| `file` \| text; or \{ training: text; or list of \(text\); .* \| required \|/m,
    );
  });

  test('is what `rnn schema --markdown` prints', async () => {
    expect(await invoke(['schema', '--markdown'])).toEqual({
      exitCode: 0,
      stdout: markdown,
      stderr: '',
    });
  });

  test('survives characters that mean something to Markdown', () => {
    expect(escapeMarkdown('a|b *c* h_t <d>\n[e]')).toBe('a\\|b \\*c\\* h\\_t \\<d\\> \\[e\\]');
  });
});

describe('schemas in words', () => {
  test.each([
    [{ type: 'number', exclusiveMinimum: 0, maximum: 1 }, 'number, above 0, at most 1'],
    [{ enum: ['f32', 'f64'] }, '`f32`, `f64`'],
    [{ anyOf: [{ type: 'boolean' }, { type: 'number' }] }, '`true` or `false`; or number'],
    [{ type: 'array', items: { type: 'number' } }, 'list of (number)'],
    [{ type: 'object', additionalProperties: { type: 'number' } }, 'names, each with number'],
    [{ type: 'object', properties: { min: { type: 'integer' } } }, '{ min: integer }'],
    [{}, 'any value'],
  ])('%j', (node, words) => {
    expect(acceptedValues(node)).toBe(words);
  });

  test.each([
    [undefined, '-'],
    [{}, '-'],
    [[], '`[]`'],
    [[{ type: 'elman', size: 2 }], '`[{ type: elman, size: 2 }]`'],
    [false, '`false`'],
  ])('default %j', (value, text) => {
    expect(writtenDefault(value === undefined ? {} : { default: value })).toBe(text);
  });
});
