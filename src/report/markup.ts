// Text inside XML and HTML: untrusted labels made harmless. Where it stands is decided elsewhere.
import { stripControl } from './text.ts';

const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Makes a text safe as content and as quoted attribute of XML and HTML: what has a meaning there
 * becomes a character reference; control characters and what no XML document may hold are removed.
 *
 * @param text - any string.
 */
export function escapeMarkup(text: string): string {
  return stripControl(text)
    .replace(/[\uFFFE\uFFFF]/g, '')
    .replace(/[&<>"']/g, (character) => REFERENCES[character] ?? '');
}
