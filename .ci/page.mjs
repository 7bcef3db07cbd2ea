// The page of a cost surface, in a real browser and from a file: what it shows, how it answers, and
// that nothing but its own script runs.
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { installBrowser, withBrowser } from './browser.mjs';
import { expect, run } from './check.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const built = (path) => import(new URL(`../dist/${path}`, import.meta.url));

const SWEEP = ['w', 'b', '--x', '4.5:5.5:61', '--y', '-2.9:-1.9:61', '--descend', 'x=5,y=-2.2'];
const DESKTOP = { width: 1280, height: 900 };
const SIZES = [
  { width: 360, height: 740 },
  { width: 900, height: 900 },
  { width: 1600, height: 1000 },
];

const LIMIT_BYTES = 4 * 1024 * 1024;

/**
 * Waits until a page has drawn whatever was asked for: longer than its drawings wait for the next
 * change, on the page's own clock, and then for its next frame.
 */
const settle = (page) =>
  page.evaluate(
    'new Promise((done) => setTimeout(() => requestAnimationFrame(() => setTimeout(done)), 300))',
  );

/** The paper's unit: cost after 50 time steps. */
function paperCost(w, b) {
  let state = 1 / (1 + Math.exp(-0.5));
  for (let step = 0; step < 50; step++) state = 1 / (1 + Math.exp(-(w * state + b)));
  return (state - 0.7) ** 2;
}

const pictureOf = (page, id) => page.evaluate(`document.getElementById('${id}').toDataURL()`);
const textOf = (page, id) => page.evaluate(`document.getElementById('${id}').textContent`);

/** A place on an element, as shares of its width and height. */
const placeOn = (page, id, across, down) =>
  page.evaluate(`(() => {
    const { left, top, width, height } = document.getElementById('${id}').getBoundingClientRect();
    return { x: left + width * ${across}, y: top + height * ${down} };
  })()`);

const mouse = (page, type, place, more = {}) =>
  page.send('Input.dispatchMouseEvent', { type, ...place, ...more });

async function click(page, selector, clickCount = 1) {
  const place = await page.evaluate(`(() => {
    const { left, top, width, height } = document.querySelector('${selector}').getBoundingClientRect();
    return { x: left + width / 2, y: top + height / 2 };
  })()`);
  for (let count = 1; count <= clickCount; count++) {
    const button = { button: 'left', clickCount: count };
    await mouse(page, 'mousePressed', place, { ...button, buttons: 1 });
    await mouse(page, 'mouseReleased', place, button);
  }
  await settle(page);
}

async function press(page, id, key) {
  await page.evaluate(`document.getElementById('${id}').focus()`);
  for (const type of ['keyDown', 'keyUp']) {
    const names = { key, code: key, windowsVirtualKeyCode: KEY_CODES[key] };
    await page.send('Input.dispatchKeyEvent', { type, ...names });
  }
  await settle(page);
}

const KEY_CODES = { Home: 36, ArrowLeft: 37, ArrowUp: 38 };

/** Counts the colours of a picture, PNG in base64. */
async function colorCount(open, png) {
  const page = await open('about:blank', DESKTOP);
  const count = await page.evaluate(`(async () => {
    const image = new Image();
    image.src = 'data:image/png;base64,${png}';
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [image.width, image.height];
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    return new Set(new Uint32Array(data.buffer)).size;
  })()`);
  await page.close();
  return count;
}

/** Makes pages and looks at them. */
export async function checkPage({ check }, folder) {
  const file = join(folder, 'page.html');
  const address = pathToFileURL(file).href;
  await check('rnn sweep writes a page', async () => {
    const program = join(root, 'bin/rnn.js');
    await run(process.execPath, [program, 'sweep', ...SWEEP, '--clip', '0.1', '--html', file]);
    const { size } = statSync(file);
    expect(size < LIMIT_BYTES, `expected under ${LIMIT_BYTES} bytes, got ${size}`);
  });
  await installBrowser();
  await withBrowser(async ({ open }) => {
    const opened = async (size = DESKTOP, url = address) => {
      const page = await open(url, size);
      const { ready, painted } = await page.evaluate('({ ...document.documentElement.dataset })');
      expect(page.faults.length === 0, page.faults.join('\n'));
      expect(ready === 'true' && Number(painted) > 5000, `ready ${ready}, ${painted} painted`);
      const foreign = page.requests.filter((request) => !/^(file|data):/.test(request));
      expect(foreign.length === 0, `asked for ${foreign.join(', ')}`);
      await settle(page);
      return page;
    };

    await check('the page can be turned, zoomed and reset', async () => {
      const page = await opened();
      const first = await pictureOf(page, 'scene');
      const seen = new Set([first]);
      const hasChanged = async (what) => {
        await settle(page);
        const { length } = [...seen];
        seen.add(await pictureOf(page, 'scene'));
        expect(seen.size === length + 1, `${what} changes nothing`);
      };
      const from = await placeOn(page, 'scene', 0.5, 0.5);
      await mouse(page, 'mousePressed', from, { button: 'left', buttons: 1, clickCount: 1 });
      await mouse(page, 'mouseMoved', { x: from.x + 90, y: from.y + 30 }, { buttons: 1 });
      await mouse(page, 'mouseReleased', from, { button: 'left', clickCount: 1 });
      await hasChanged('dragging');
      await mouse(page, 'mouseWheel', from, { deltaX: 0, deltaY: -240 });
      await hasChanged('the wheel');
      await press(page, 'scene', 'ArrowLeft');
      await hasChanged('an arrow key');
      await click(page, '#scene', 2);
      expect((await pictureOf(page, 'scene')) === first, 'a double click does not reset');
      await page.close();
    });

    await check('the page reads numbers under the pointer', async () => {
      const page = await opened();
      await mouse(page, 'mouseMoved', await placeOn(page, 'map', 0.7, 0.2));
      await settle(page);
      const text = await textOf(page, 'readout');
      const read = /^w = (\S+) · b = (\S+) · cost (\S+) · gradient norm (\S+)$/.exec(text);
      expect(read, `expected w, b, cost and gradient norm, got ${text}`);
      const [w, b, cost] = read.slice(1).map(Number);
      const error = Math.abs(cost / paperCost(w, b) - 1);
      expect(error < 0.02, `${text}: expected cost ${paperCost(w, b)}`);
      await press(page, 'map', 'ArrowUp');
      expect((await textOf(page, 'readout')) !== text, 'an arrow key does not move the point');
      await page.close();
    });

    await check('the page shows other quantities, scales and numbers of time steps', async () => {
      const page = await opened();
      const seen = new Set([await pictureOf(page, 'map')]);
      for (const choice of ['[value=gradientNorm]', '[value=log]', '[value=cost]']) {
        await click(page, `input${choice}`);
        seen.add(await pictureOf(page, 'map'));
      }
      await press(page, 'steps', 'Home');
      expect((await textOf(page, 'stepCount')) !== '50', 'the slider does not move');
      seen.add(await pictureOf(page, 'map'));
      expect(seen.size === 5, `expected 5 pictures, got ${seen.size}`);
      const before = await textOf(page, 'stepCount');
      await click(page, '#play');
      await settle(page);
      const after = await textOf(page, 'stepCount');
      expect(Number(after) > Number(before), `expected play to go on from ${before}, got ${after}`);
      await page.close();
    });

    for (const scheme of ['light', 'dark']) {
      await check(`the page fits screens of any width, ${scheme}`, async () => {
        const features = [{ name: 'prefers-color-scheme', value: scheme }];
        for (const size of SIZES) {
          const page = await opened({ ...size, features });
          const { wide, background } = await page.evaluate(`({
            wide: document.documentElement.scrollWidth,
            background: getComputedStyle(document.body).backgroundColor,
          })`);
          expect(wide <= size.width, `expected ${size.width} pixels at most, got ${wide}`);
          const isDark = Number(/\d+/.exec(background)?.[0]) < 128;
          expect(isDark === (scheme === 'dark'), `expected ${scheme}, got ${background}`);
          const count = await colorCount(open, await page.screenshot());
          expect(count > 500, `expected a picture, got ${count} colours`);
          await page.close();
        }
      });
    }

    await check('the page can be printed', async () => {
      const page = await opened();
      const { data } = await page.send('Page.printToPDF', { printBackground: true });
      expect(data.length > 50_000, `expected a picture, got ${data.length} bytes`);
      await page.close();
    });

    await check('the page reads no label as HTML', async () => {
      const hostile = await openHostile(opened, folder);
      const { images, title, heading, name } = await hostile.evaluate(`({
        images: document.images.length,
        title: document.title,
        heading: document.querySelector('h1').textContent,
        name: document.querySelector('dt').textContent,
      })`);
      expect(images === 0, `${images} images`);
      const shown = [title, heading, name].every((text) => text === HOSTILE);
      expect(shown, `expected ${HOSTILE}, got ${[title, heading, name].join(' ')}`);
      await hostile.close();
    });

    await check('the page runs no script but its own', async () => {
      const page = await opened();
      const ran = await page.evaluate(`(() => {
        const script = document.createElement('script');
        script.textContent = 'window.foreign = true';
        document.body.append(script);
        return window.foreign ?? false;
      })()`);
      expect(!ran, 'a foreign script ran');
      await page.close();
    });
  });
}

const HOSTILE = '</script><img src=x onerror="document.title=1"><!--';

/** A page all of whose names try to be HTML. */
async function openHostile(opened, folder) {
  const { surfacePage } = await built('report/surface/html.js');
  const { readPageClient } = await built('experiment/surface/pageClient.js');
  const axis = { name: HOSTILE, min: 0, max: 1, count: 2 };
  const numbers = Float64Array.of(0, 1, 2, 3);
  const values = Float64Array.of(0, 1);
  const surface = {
    form: 'paper',
    x: axis,
    y: axis,
    xs: values,
    ys: values,
    cost: numbers,
    dx: numbers,
    dy: numbers,
    gradientNorm: numbers,
  };
  const file = join(folder, 'hostile.html');
  const html = surfacePage(
    { surface, quantity: 'cost', scale: 'linear', wall: [], paths: [], refinement: null },
    {
      title: HOSTILE,
      subtitle: HOSTILE,
      settings: { [HOSTILE]: HOSTILE },
      frames: [{ steps: 50, cost: numbers, gradientNorm: numbers }],
      client: await readPageClient(),
    },
  );
  writeFileSync(file, html);
  return opened(DESKTOP, pathToFileURL(file).href);
}
