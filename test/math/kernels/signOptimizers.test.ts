// Updates of optimizers that look at signs: equal bits everywhere, and right by plain formulas.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filling, matrix, round, size, unitRoundoff } from '../../helpers/arbitraries.ts';
import { expectClose } from '../../helpers/close.ts';
import { precisions } from '../../helpers/kernels.ts';
import { type Content, runEverywhere } from '../../helpers/scene.ts';

const shapes = fc.tuple(size(12), size(), filling);
const [FIRST, ETA_MINUS, ETA_PLUS, MINIMUM, MAXIMUM] = [0.5, 0.5, 1.25, 0.25, 1.5] as const;

describe.each(precisions)('sign optimizers, %s', (precision) => {
  it('update as rprop, whose steps are bounded and 0 until they change', () => {
    const masks = fc.integer({ min: 1, max: 6 });
    fc.assert(
      fc.property(shapes, masks, ([rows, columns, fill], mask) => {
        const [p, g, before, drawn] = [1, 2, 3, 4].map((salt) =>
          matrix(rows, columns, fill, precision, salt),
        ) as [Content, Content, Content, Content];
        // Every few gradients 0, every few steps not changed yet.
        const gradient = { ...g, values: g.values.map((x, i) => (i % mask === 1 ? 0 : x)) };
        const bounded = (x: number) => Math.min(Math.max(Math.abs(x), MINIMUM), MAXIMUM) || FIRST;
        const steps = {
          ...drawn,
          values: drawn.values.map((x, i) =>
            i % (mask + 1) === 0 ? 0 : round[precision](bounded(x)),
          ),
        };
        const after = runEverywhere(
          precision,
          { matrices: { p, gradient, before, steps }, targets: ['p', 'before', 'steps'] },
          (kernels, at) =>
            kernels.rprop(
              at.p.address,
              at.gradient.address,
              at.before.address,
              at.steps.address,
              at.p.byteLength,
              FIRST,
              ETA_MINUS,
              ETA_PLUS,
              MINIMUM,
              MAXIMUM,
            ),
        );
        if (fill.palette !== 'ordinary') return;
        const expected = p.values.map((value, i) => {
          const agreement = Math.sign(gradient.values[i]!) * Math.sign(before.values[i]!);
          const step = steps.values[i] || FIRST;
          const factor = agreement > 0 ? ETA_PLUS : agreement < 0 ? ETA_MINUS : 1;
          const next = Math.min(Math.max(step * factor, MINIMUM), MAXIMUM);
          const kept = agreement < 0 ? 0 : gradient.values[i]!;
          const stored = agreement === 0 ? steps.values[i]! : next;
          return { value: value - Math.sign(kept) * next, kept, stored };
        });
        const bound = () => 16 * unitRoundoff[precision];
        expectClose(
          after.values('p'),
          expected.map((e) => e.value),
          bound,
        );
        expect(after.values('before')).toEqual(expected.map((e) => e.kept));
        expectClose(
          after.values('steps'),
          expected.map((e) => e.stored),
          bound,
        );
      }),
      { numRuns: 200 },
    );
  });

  it('tell the sign of gradients whose product would be 0', () => {
    const tiny = precision === 'f32' ? 1e-30 : 1e-200;
    const of = (value: number): Content => ({ rows: 1, columns: 1, values: [value] });
    const small = round[precision](tiny);
    const after = runEverywhere(
      precision,
      { matrices: { p: of(0), g: of(small), m: of(small), s: of(1) }, targets: ['p', 'm', 's'] },
      (kernels, { p, g, m, s }) =>
        kernels.rprop(p.address, g.address, m.address, s.address, p.byteLength, 1, 0.5, 2, 0.1, 9),
    );
    expect([after.values('p'), after.values('s')]).toEqual([[-2], [2]]);
  });

  it('update as lion', () => {
    fc.assert(
      fc.property(shapes, ([rows, columns, fill]) => {
        const [p, g, m] = [1, 2, 3].map((salt) => matrix(rows, columns, fill, precision, salt)) as [
          Content,
          Content,
          Content,
        ];
        const after = runEverywhere(
          precision,
          { matrices: { p, g, m }, targets: ['p', 'm'] },
          (kernels, at) =>
            kernels.lion(at.p.address, at.g.address, at.m.address, at.p.byteLength, 0.1, 0.9, 0.99),
        );
        if (fill.palette !== 'ordinary') return;
        const unit = unitRoundoff[precision];
        const mean = m.values.map((x, i) => 0.99 * x + (1 - 0.99) * g.values[i]!);
        expectClose(after.values('m'), mean, () => 16 * unit);
        const moved = after.values('p');
        p.values.forEach((value, i) => {
          const direction = 0.9 * m.values[i]! + (1 - 0.9) * g.values[i]!;
          if (Math.abs(direction) < 16 * unit) return; // rounding decides the sign
          expectClose([moved[i]!], [value - 0.1 * Math.sign(direction)], () => 8 * unit);
        });
      }),
      { numRuns: 200 },
    );
  });
});
