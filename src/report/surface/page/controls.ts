// Buttons and slider: which quantity, which scale, which number of time steps; and the play button.
import type { ColorScale, Quantity } from '../../../experiment/surface/surface.ts';
import type { PageData } from '../pageData.ts';
import { elementOf } from './elements.ts';
import type { Shown } from './surfaceModel.ts';

/** The controls of the page. */
export interface Controls {
  /** Brings the controls to what is shown. */
  update(shown: Shown): void;
}

/** Milliseconds a frame stays while the page plays. */
const FRAME_MS = { moving: 120, calm: 900 };

const radios = (name: string) =>
  [...document.querySelectorAll(`input[name=${name}]`)].filter(
    (element) => element instanceof HTMLInputElement,
  );

/**
 * Connects the controls.
 *
 * @param data - what the page carries.
 * @param get - what is shown.
 * @param set - shows something else.
 */
export function connectControls(
  { frames }: PageData,
  get: () => Shown,
  set: (shown: Shown) => void,
): Controls {
  const slider = elementOf('steps', HTMLInputElement);
  const stepCount = elementOf('stepCount', HTMLOutputElement);
  const play = elementOf('play', HTMLButtonElement);
  const last = frames.length - 1;
  elementOf('time', HTMLElement).hidden = last === 0;
  slider.max = String(last);

  for (const radio of radios('quantity')) {
    radio.addEventListener('change', () => set({ ...get(), quantity: radio.value as Quantity }));
  }
  for (const radio of radios('scale')) {
    radio.addEventListener('change', () => set({ ...get(), scale: radio.value as ColorScale }));
  }

  let timer: number | undefined;
  const stop = () => {
    window.clearInterval(timer);
    timer = undefined;
    play.textContent = 'Play';
  };
  const advance = () => {
    const { frame } = get();
    if (frame >= last) stop();
    else set({ ...get(), frame: frame + 1 });
  };
  play.addEventListener('click', () => {
    if (timer !== undefined) {
      stop();
      return;
    }
    if (get().frame >= last) set({ ...get(), frame: 0 });
    const isCalm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    timer = window.setInterval(advance, isCalm ? FRAME_MS.calm : FRAME_MS.moving);
    play.textContent = 'Pause';
  });
  slider.addEventListener('input', () => {
    stop();
    set({ ...get(), frame: Number(slider.value) });
  });

  return {
    update({ quantity, scale, frame }) {
      for (const radio of radios('quantity')) radio.checked = radio.value === quantity;
      for (const radio of radios('scale')) radio.checked = radio.value === scale;
      const steps = String(frames[frame]?.steps ?? '');
      slider.value = String(frame);
      slider.setAttribute('aria-valuetext', `T = ${steps}`);
      stepCount.textContent = steps;
    },
  };
}
