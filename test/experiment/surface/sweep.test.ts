// Whole sweeps: the paper's numbers, the same bits however they are computed, and interrupted ones that
// go on from what they kept.
import { mkdir, readFile, rm, symlink } from 'node:fs/promises';
import { describe, expect, it, vi } from 'vitest';
import { FileError } from '../../../src/experiment/files.ts';
import { StoredFileError } from '../../../src/experiment/storedFileError.ts';
import { SweepInterruptedError } from '../../../src/experiment/surface/sampler.ts';
import {
  formOf,
  type SweepOptions,
  type SweepRequest,
  type SweepResult,
  sweep,
} from '../../../src/experiment/surface/sweep.ts';
import { allKernels } from '../../helpers/kernels.ts';
import { useWorkspace } from '../../helpers/workspace.ts';
import { axis, bitsOf, lecture, paper, paperRequest, sampleBits, sweepHere } from './toys.ts';

const workspace = useWorkspace();

/** Everything a sweep found, as one text of bits. */
const allBits = ({ surface, refinement, paths }: SweepResult) =>
  [
    bitsOf(surface.xs, surface.ys),
    sampleBits(surface),
    refinement && bitsOf(refinement.points.x, refinement.points.y),
    refinement && sampleBits(refinement.points),
    JSON.stringify([refinement?.steepest, refinement?.ended, paths]),
  ].join('|');

const at = async (w: number, b: number) => {
  const { surface } = await sweepHere(paperRequest(1, { x: axis('w', w), y: axis('b', b) }));
  return { cost: surface.cost[0]!, norm: surface.gradientNorm[0]! };
};

describe('a sweep', () => {
  it("of one point has the numbers of the paper's toy", async () => {
    expect((await at(5, -2.613)).cost).toBeCloseTo(0.341571, 6);
    expect((await at(5, -2.612)).cost).toBeCloseTo(0.008476, 6);
    const { cost, norm } = await at(5, -2);
    expect(cost).toBeCloseTo(0.05558549, 8);
    expect(norm).toBeCloseTo(0.05549566, 8);
  });

  it.each([
    [4.6, -2.3642758, 315.72],
    [4.8, -2.48802303, 1396.3],
    [5.0, -2.61234136, 6773.1],
    [5.2, -2.73679736, 34242],
    [5.4, -2.86128213, 173670],
  ])('is as steep at w = %s, b = %s as the paper', async (w, b, norm) => {
    const found = (await at(w, b)).norm;
    expect(Number(found.toPrecision(4))).toBe(Number(norm.toPrecision(4)));
  });

  it('of a grid of 0.01 sees next to nothing of the wall', async () => {
    const { surface } = await sweepHere(paperRequest(101));
    const steepest = surface.gradientNorm.indexOf(Math.max(...surface.gradientNorm));
    expect(surface.gradientNorm[steepest]).toBeCloseTo(440, -1);
    expect(surface.xs[steepest % 101]).toBeCloseTo(4.69, 12);
    expect(surface.ys[Math.floor(steepest / 101)]).toBeCloseTo(-2.42, 12);
    const line = surface.gradientNorm.filter((_, n) => n % 101 === 50);
    expect(Math.max(...line)).toBeCloseTo(0.278, 3);
  });

  it('has y outer and x inner', async () => {
    const { surface } = await sweepHere(
      paperRequest(2, { x: axis('w', 4, 6, 3), y: axis('b', -2, -1, 2) }),
    );
    expect(surface.cost).toHaveLength(6);
    for (let n = 0; n < 6; n++) {
      expect((await at([4, 5, 6][n % 3]!, n < 3 ? -2 : -1)).cost).toBe(surface.cost[n]);
    }
  });

  it('with its axes swapped is transposed, in bits', async () => {
    const [wr, wi] = [axis('wr', 3, 7, 23), axis('wi', -3.5, -1, 17)];
    const one = await sweepHere({ source: lecture, x: wr, y: wi, refine: null, descents: [] });
    const source = { ...lecture, xIsRecurrent: false };
    const other = await sweepHere({ source, x: wi, y: wr, refine: null, descents: [] });
    const transposed = (values: Float64Array) =>
      values.map((_, n) => values[(n % 23) * 17 + Math.floor(n / 23)]!);
    const { cost, dx, dy, gradientNorm } = other.surface;
    expect(bitsOf(one.surface.cost, one.surface.gradientNorm)).toBe(
      bitsOf(transposed(cost), transposed(gradientNorm)),
    );
    expect(bitsOf(one.surface.dx, one.surface.dy)).toBe(bitsOf(transposed(dy), transposed(dx)));
  });

  it('over a reversed axis is mirrored, in bits', async () => {
    const one = await sweepHere(paperRequest(19));
    const other = await sweepHere(paperRequest(19, { x: axis('w', 5.5, 4.5, 19) }));
    const mirrored = other.surface.cost.map(
      (_, n) => other.surface.cost[n - (n % 19) + 18 - (n % 19)]!,
    );
    expect(bitsOf(mirrored)).toBe(bitsOf(one.surface.cost));
  });

  it('knows the form of its source', () => {
    expect([formOf(paper), formOf(lecture)]).toEqual(['paper', 'lecture']);
  });
});

/** Many tiles at little cost: with 2000 steps a tile has 1024 points. */
const tiled: SweepRequest = paperRequest(70, {
  source: { ...paper, steps: 2000 },
  refine: { budget: 2500 },
  descents: [
    {
      start: { x: 5.5, y: -2.5 },
      maxNorm: 0.1,
      optimizer: { type: 'sgd', learningRate: 0.5, momentum: 0, nesterov: false },
      steps: 20,
    },
  ],
});

describe('the bits of a sweep', () => {
  it('are the same in this thread and with 1, 2 and 8 threads', async () => {
    const here = await sweepHere(tiled);
    expect(here.workers).toBe(0);
    for (const workers of [1, 2, 8]) {
      const there = await sweepHere(tiled, { workers });
      expect(there.workers).toBe(workers);
      expect(allBits(there) === allBits(here), `${workers} threads`).toBe(true);
      expect(there.sweepId).toBe(here.sweepId);
    }
  });

  it('are the same with all kernels', async () => {
    const [reference, ...others] = await Promise.all(
      allKernels.map((kernels) => sweepHere(tiled, { kernels })),
    );
    expect(reference?.kernels).toBe('reference');
    for (const other of others) {
      expect(allBits(other) === allBits(reference!), other.kernels).toBe(true);
    }
  });

  it('have an id that changes with all that decides them, and with nothing else', async () => {
    const small = paperRequest(5);
    const idOf = async (change: Partial<SweepRequest>, options: Partial<SweepOptions> = {}) =>
      (await sweepHere({ ...small, ...change }, options)).sweepId;
    const ids = [
      await idOf({}),
      await idOf({ source: { ...paper, steps: 49 } }),
      await idOf({ source: { ...paper, target: 0.6 } }),
      await idOf({ source: { ...paper, precision: 'f32' } }),
      await idOf({ source: lecture }),
      await idOf({ x: axis('w', 4.5, 5.5, 6) }),
      await idOf({ y: axis('b', -2.9, -1.8, 5) }),
      await idOf({ refine: { budget: 10 } }),
    ];
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(await idOf({ descents: tiled.descents })).toBe(ids[0]);
    expect(await idOf({}, { kernels: 'reference', workers: 1 })).toBe(ids[0]);
  });
});

const here = (options: Partial<SweepOptions> = {}) =>
  sweep(tiled, { out: workspace.path('out'), workers: 0, ...options });

/** Interrupts the sweep once a number of tiles is done; returns the error. */
async function interruptAfter(tiles: number, options: Partial<SweepOptions> = {}) {
  const abort = new AbortController();
  let done = 0;
  const outcome = await here({
    signal: abort.signal,
    onProgress: () => ++done === tiles && abort.abort(),
    ...options,
  }).catch((error: unknown) => error);
  if (!(outcome instanceof SweepInterruptedError)) throw new Error('not interrupted');
  return outcome;
}

/** Goes on; counts the tiles that were asked for in all. */
async function goOn(options: Partial<SweepOptions> = {}) {
  const warnings: string[] = [];
  const result = await here({ onWarning: (message) => warnings.push(message), ...options });
  return { result, warnings };
}

const tilesFile = async () => {
  const names = await workspace.list('out');
  expect(names).toHaveLength(1);
  return `out/${names[0]}`;
};

describe('an interrupted sweep', () => {
  it.each([0, 2])(
    'goes on to the same bits after any number of tiles, %s threads',
    async (workers) => {
      const whole = allBits(await sweepHere(tiled));
      for (const tiles of [1, 3, 5, 6]) {
        const error = await interruptAfter(tiles, { workers });
        expect(error.doneCount).toBeGreaterThan(0);
        expect(await tilesFile()).toMatch(/^out\/sweep-[0-9a-f]{16}\.tiles$/);
        const { result, warnings } = await goOn({ workers });
        expect(result.foundTileCount).toBeGreaterThanOrEqual(tiles);
        expect(result.foundTileCount).toBeLessThanOrEqual(tiles + workers);
        expect(warnings).toEqual([]);
        expect(allBits(result) === whole, `${tiles} tiles`).toBe(true);
        expect(await workspace.list('out')).toEqual([]);
      }
    },
  );

  it('can be interrupted again and again', async () => {
    for (const tiles of [1, 2, 3]) await interruptAfter(tiles);
    const { result } = await goOn();
    expect(result.foundTileCount).toBe(3);
    expect(allBits(result) === allBits(await sweepHere(tiled))).toBe(true);
  });

  it('is forgotten where the sweep shall start afresh', async () => {
    await interruptAfter(3);
    const { result } = await goOn({ fresh: true });
    expect(result.foundTileCount).toBe(0);
    expect(await workspace.list('out')).toEqual([]);
  });

  it('is not found by a sweep of something else', async () => {
    await interruptAfter(3);
    const request = { ...tiled, y: axis('b', -2.9, -1.8, 70) };
    const other = await sweep(request, { out: workspace.path('out'), workers: 0 });
    expect(other.foundTileCount).toBe(0);
    await tilesFile();
  });

  it('whose file is damaged computes the damaged part again and says so', async () => {
    const whole = allBits(await sweepHere(tiled));
    await interruptAfter(3);
    const name = await tilesFile();
    const bytes = await readFile(workspace.path(name));
    for (const [damage, foundCount] of [
      [bytes.subarray(0, -1), 2],
      [Uint8Array.from(bytes, (byte, n) => (n === 300 ? byte ^ 1 : byte)), 0],
    ] as const) {
      await workspace.write(name, damage);
      const { result, warnings } = await goOn();
      expect(result.foundTileCount).toBe(foundCount);
      expect(warnings).toEqual([expect.stringContaining('damaged')]);
      expect(allBits(result) === whole).toBe(true);
    }
  });

  it('leaves nothing where no tile was done', async () => {
    await expect(here({ signal: AbortSignal.abort() })).rejects.toThrow(SweepInterruptedError);
    expect(await workspace.list()).toEqual([]);
  });
});

describe('what stands at the place of the tiles', () => {
  it('is refused where it is of another sweep', async () => {
    await interruptAfter(1);
    await workspace.write(await tilesFile(), 'something else, long enough to be no torn header');
    await expect(here()).rejects.toThrow(StoredFileError);
    expect((await goOn({ fresh: true })).result.foundTileCount).toBe(0);
  });

  it('is not followed where it is a symbolic link', async () => {
    await interruptAfter(1);
    const name = await tilesFile();
    await rm(workspace.path(name));
    await workspace.write('elsewhere', 'mine');
    await symlink(workspace.path('elsewhere'), workspace.path(name));
    await expect(here()).rejects.toThrow(FileError);
    await expect(interruptAfter(1, { fresh: true })).rejects.toThrow('not interrupted');
    expect(await workspace.read('elsewhere')).toBe('mine');
  });

  it('is an error where it is a directory', async () => {
    await interruptAfter(1);
    const name = await tilesFile();
    await rm(workspace.path(name));
    await mkdir(workspace.path(name));
    await expect(here()).rejects.toThrow(FileError);
    await expect(here()).rejects.toThrow(name);
  });

  it('is an error only of an interrupted sweep where no directory can be made', async () => {
    // A link to nowhere: not even the superuser makes a directory in its place.
    const out = workspace.path('out');
    await symlink(workspace.path('nowhere', 'at all'), out);
    vi.spyOn(performance, 'now').mockReturnValue(0);
    await here({ out, kernels: '128' });
    vi.restoreAllMocks();
    const abort = new AbortController();
    const interrupted = here({ out, signal: abort.signal, onProgress: () => abort.abort() });
    await expect(interrupted).rejects.toThrow(FileError);
    await expect(interrupted).rejects.toThrow(out);
  });

  it('is an error where the directory is a file', async () => {
    await workspace.write('out', '');
    await expect(here()).rejects.toThrow(FileError);
  });
});

describe('a short sweep', () => {
  it('leaves nothing on disk, and makes no directory', async () => {
    const now = vi.spyOn(performance, 'now').mockReturnValue(0);
    try {
      await here({ kernels: '128' });
      expect(await workspace.list()).toEqual([]);
    } finally {
      now.mockRestore();
    }
  });
});
