// A strict reader of the XML that pictures are made of: whatever a viewer would refuse, it refuses.

/** An element or, with an empty name, a text. */
export interface XmlNode {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlNode[];
  /** All text inside, character references resolved. */
  readonly text: string;
}

interface OpenNode {
  name: string;
  attributes: Record<string, string>;
  children: XmlNode[];
}

const NAME = '[A-Za-z_][\\w:.-]*';
const ATTRIBUTE = new RegExp(`\\s+(${NAME})="([^"<]*)"`, 'gy');
const TAG = new RegExp(`<(/?)(${NAME})((?:\\s+${NAME}="[^"<]*")*)\\s*(/?)>`, 'y');
const REFERENCES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

/** Characters that XML 1.0 allows in documents, but for those above the first plane. */
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

function resolve(text: string): string {
  if (FORBIDDEN.test(text)) throw new Error(`not XML: a forbidden character in ${text}`);
  return text.replace(/&[^;&]*;?/g, (reference) => {
    const character = REFERENCES[reference];
    if (character === undefined) throw new Error(`not XML: ${reference}`);
    return character;
  });
}

const closed = ({ name, attributes, children }: OpenNode): XmlNode => ({
  name,
  attributes,
  children,
  text: children.map(({ text }) => text).join(''),
});

function attributesOf(text: string): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [, name, value] of text.matchAll(ATTRIBUTE)) {
    if (name! in attributes) throw new Error(`not XML: ${name} twice`);
    attributes[name!] = resolve(value!);
  }
  return attributes;
}

/** Reads a document of one element; throws at whatever is not well-formed. */
export function parseXml(source: string): XmlNode {
  const stack: OpenNode[] = [{ name: '', attributes: {}, children: [] }];
  let at = 0;
  while (at < source.length) {
    const open = stack.at(-1)!;
    if (source[at] !== '<') {
      const next = source.indexOf('<', at);
      const end = next === -1 ? source.length : next;
      const raw = source.slice(at, end);
      if (raw.includes('>')) throw new Error(`not XML here: > in ${raw}`);
      open.children.push({ name: '', attributes: {}, children: [], text: resolve(raw) });
      at = end;
      continue;
    }
    TAG.lastIndex = at;
    const tag = TAG.exec(source);
    if (!tag) throw new Error(`not XML: ${source.slice(at, at + 60)}`);
    const [whole, slash, name, attributes, empty] = tag;
    at += whole.length;
    if (slash) {
      if (open.name !== name || attributes !== '') throw new Error(`not XML: </${name}>`);
      stack.pop();
      stack.at(-1)!.children.push(closed(open));
    } else {
      const node = { name: name!, attributes: attributesOf(attributes!), children: [] };
      if (empty) open.children.push(closed(node));
      else stack.push(node);
    }
  }
  const [root, ...others] = stack[0]!.children.filter(({ text, name }) => name || text.trim());
  if (stack.length !== 1 || !root?.name || others.length > 0) {
    throw new Error('not XML: not one whole element');
  }
  return root;
}

/** Lists all elements of a name inside another, in order. */
export function elementsOf(root: XmlNode, name: string): XmlNode[] {
  return root.children.flatMap((child) => [
    ...(child.name === name ? [child] : []),
    ...elementsOf(child, name),
  ]);
}
