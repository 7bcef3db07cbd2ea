// The script of a surface page: reads the data in the document, shows them, and redraws whenever the
// reader turns, points, chooses or resizes. Bundled into the page; asks nothing of any server.
import type { PageData } from '../pageData.ts';
import { connectControls } from './controls.ts';
import { readTheme } from './drawing/canvas.ts';
import { elementOf } from './elements.ts';
import { chooseView, readAddress } from './firstView.ts';
import { drawLegend, writeHeading, writeLegend, writeReadout } from './legend.ts';
import { drawColorBar } from './map/colorBar.ts';
import { createMapView } from './map/mapView.ts';
import { listenToPointing } from './map/pointing.ts';
import { type Cell, createPagePicture } from './pagePicture.ts';
import type { View } from './scene/camera.ts';
import { listenToGestures } from './scene/gestures.ts';
import { createSceneView, type Quality } from './scene/sceneView.ts';
import { createSurfaceModel, type Shown } from './surfaceModel.ts';

/** Milliseconds without a change after which the scene is drawn finely. */
const REST_MS = 140;

function start(): void {
  const data: PageData = JSON.parse(elementOf('data', HTMLScriptElement).text);
  const root = document.documentElement;
  const model = createSurfaceModel(data);
  const sceneCanvas = elementOf('scene', HTMLCanvasElement);
  const mapCanvas = elementOf('map', HTMLCanvasElement);
  const barCanvas = elementOf('bar', HTMLCanvasElement);
  const scene = createSceneView(sceneCanvas);
  const map = createMapView(mapCanvas);

  const first = {
    view: chooseView(model),
    shown: { quantity: data.quantity, scale: data.scale, frame: data.frames.length - 1 },
  };
  let { view, shown }: { view: View; shown: Shown } = readAddress(
    location.hash,
    first,
    data.frames,
  );
  let picture = createPagePicture(model, shown);
  let theme = readTheme();
  let quality: Quality = 'fine';

  const drawScene = () => {
    root.dataset.painted = String(scene.draw(picture, view, theme, quality));
  };
  const drawAll = () => {
    drawScene();
    map.draw(picture, theme);
    drawColorBar(barCanvas, picture, theme);
    writeReadout(picture);
  };

  let asked: (() => void) | null = null;
  let rest: number | undefined;
  /** Draws at the next frame of the screen: everything, unless only the scene is asked for. */
  const redraw = (draw: () => void) => {
    if (asked === null) {
      window.requestAnimationFrame(() => {
        asked?.();
        asked = null;
      });
    }
    if (asked !== drawAll) asked = draw;
  };
  /** What follows may change many times a second: draws fast, and finely once it rests. */
  const hasMoved = () => {
    quality = 'fast';
    window.clearTimeout(rest);
    rest = window.setTimeout(() => {
      quality = 'fine';
      redraw(drawScene);
    }, REST_MS);
  };

  const setView = (next: View) => {
    view = next;
    hasMoved();
    redraw(drawScene);
  };
  const setShown = (next: Shown) => {
    shown = next;
    picture = { ...createPagePicture(model, shown), cursor: picture.cursor };
    controls.update(shown);
    hasMoved();
    redraw(drawAll);
  };
  const setCursor = (cursor: Cell | null) => {
    picture = { ...picture, cursor };
    redraw(drawAll);
  };
  const controls = connectControls(data, () => shown, setShown);
  listenToGestures(sceneCanvas, {
    get: () => view,
    set: setView,
    reset: () => setView(first.view),
  });
  listenToPointing(mapCanvas, map, model, () => picture.cursor, setCursor);
  elementOf('reset', HTMLButtonElement).addEventListener('click', () => setView(first.view));

  const restyle = () => {
    theme = readTheme();
    drawLegend();
    drawAll();
  };
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', restyle);
  // Paper is white: dark colours would be lost on it.
  for (const [type, isOnPaper] of [
    ['beforeprint', true],
    ['afterprint', false],
  ] as const) {
    window.addEventListener(type, () => {
      root.classList.toggle('paper', isOnPaper);
      restyle();
    });
  }
  // At once: the screen would show the old drawings stretched until its next frame.
  const resized = new ResizeObserver(() => {
    drawLegend();
    hasMoved();
    drawAll();
  });
  for (const canvas of [sceneCanvas, mapCanvas, barCanvas]) resized.observe(canvas);
  window.addEventListener('hashchange', () => {
    const asked = readAddress(location.hash, { view, shown }, data.frames);
    view = asked.view;
    setShown(asked.shown);
  });

  writeHeading(data);
  writeLegend(data, picture.minimum !== null);
  controls.update(shown);
  drawLegend();
  drawAll();
  root.dataset.ready = 'true';
}

start();
