// The page's elements by id. The document and this script are made together: a missing element is a
// fault of the program, not of the reader's browser.

/**
 * Finds an element of a kind.
 *
 * @param id - of the element.
 * @param kind - its class, such as HTMLCanvasElement.
 * @throws Error where the document has no such element
 */
export function elementOf<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const element = document.getElementById(id);
  if (!(element instanceof kind)) throw new Error(`the page has no ${kind.name} with id ${id}`);
  return element;
}

/**
 * Makes an element with a text, never read as HTML.
 *
 * @param tag - such as `dd`.
 * @param text - any text.
 */
export function textElement(tag: string, text: string): HTMLElement {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}
