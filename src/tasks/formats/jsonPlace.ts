// Finds places in a JSON text, for messages about it: where a value begins, or where the text stops being
// JSON. What the text says is read by JSON.parse.

/** Keys and positions that lead to a value. */
export type JsonPath = readonly (string | number)[];

/** What was found. */
export interface JsonPlace {
  /** Whether the whole text is JSON. */
  readonly isJson: boolean;
  /** Index where the value begins; where the text is no JSON, of the first character that is wrong. */
  readonly offset: number;
}

const SPACE = /[ \t\r\n]*/y;
const WORD = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4})/y;

/**
 * Finds a value. Takes no stack, however deep lists are nested.
 * @param path where it is; of keys that are given twice the last counts, as in JSON.parse
 * @returns the start of the text for a path that leads nowhere
 */
export function findInJson(text: string, path: JsonPath = []): JsonPlace {
  /** Path of the value that comes next. */
  const here: (string | number)[] = [];
  let at = 0;
  let found = 0;
  const flaw = (): JsonPlace => ({ isJson: false, offset: at });
  const skipSpace = (): void => {
    at = matchEnd(SPACE, text, at) ?? at;
  };
  /** Moves past a string; where it has a flaw, to that. */
  const passString = (): boolean => {
    if (text[at] !== '"') return false;
    for (at++; at < text.length && text.charCodeAt(at) >= 0x20; ) {
      if (text[at] === '"') {
        at++;
        return true;
      }
      const next = text[at] === '\\' ? matchEnd(ESCAPE, text, at) : at + 1;
      if (next === null) return false;
      at = next;
    }
    return false;
  };
  const passKey = (): boolean => {
    skipSpace();
    const start = at;
    if (!passString()) return false;
    here.push(JSON.parse(text.slice(start, at)) as string);
    skipSpace();
    if (text[at] !== ':') return false;
    at++;
    return true;
  };
  for (;;) {
    skipSpace();
    if (here.length === path.length && here.every((step, i) => step === path[i])) found = at;
    const open = text[at];
    if (open === '[' || open === '{') {
      at++;
      skipSpace();
      if (text[at] !== (open === '[' ? ']' : '}')) {
        if (open === '[') here.push(0);
        else if (!passKey()) return flaw();
        continue;
      }
      at++;
    } else if (open === '"') {
      if (!passString()) return flaw();
    } else {
      const end = matchEnd(WORD, text, at);
      if (end === null) return flaw();
      at = end;
    }
    // Behind a value: lists and objects end, or the next value follows.
    for (;;) {
      skipSpace();
      const last = here.at(-1);
      if (last === undefined) return at === text.length ? { isJson: true, offset: found } : flaw();
      if (text[at] === ',') break;
      if (text[at] !== (typeof last === 'number' ? ']' : '}')) return flaw();
      at++;
      here.pop();
    }
    at++;
    const last = here.pop();
    if (typeof last === 'number') here.push(last + 1);
    else if (!passKey()) return flaw();
  }
}

/** Where a match of a sticky pattern at a place ends; null where there is none. */
function matchEnd(pattern: RegExp, text: string, at: number): number | null {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : null;
}
