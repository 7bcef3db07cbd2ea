import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readPageClient } from '../../../src/experiment/surface/pageClient.ts';
import type { SurfaceView } from '../../../src/experiment/surface/surface.ts';
import { type PageOptions, surfacePage } from '../../../src/report/surface/html.ts';
import { pathOf, STAIRS, viewOf } from './views.ts';

const HOSTILE = '</script><img src=x onerror=alert(1)>\u2028<!--&amp;"\'';

const page = (view: SurfaceView = STAIRS, options: Partial<PageOptions> = {}) =>
  surfacePage(view, {
    title: 'Cost of a unit',
    subtitle: 'a_t = f(w a + b)',
    settings: { grid: '4 x 4' },
    frames: [{ steps: 50, ...view.surface }],
    client: 'start();',
    ...options,
  });

const between = (html: string, start: string, end: string) => {
  const [, rest = ''] = html.split(start);
  return rest.slice(0, rest.indexOf(end));
};

const dataOf = (html: string) =>
  JSON.parse(between(html, '<script type="application/json" id="data">', '</script>'));

const sha256 = (text: string) => createHash('sha256').update(text).digest('base64');

describe('the policy of a page', () => {
  it('lets this script and this style run, by their hashes, and nothing else', async () => {
    const html = page(STAIRS, { client: await readPageClient() });
    const policy = between(html, '<meta http-equiv="Content-Security-Policy" content="', '">');
    const script = between(html, '<script>', '</script>');
    const style = between(html, '<style>', '</style>');
    expect(script.length).toBeGreaterThan(1000);
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      `script-src 'sha256-${sha256(script)}'`,
      `style-src 'sha256-${sha256(style)}'`,
      'img-src data:',
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    // A policy in a meta element guards only what follows it.
    expect(html.indexOf('http-equiv')).toBeLessThan(html.indexOf('<style>'));
  });

  it('needs to let nothing inline through: no element has a style or a handler', () => {
    expect(page()).not.toMatch(/<[^>]+\s(style|on[a-z]+)=/i);
  });
});

describe('a page', () => {
  it('names no address outside itself', async () => {
    const html = page(STAIRS, { client: await readPageClient() });
    expect(html).not.toMatch(
      /https?:|["'`(]\/\/|url\(|@import|\bimport\(|fetch\(|XMLHttp|WebSocket/i,
    );
    expect(html.match(/\s(src|href)=/g)).toEqual([' href=']);
    expect(html).toContain('href="data:,"');
  });

  it('carries what it was given', () => {
    const data = dataOf(page());
    expect(data.title).toBe('Cost of a unit');
    expect(data.settings).toEqual([['grid', '4 x 4']]);
    expect(data.frames.map(({ steps }: { steps: number }) => steps)).toEqual([50]);
    expect(data.x).toMatchObject({ name: 'w', min: 0, max: 3 });
  });

  it('reads no label as HTML', () => {
    const path = pathOf([{ x: 0, y: 0 }], { optimizer: HOSTILE });
    const other = pathOf([{ x: 0, y: 0 }], { optimizer: 'adam' });
    const { surface } = STAIRS;
    const hostile = {
      ...STAIRS,
      surface: {
        ...surface,
        x: { ...surface.x, name: HOSTILE },
        y: { ...surface.y, name: HOSTILE },
      },
      paths: [path, other],
    };
    const texts = { title: HOSTILE, subtitle: HOSTILE, settings: { [HOSTILE]: HOSTILE } };
    const html = page(hostile, texts);
    expect(html).not.toContain('<img');
    expect(html).not.toMatch(/[\u2028\u2029]/);
    expect(html).not.toContain('<!--');
    expect(html.match(/<\/script/g)).toHaveLength(2);
    const shown = HOSTILE.replace('\u2028', ' ');
    const data = dataOf(html);
    expect([data.title, data.subtitle, data.x.name, data.y.name]).toEqual(Array(4).fill(shown));
    expect(data.settings).toEqual([[shown, shown]]);
    expect(data.paths[0].description).toContain(shown);
  });

  it('refuses a script that would end its own element', () => {
    for (const client of ['"</script>"', '"</SCRIPT >"', '"<!-- "']) {
      expect(() => page(STAIRS, { client })).toThrow('would end its element');
    }
  });

  it('stays under 4 MiB with 50 frames of 101 by 101 points', async () => {
    const view = viewOf({ x: [4.5, 5.5, 101], y: [-2.9, -1.9, 101] }, ({ x, y }) => x * y);
    const frames = Array.from({ length: 50 }, (_, index) => ({
      ...view.surface,
      steps: index + 1,
    }));
    const html = page(view, { frames, client: await readPageClient() });
    expect(Buffer.byteLength(html)).toBeLessThan(4 * 1024 * 1024);
  });

  it('is the same for the same surface', () => {
    expect(page()).toBe(page());
  });
});

describe('the script of pages', () => {
  it('is one classic script that takes nothing from elsewhere', async () => {
    const client = await readPageClient();
    expect(() => new Function(client)).not.toThrow();
    expect(client).not.toMatch(/\brequire\(|node:/);
    expect(client).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(/);
  });
});
