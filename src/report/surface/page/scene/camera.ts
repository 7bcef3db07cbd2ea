// How the box of a surface is seen: turned, tilted, and in perspective. Pure geometry.

/** Where the viewer stands. */
export interface View {
  /** Turn about the vertical axis, in degrees; at 0 x runs to the right and y away. */
  readonly yaw: number;
  /** Height of the viewer above the horizon, in degrees, 0 … 90. */
  readonly pitch: number;
  /** Magnification, 1 shows the whole box. */
  readonly zoom: number;
}

const PITCH = { min: 0, max: 90 };
const ZOOM = { min: 0.5, max: 6 };

const clamp = (value: number, { min, max }: { min: number; max: number }) =>
  Math.min(max, Math.max(min, value));

/**
 * Brings a view into its limits: turns within 0 … 360, no view from below, no zoom beyond use.
 *
 * @param view - any finite numbers.
 */
export function limitView({ yaw, pitch, zoom }: View): View {
  return { yaw: ((yaw % 360) + 360) % 360, pitch: clamp(pitch, PITCH), zoom: clamp(zoom, ZOOM) };
}

/** Size of a picture in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A point of a picture. */
export interface Projected {
  readonly x: number;
  readonly y: number;
  /** Grows towards the viewer, and linearly over the picture of a plane; above 0 in the box. */
  readonly nearness: number;
}

/** A way from the box to a picture. */
export interface Camera {
  /**
   * Projects a point of the box.
   *
   * @param x - −1 … 1.
   * @param y - −1 … 1.
   * @param height - 0 … 1.
   */
  project(x: number, y: number, height: number): Projected;
  /** Direction from the box to the light, which stays above the viewer's left shoulder. */
  readonly light: readonly [x: number, y: number, z: number];
}

/** Height of the box, its sides being 2. */
export const BOX_HEIGHT = 1.1;

/**
 * From the viewer to the middle of the box: near enough that far edges look shorter; straight from
 * above without end, so that the scene looks like the map.
 */
const distanceAt = (cosTilt: number) => 6 / Math.max(1e-6, cosTilt);

/** Beyond the depth of everything in the box and around it. */
const FARTHEST = 4;

/** From the middle of the box's floor to its corners. */
const RADIUS = Math.SQRT2;

/** CSS pixels kept free for numbers and names: at the sides, above and below; and at most what share. */
const MARGIN = { across: 40, up: 30, mostFraction: 0.13 };

/** The light as the viewer sees it: right, away, up. */
const LIGHT = [-0.5, -0.35, 0.8] as const;

/**
 * How far a box of radius 1.41 reaches from its middle, however it is turned, in a tilted view.
 */
function reachOf(sinTilt: number, cosTilt: number) {
  const half = BOX_HEIGHT / 2;
  const distance = distanceAt(cosTilt);
  const enlargementAt = (back: number, z: number) =>
    distance / (distance + back * cosTilt - z * sinTilt);
  const heightAt = (back: number, z: number) =>
    (z * cosTilt + back * sinTilt) * enlargementAt(back, z);
  return {
    across: RADIUS * enlargementAt(0, half),
    up: Math.max(heightAt(RADIUS, half), heightAt(-RADIUS, half)),
    down: -heightAt(-RADIUS, -half),
  };
}

/**
 * Makes a camera.
 *
 * @param view - where the viewer stands.
 * @param size - of the picture.
 * @param density - pixels of the picture per CSS pixel.
 */
export function createCamera(
  { yaw, pitch, zoom }: View,
  { width, height }: Size,
  density = 1,
): Camera {
  const turn = (yaw * Math.PI) / 180;
  const tilt = (pitch * Math.PI) / 180;
  const [cosTurn, sinTurn] = [Math.cos(turn), Math.sin(turn)];
  const [cosTilt, sinTilt] = [Math.cos(tilt), Math.sin(tilt)];
  const distance = distanceAt(cosTilt);
  const reach = reachOf(sinTilt, cosTilt);
  const inside = (length: number, margin: number) =>
    length - 2 * Math.min(margin * density, length * MARGIN.mostFraction);
  const fit = Math.min(
    inside(width, MARGIN.across) / (2 * reach.across),
    inside(height, MARGIN.up) / (reach.up + reach.down),
  );
  const scale = zoom * fit;
  const middle = height / 2 + ((reach.up - reach.down) / 2) * scale;
  const [right, away, up] = LIGHT;
  const length = Math.sqrt(right * right + away * away + up * up);
  return {
    project(x, y, boxHeight) {
      const z = (boxHeight - 0.5) * BOX_HEIGHT;
      const across = x * cosTurn + y * sinTurn;
      const back = y * cosTurn - x * sinTurn;
      const depth = back * cosTilt - z * sinTilt;
      const enlargement = distance / (distance + depth);
      return {
        x: width / 2 + across * scale * enlargement,
        y: middle - (z * cosTilt + back * sinTilt) * scale * enlargement,
        nearness: FARTHEST - depth * enlargement,
      };
    },
    light: [
      (right * cosTurn - away * sinTurn) / length,
      (right * sinTurn + away * cosTurn) / length,
      up / length,
    ],
  };
}
