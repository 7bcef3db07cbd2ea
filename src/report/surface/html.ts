// A surface as one page that needs nothing else: the data, the script that draws them and a policy
// that lets nothing but this very script and style run. Works from a file, without a network.
import { createHash } from 'node:crypto';
import type { SurfaceView } from '../../experiment/surface/surface.ts';
import { PAGE_BODY } from './pageBody.ts';
import { type PageContent, type PageFrame, pageDataOf } from './pageDataOf.ts';
import { PAGE_STYLE } from './pageStyle.ts';

export type { PageContent, PageFrame };

/** What a page is made of beside its surface. */
export interface PageOptions extends PageContent {
  /** The script that draws, compiled for browsers. */
  readonly client: string;
}

/** Characters that could end the data's element, or a line of a script. */
const UNSAFE = /[<>&\u2028\u2029]/g;

const escapeCharacter = (character: string) =>
  `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/**
 * Writes a surface as a page.
 *
 * @param view - the surface, everything drawn over it, and which of its numbers is shown first.
 * @param options - words, frames and script.
 * @returns HTML; the same for the same data.
 * @throws Error where the script holds what would end its element.
 */
export function surfacePage(view: SurfaceView, options: PageOptions): string {
  const { client, ...content } = options;
  const script = client.replaceAll('\r\n', '\n');
  if (/<\/script|<!--/i.test(script)) {
    throw new Error('surfacePage: the script holds </script or <!--, which would end its element');
  }
  const data = JSON.stringify(pageDataOf(view, content)).replace(UNSAFE, escapeCharacter);
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(PAGE_STYLE)}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>Cost surface</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
${PAGE_BODY}<script type="application/json" id="data">${data}</script>
<script>${script}</script>
</body>
</html>
`;
}
