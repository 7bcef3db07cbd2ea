// Updates of adaptive optimizers: equal bits everywhere, and right by plain formulas.
import fc from 'fast-check';
import { describe, it } from 'vitest';
import type { Kernels, Precision } from '../../../src/math/kernels.ts';
import type { Tensor } from '../../../src/math/layout.ts';
import { filling, matrix, size, unitRoundoff } from '../../helpers/arbitraries.ts';
import { expectClose } from '../../helpers/close.ts';
import { precisions } from '../../helpers/kernels.ts';
import type { Palette } from '../../helpers/numbers.ts';
import { runEverywhere } from '../../helpers/scene.ts';

/** Parameters, gradient and three states, as numbers of one element or as places in memory. */
type Name = 'p' | 'g' | 'a' | 'b' | 'c';
type Element = Record<Name, number>;

/** One way to call a kernel, and what it does to one element. */
interface Update {
  readonly name: string;
  readonly writes: readonly Name[];
  /** States that are squares: never negative. */
  readonly squares?: readonly Name[];
  readonly call: (kernels: Kernels, at: Record<Name, number>, length: number) => void;
  readonly apply: (element: Element) => Partial<Element>;
}

const running = (decay: number, mean: number, x: number) => decay * mean + (1 - decay) * x;

function rmsprop(centred: boolean, momentum: boolean, inside: number, outside: number): Update {
  const [rate, alpha, decay] = [0.1, 0.9, 0.7];
  const words = [centred ? 'centred' : 'plain', momentum ? 'with' : 'without'];
  return {
    name: `rmsprop, ${words.join(', ')} momentum, epsilon ${inside} inside, ${outside} outside`,
    writes: ['p', 'a', ...(centred ? (['b'] as const) : []), ...(momentum ? (['c'] as const) : [])],
    squares: ['a'],
    call: (k, { p, g, a, b, c }, length) =>
      k.rmsprop(
        p,
        g,
        a,
        centred ? b : 0,
        momentum ? c : 0,
        length,
        rate,
        alpha,
        inside,
        outside,
        decay,
      ),
    apply({ p, g, a, b, c }) {
      const square = running(alpha, a, g * g);
      const mean = centred ? running(alpha, b, g) : 0;
      const spread = Math.max(square - mean * mean, 0);
      const delta = g / (Math.sqrt(spread + inside) + outside);
      const step = momentum ? decay * c + delta : delta;
      return {
        p: p - rate * step,
        a: square,
        ...(centred ? { b: mean } : {}),
        ...(momentum ? { c: step } : {}),
      };
    },
  };
}

const updates: readonly Update[] = [
  {
    name: 'adagrad',
    writes: ['p', 'a'],
    squares: ['a'],
    call: (k, { p, g, a }, length) => k.adagrad(p, g, a, length, 0.1, 0.25, 0.01),
    apply: ({ p, g, a }) => ({
      p: p - (0.1 * g) / (Math.sqrt(a + g * g + 0.25) + 0.01),
      a: a + g * g,
    }),
  },
  {
    name: 'adadelta',
    writes: ['p', 'a', 'b'],
    squares: ['a', 'b'],
    call: (k, { p, g, a, b }, length) => k.adadelta(p, g, a, b, length, 0.5, 0.9, 0.01),
    apply({ p, g, a, b }) {
      const square = running(0.9, a, g * g);
      const delta = (g * Math.sqrt(b + 0.01)) / Math.sqrt(square + 0.01);
      return { p: p - 0.5 * delta, a: square, b: running(0.9, b, delta * delta) };
    },
  },
  rmsprop(false, false, 0, 0.01),
  rmsprop(false, true, 0.01, 0),
  rmsprop(true, false, 0.2, 0),
  rmsprop(true, true, 0.2, 0.01),
  {
    name: 'amsgrad',
    writes: ['p', 'a', 'b', 'c'],
    squares: ['b', 'c'],
    call: (k, { p, g, a, b, c }, length) =>
      k.amsgrad(p, g, a, b, c, length, 0.1, 0.8, 0.9, 0.01, 1.5, 2),
    apply({ p, g, a, b, c }) {
      const [mean, square] = [running(0.8, a, g), running(0.9, b, g * g)];
      const most = Math.max(c, square);
      const step = (0.1 * mean * 1.5) / (Math.sqrt(most * 2) + 0.01);
      return { p: p - step, a: mean, b: square, c: most };
    },
  },
  {
    name: 'nadam',
    writes: ['p', 'a', 'b'],
    squares: ['b'],
    call: (k, { p, g, a, b }, length) => k.nadam(p, g, a, b, length, 0.8, 0.9, 0.01, 0.05, 0.2, 2),
    apply({ p, g, a, b }) {
      const [mean, square] = [running(0.8, a, g), running(0.9, b, g * g)];
      const step = (0.05 * g + 0.2 * mean) / (Math.sqrt(square * 2) + 0.01);
      return { p: p - step, a: mean, b: square };
    },
  },
];

const names: readonly Name[] = ['p', 'g', 'a', 'b', 'c'];
const shapes = fc.tuple(size(12), size(), filling);

function matricesOf(
  [rows, columns, fill]: readonly [number, number, { seed: number; palette: Palette }],
  precision: Precision,
  squares: readonly Name[],
) {
  const entries = names.map((name, salt) => {
    const content = matrix(rows, columns, fill, precision, salt + 1);
    const values = squares.includes(name) ? content.values.map(Math.abs) : content.values;
    return [name, { ...content, values }] as const;
  });
  return Object.fromEntries(entries) as Record<Name, (typeof entries)[number][1]>;
}

const addresses = (at: Readonly<Record<Name, Tensor>>) =>
  Object.fromEntries(names.map((name) => [name, at[name].address])) as Record<Name, number>;

describe.each(precisions)('adaptive optimizers, %s', (precision) => {
  it.each(updates)('update as $name', ({ writes, squares = [], call, apply }) => {
    fc.assert(
      fc.property(shapes, (shape) => {
        const matrices = matricesOf(shape, precision, squares);
        const after = runEverywhere(precision, { matrices, targets: writes }, (kernels, at) =>
          call(kernels, addresses(at), at.p.byteLength),
        );
        if (shape[2].palette !== 'ordinary') return;
        const expected = matrices.p.values.map((_, i) => {
          const entries = names.map((name) => [name, matrices[name].values[i]!]);
          return apply(Object.fromEntries(entries) as Element);
        });
        for (const name of writes) {
          const wanted = expected.map((element) => element[name]!);
          const bound = (i: number) => 300 * unitRoundoff[precision] * (1 + Math.abs(wanted[i]!));
          expectClose(after.values(name), wanted, bound);
        }
      }),
      { numRuns: 150 },
    );
  });
});
