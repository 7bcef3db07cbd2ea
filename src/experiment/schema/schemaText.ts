// Parts of a JSON Schema in words: which values a key takes, and which it has by default.

/** The part of a JSON Schema that schemas of configs use. */
export interface SchemaNode {
  readonly type?: string;
  readonly description?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  readonly items?: SchemaNode;
  readonly oneOf?: readonly SchemaNode[];
  readonly anyOf?: readonly SchemaNode[];
  readonly additionalProperties?: boolean | SchemaNode;
}

/** Makes a text safe as running text and in a table's cell of Markdown. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_<>|[\]~#]/g, '\\$&').replace(/\s+/g, ' ');
}

/** The bounds of a number: `at least 0 and below 1`. */
function bounds({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: SchemaNode): string {
  return [
    minimum === undefined ? '' : `at least ${minimum}`,
    exclusiveMinimum === undefined ? '' : `above ${exclusiveMinimum}`,
    maximum === undefined ? '' : `at most ${maximum}`,
    exclusiveMaximum === undefined ? '' : `below ${exclusiveMaximum}`,
  ]
    .filter((bound) => bound !== '')
    .join(', ');
}

const number =
  (word: string) =>
  (node: SchemaNode): string =>
    [word, bounds(node)].filter((part) => part !== '').join(', ');

const TYPES: Readonly<Record<string, (node: SchemaNode) => string>> = {
  integer: number('integer'),
  number: number('number'),
  boolean: () => '`true` or `false`',
  string: () => 'text',
  array: ({ items = {} }) => `list of (${acceptedValues(items)})`,
  object: objectValues,
};

function objectValues({ properties, additionalProperties }: SchemaNode): string {
  if (properties) {
    const keys = Object.entries(properties).map(
      ([key, field]) => `${key}: ${acceptedValues(field)}`,
    );
    return `{ ${keys.join('; ')} }`;
  }
  const values = typeof additionalProperties === 'object' ? additionalProperties : {};
  return `names, each with ${acceptedValues(values)}`;
}

/** Says in words which values a schema accepts; any value where it says nothing. */
export function acceptedValues(node: SchemaNode): string {
  if (node.enum) return node.enum.map((value) => `\`${String(value)}\``).join(', ');
  if (node.anyOf) return node.anyOf.map(acceptedValues).join('; or ');
  return TYPES[node.type ?? '']?.(node) ?? 'any value';
}

/** Writes a default as code; a dash where there is none or where it depends on other keys. */
export function writtenDefault({ default: value }: SchemaNode): string {
  const isEmptyRecord = JSON.stringify(value) === '{}';
  return value === undefined || isEmptyRecord ? '-' : `\`${flow(value)}\``;
}

/** Writes a value as YAML in one line, as a config would have it. */
function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  return `{ ${Object.entries(value)
    .map(([key, below]) => `${key}: ${flow(below)}`)
    .join(', ')} }`;
}
