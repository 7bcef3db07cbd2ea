// Turning and zooming the view: mouse, wheel, touch and keys become a new view. Knows no surface.
import { limitView, type View } from './camera.ts';

/** Degrees per CSS pixel of a drag. */
const DEGREES_PER_PIXEL = 0.4;
/** Degrees per press of an arrow key. */
const DEGREES_PER_KEY = 5;
/** Magnification per press of a key. */
const ZOOM_PER_KEY = 1.15;
/** Magnification per unit a wheel turns: its usual step of 100 units makes 15%. */
const ZOOM_PER_WHEEL = 0.0014;

/** Who holds the view. */
export interface ViewHolder {
  get(): View;
  /** Takes a new view, within its limits. */
  set(view: View): void;
  /** Goes back to the first view. */
  reset(): void;
}

/** What a key does to a view. */
const KEYS: Readonly<Record<string, (view: View) => View>> = {
  ArrowLeft: (view) => ({ ...view, yaw: view.yaw - DEGREES_PER_KEY }),
  ArrowRight: (view) => ({ ...view, yaw: view.yaw + DEGREES_PER_KEY }),
  ArrowUp: (view) => ({ ...view, pitch: view.pitch + DEGREES_PER_KEY }),
  ArrowDown: (view) => ({ ...view, pitch: view.pitch - DEGREES_PER_KEY }),
  '+': (view) => ({ ...view, zoom: view.zoom * ZOOM_PER_KEY }),
  '=': (view) => ({ ...view, zoom: view.zoom * ZOOM_PER_KEY }),
  '-': (view) => ({ ...view, zoom: view.zoom / ZOOM_PER_KEY }),
};

/**
 * Lets an element turn a view.
 *
 * @param element - takes pointer, wheel and keys.
 * @param holder - of the view.
 */
export function listenToGestures(element: HTMLElement, holder: ViewHolder): void {
  const pointers = new Map<number, { x: number; y: number }>();
  const change = (view: View) => holder.set(limitView(view));
  const spread = () => {
    const [one, other] = [...pointers.values()];
    return one && other ? Math.hypot(one.x - other.x, one.y - other.y) : 0;
  };

  element.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    element.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  });
  element.addEventListener('pointermove', (event) => {
    const last = pointers.get(event.pointerId);
    if (!last) return;
    const before = spread();
    pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    const view = holder.get();
    if (pointers.size > 1) {
      change({ ...view, zoom: before > 0 ? (view.zoom * spread()) / before : view.zoom });
      return;
    }
    change({
      ...view,
      yaw: view.yaw - (event.clientX - last.x) * DEGREES_PER_PIXEL,
      pitch: view.pitch + (event.clientY - last.y) * DEGREES_PER_PIXEL,
    });
  });
  for (const type of ['pointerup', 'pointercancel'] as const) {
    element.addEventListener(type, (event) => pointers.delete(event.pointerId));
  }
  element.addEventListener('dblclick', () => holder.reset());
  element.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      // A wheel that counts lines or pages: 16 and 400 pixels stand for one.
      const turned = event.deltaY * ([1, 16, 400][event.deltaMode] ?? 1);
      const view = holder.get();
      change({ ...view, zoom: view.zoom * Math.exp(-turned * ZOOM_PER_WHEEL) });
    },
    { passive: false },
  );
  element.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === '0' || event.key === 'Home') {
      event.preventDefault();
      holder.reset();
      return;
    }
    const act = KEYS[event.key];
    if (!act) return;
    event.preventDefault();
    change(act(holder.get()));
  });
}
