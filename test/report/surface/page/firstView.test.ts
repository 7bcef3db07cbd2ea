import { describe, expect, it } from 'vitest';
import { chooseView, readAddress } from '../../../../src/report/surface/page/firstView.ts';
import { createCamera } from '../../../../src/report/surface/page/scene/camera.ts';
import { createSurfaceModel } from '../../../../src/report/surface/page/surfaceModel.ts';
import { pageDataOf } from '../../../../src/report/surface/pageDataOf.ts';
import { viewOf } from '../views.ts';

const modelOf = (costAt: (x: number, y: number) => number) => {
  const view = viewOf({ x: [0, 1, 11], y: [0, 1, 11] }, ({ x, y }) => costAt(x, y));
  const texts = { title: '', subtitle: '', settings: {} };
  return createSurfaceModel(
    pageDataOf(view, { ...texts, frames: [{ steps: 1, ...view.surface }] }),
  );
};

describe('chooseView', () => {
  it.each([
    ['right', (x: number) => x, [1, 0]],
    ['left', (x: number) => -x, [-1, 0]],
    ['top', (_: number, y: number) => y, [0, 1]],
    ['bottom', (_: number, y: number) => -y, [0, -1]],
    ['near left', (x: number, y: number) => -x - y, [-1, -1]],
  ] as const)('stands so that a surface high at the %s is high at the back', (_, costAt, high) => {
    const camera = createCamera(chooseView(modelOf(costAt)), { width: 400, height: 400 });
    const [x, y] = high;
    expect(camera.project(x, y, 0).nearness).toBeLessThan(camera.project(-x, -y, 0).nearness);
  });

  it('stands somewhere before a surface without numbers', () => {
    const { yaw, pitch, zoom } = chooseView(modelOf(() => Number.NaN));
    expect([yaw, pitch, zoom].every(Number.isFinite)).toBe(true);
  });
});

describe('readAddress', () => {
  const frames = modelOf((x) => x).data.frames.flatMap((frame) => [
    { ...frame, steps: 10 },
    { ...frame, steps: 20 },
  ]);
  const otherwise = {
    view: { yaw: 35, pitch: 32, zoom: 1 },
    shown: { quantity: 'cost', scale: 'linear', frame: 1 },
  } as const;
  const read = (hash: string) => readAddress(hash, otherwise, frames);

  it('takes what an address names', () => {
    expect(read('#yaw=-90&pitch=45&zoom=2&T=10&quantity=gradientNorm&scale=log')).toEqual({
      view: { yaw: 270, pitch: 45, zoom: 2 },
      shown: { quantity: 'gradientNorm', scale: 'log', frame: 0 },
    });
  });

  it('leaves what it does not name or cannot mean', () => {
    expect(read('')).toEqual(otherwise);
    expect(read('#yaw=&pitch=steep&zoom=NaN&T=11&quantity=__proto__&scale=cubic')).toEqual(
      otherwise,
    );
    expect(read('#yaw=Infinity&zoom=1e999')).toEqual(otherwise);
  });
});
