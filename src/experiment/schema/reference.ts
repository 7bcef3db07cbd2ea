// The config reference in Markdown, written from the JSON Schema of configs and from what the
// members of the tables say about themselves: one section per object and per family.
import type { Definition } from '../../math/definition.ts';
import { acceptedValues, escapeMarkdown, type SchemaNode, writtenDefault } from './schemaText.ts';

/** Members that a `type` can choose from, family by family. */
export type DefinitionFamilies = Readonly<Record<string, readonly Definition[]>>;

const LARGEST_HEADING = 2;
const SMALLEST_HEADING = 6;

/** A member of a union is told from the others by this key. */
const nameOf = (member: SchemaNode): string => String(member.properties?.type?.const);

function heading(level: number, text: string): string {
  return `${'#'.repeat(Math.min(level, SMALLEST_HEADING))} ${text}`;
}

/** Whether a key has a section of its own, which its row in the table points at. */
const hasSection = ({ properties, oneOf, items }: SchemaNode): boolean =>
  (properties ?? oneOf ?? items?.oneOf) !== undefined;

function keyTable(node: SchemaNode): string[] {
  const keys = Object.entries(node.properties ?? {}).filter(
    ([, field]) => field.const === undefined,
  );
  if (keys.length === 0) return [];
  const rows = keys.map(([key, field]) => {
    const values = hasSection(field) ? 'see below' : acceptedValues(field);
    const isRequired = node.required?.includes(key) === true;
    const fallback = isRequired ? 'required' : writtenDefault(field);
    return `| \`${key}\` | ${values} | ${fallback} | ${escapeMarkdown(field.description ?? '')} |`;
  });
  return ['| key | value | default | meaning |', '| --- | --- | --- | --- |', ...rows, ''];
}

/** The members of a family's table, where one has exactly the members of the union. */
function definitionsOf(union: readonly SchemaNode[], families: DefinitionFamilies) {
  const names = union.map(nameOf).sort().join();
  const members = Object.values(families).find(
    (family) =>
      family
        .map(({ type }) => type)
        .sort()
        .join() === names,
  );
  return new Map(members?.map((member) => [member.type, member]));
}

function memberSection(
  member: SchemaNode,
  definition: Definition | undefined,
  path: string,
  level: number,
  families: DefinitionFamilies,
): string[] {
  const about = definition
    ? [`${escapeMarkdown(definition.summary)}. Source: ${escapeMarkdown(definition.source)}.`, '']
    : [];
  return [
    heading(level, `${path}: \`${nameOf(member)}\``),
    '',
    escapeMarkdown(member.description ?? ''),
    '',
    ...about,
    ...keyTable(member),
    ...sectionsBelow(member, path, level + 1, families),
  ];
}

function section(
  node: SchemaNode,
  path: string,
  level: number,
  families: DefinitionFamilies,
): string[] {
  const union = node.oneOf ?? node.items?.oneOf;
  const intro = [heading(level, path), '', escapeMarkdown(node.description ?? ''), ''];
  if (!union)
    return [...intro, ...keyTable(node), ...sectionsBelow(node, path, level + 1, families)];
  const definitions = definitionsOf(union, families);
  const names = union.map((member) => `\`${nameOf(member)}\``).join(', ');
  const fallback = node.default === undefined ? '' : ` Default: ${writtenDefault(node)}.`;
  const choice = node.items ? 'A list; `type` of each is one of' : '`type` is one of';
  return [
    ...intro,
    `${choice} ${names}.${fallback}`,
    '',
    ...union.flatMap((member) =>
      memberSection(member, definitions.get(nameOf(member)), path, level + 1, families),
    ),
  ];
}

function sectionsBelow(
  node: SchemaNode,
  path: string,
  level: number,
  families: DefinitionFamilies,
): string[] {
  return Object.entries(node.properties ?? {})
    .filter(([, field]) => hasSection(field))
    .flatMap(([key, field]) =>
      section(field, path === '' ? key : `${path}.${key}`, level, families),
    );
}

/**
 * Writes the reference.
 * @param schema JSON Schema of configs, as `specJsonSchema` gives it
 * @param families tables whose members' summary and source are shown beside the schema's words
 * @returns Markdown that ends in a newline; equal arguments give equal text
 */
export function referenceMarkdown(schema: object, families: DefinitionFamilies): string {
  const root = schema as SchemaNode;
  return `${[
    '# Config reference',
    '',
    'Every key of a config, as `rnn schema --markdown` writes it. `rnn schema` gives the same as',
    'JSON Schema, `rnn validate` checks a config, `--set path=value` changes one key of it.',
    '',
    ...keyTable(root),
    ...sectionsBelow(root, '', LARGEST_HEADING, families),
  ]
    .join('\n')
    .trimEnd()}\n`;
}
