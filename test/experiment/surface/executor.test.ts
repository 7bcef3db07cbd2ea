// Threads against this thread: the same numbers, and an end.
import { availableParallelism } from 'node:os';
import { describe, expect, it } from 'vitest';
import {
  createInlineExecutor,
  createPoolExecutor,
  worthwhileWorkers,
} from '../../../src/experiment/surface/executor.ts';
import { allKernels } from '../../helpers/kernels.ts';
import { lecture, paper, sampleBits } from './toys.ts';

const pieces = Array.from({ length: 9 }, (_, piece) => ({
  x: Float64Array.from({ length: 100 + piece }, (__, i) => 4.5 + i / 110),
  y: Float64Array.from({ length: 100 + piece }, (__, i) => -2.9 + ((i * 37 + piece) % 100) / 100),
}));

describe('an executor', () => {
  it.each(allKernels)('gives the same bits in threads and in this one, %s', async (kernels) => {
    const inline = await createInlineExecutor(paper, kernels);
    const pool = createPoolExecutor(paper, kernels, 2);
    try {
      const [here, there] = await Promise.all(
        [inline, pool].map(async (executor) =>
          Promise.all(pieces.map(async ({ x, y }) => sampleBits(await executor.run(x, y)))),
        ),
      );
      expect(there).toEqual(here);
      expect(pieces.map(({ x }) => x.length)).toEqual([
        100, 101, 102, 103, 104, 105, 106, 107, 108,
      ]);
    } finally {
      await pool.close();
      await inline.close();
    }
  });

  it('computes as many pieces at a time as it has threads', async () => {
    expect((await createInlineExecutor(paper, '128')).workers).toBe(1);
    const pool = createPoolExecutor(paper, '128', 3);
    expect(pool.workers).toBe(3);
    await pool.close();
  });

  it('can be closed twice, and before it did anything', async () => {
    const pool = createPoolExecutor(lecture, 'reference', 1);
    await pool.close();
    await pool.close();
  });

  it('lets the event loop turn before a piece is computed here', async () => {
    const executor = await createInlineExecutor(paper, '128');
    let turned = false;
    setImmediate(() => {
      turned = true;
    });
    await executor.run(Float64Array.of(5), Float64Array.of(-2));
    expect(turned).toBe(true);
  });

  it('starts threads only where the work is worth it', async () => {
    expect(await worthwhileWorkers(paper, 1000)).toBe(0);
    const cores = availableParallelism();
    expect(await worthwhileWorkers(paper, 1e8)).toBe(cores > 1 ? cores : 0);
  });
});
