// Where the viewer stands at first: on the side from which the high parts of the surface hide least,
// or where the address says (`page.html#yaw=40&pitch=30&T=20`), so that a picture can be had again.
import type { PageData } from '../pageData.ts';
import { limitView, type View } from './scene/camera.ts';
import { shareAt } from './scene/mesh.ts';
import type { Shown, SurfaceModel } from './surfaceModel.ts';

const PITCH = 32;
/** Turned a little from a corner, so that the two sides differ. */
const YAWS = [35, 125, 215, 305] as const;

/**
 * Chooses a view in which high parts stand at the back.
 *
 * @param model - the surface.
 */
export function chooseView(model: SurfaceModel): View {
  const { columns, rows } = model;
  const heights = model.heights({
    quantity: 'cost',
    scale: 'linear',
    frame: model.data.frames.length - 1,
  });
  let [sum, count] = [0, 0];
  for (const height of heights) {
    if (Number.isNaN(height)) continue;
    sum += height;
    count += 1;
  }
  const [moment, mean] = [{ x: 0, y: 0 }, count > 0 ? sum / count : 0];
  heights.forEach((height, index) => {
    if (Number.isNaN(height)) return;
    const column = index % columns;
    moment.x += (height - mean) * (shareAt(column, columns) - 0.5);
    moment.y += (height - mean) * (0.5 - shareAt((index - column) / columns, rows));
  });
  const behind = (yaw: number) => {
    const turn = (yaw * Math.PI) / 180;
    return moment.y * Math.cos(turn) - moment.x * Math.sin(turn);
  };
  const [best = YAWS[0]] = [...YAWS].sort((one, other) => behind(other) - behind(one));
  return { yaw: best, pitch: PITCH, zoom: 1 };
}

/** What an address may ask for. */
export interface Asked {
  readonly view: View;
  readonly shown: Shown;
}

/**
 * Reads what an address asks for; what it does not name or cannot mean stays as it is.
 *
 * @param hash - the part of the address from `#` on.
 * @param otherwise - what is shown without it.
 * @param frames - frames of the page.
 */
export function readAddress(
  hash: string,
  { view, shown }: Asked,
  frames: PageData['frames'],
): Asked {
  const asked = new URLSearchParams(hash.replace(/^#/, ''));
  const numberOf = (name: string, standard: number) => {
    const text = asked.get(name);
    const value = text === null || text === '' ? Number.NaN : Number(text);
    return Number.isFinite(value) ? value : standard;
  };
  const oneOf = <Choice extends string>(
    name: string,
    choices: readonly Choice[],
    standard: Choice,
  ): Choice => choices.find((choice) => choice === asked.get(name)) ?? standard;
  const steps = numberOf('T', Number.NaN);
  const frame = frames.findIndex((candidate) => candidate.steps === steps);
  return {
    view: limitView({
      yaw: numberOf('yaw', view.yaw),
      pitch: numberOf('pitch', view.pitch),
      zoom: numberOf('zoom', view.zoom),
    }),
    shown: {
      quantity: oneOf('quantity', ['cost', 'gradientNorm'], shown.quantity),
      scale: oneOf('scale', ['linear', 'log'], shown.scale),
      frame: frame === -1 ? shown.frame : frame,
    },
  };
}
