// Whole pictures: well-formed, self-contained, harmless, of bounded size, for any surface.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SurfaceView } from '../../../src/experiment/surface/surface.ts';
import { surfaceSvg } from '../../../src/report/surface/svg.ts';
import { elementsOf, parseXml, type XmlNode } from './svg/xml.ts';
import { type GridSize, pathOf, STAIRS, viewOf, withNumbers } from './views.ts';

const LABELS = { title: 'Cost over w and b', subtitle: 'steps 50' };
const draw = (view: SurfaceView, labels = LABELS) => parseXml(surfaceSvg(view, labels));
const textsOf = (root: XmlNode) => elementsOf(root, 'text').map(({ text }) => text);

const named = (view: SurfaceView, x: string, y: string): SurfaceView => ({
  ...view,
  surface: {
    ...view.surface,
    x: { ...view.surface.x, name: x },
    y: { ...view.surface.y, name: y },
  },
});

const SQUARE: GridSize = { x: [4.5, 5.5, 21], y: [-2.9, -1.9, 21] };
const BOWL = viewOf(SQUARE, ({ x, y }) => (x - 5) ** 2 + (y + 2.4) ** 2);

const WALL = [
  [
    { x: 4.5, y: -2.3 },
    { x: 6.5, y: -3.5 },
  ],
];
const PATHS = [
  pathOf(
    [
      { x: 5, y: -2.2 },
      { x: 5.1, y: -2.5 },
      { x: 362, y: 572 },
    ],
    { outcome: 'thrown', longestFrom: 1 },
  ),
  pathOf(
    [
      { x: 5, y: -2.2 },
      { x: 5.05, y: -2.3 },
    ],
    { maxNorm: 0.1, outcome: 'valley' },
  ),
];

describe('surfaceSvg', () => {
  it('draws a map with axes, colours, contours, wall, descents and the smallest cost', () => {
    const root = draw({ ...BOWL, wall: WALL, paths: PATHS });
    const texts = textsOf(root);
    for (const text of [
      'Cost over w and b',
      'steps 50',
      'w',
      'b',
      'cost',
      '4.6',
      '−2.4',
      'minimum 0 at w = 5, b = -2.4',
      'wall',
      'contours at the numbers beside the colours',
      'start of a descent',
      'its end',
      'leaves the window',
      'clipped at 0.1: reached the valley: cost 1 after 1 step, clipped at 0 of 1 step',
    ]) {
      expect(texts).toContain(text);
    }
    // The numbers of contours stand on them as well as beside the colours.
    expect(texts.filter((text) => text === '0.2')).toHaveLength(2);
    expect(root.attributes).toMatchObject({ role: 'img', width: '960' });
  });

  it('names nothing that is not there', () => {
    const text = textsOf(draw(BOWL)).join('\n');
    expect(text).not.toMatch(/wall|descent|end|leaves|refined|not finite/);
  });

  it('puts the first values at the left and at the bottom, those of reversed axes too', () => {
    const columnsOf = (view: SurfaceView) =>
      elementsOf(draw(view), 'text')
        .filter(({ text }) => /^[45]\.\d$/.test(text))
        .map(({ text, attributes }) => ({ text, x: Number(attributes.x) }))
        .sort((a, b) => a.x - b.x)
        .map(({ text }) => text);
    const reversed = viewOf({ x: [5.5, 4.5, 5], y: [-1.9, -2.9, 5] }, ({ x }) => x * 100);
    const ascending = viewOf({ x: [4.5, 5.5, 5], y: [-2.9, -1.9, 5] }, ({ x }) => x * 100);
    expect(columnsOf(ascending)).toEqual(['4.6', '4.8', '5.0', '5.2', '5.4']);
    expect(columnsOf(reversed)).toEqual(['5.4', '5.2', '5.0', '4.8', '4.6']);
    const firstRun = (view: SurfaceView) =>
      elementsOf(draw(view), 'path').find(({ attributes }) => attributes.d?.startsWith('M0 0h'))
        ?.attributes.fill;
    expect(firstRun(ascending)).toBe('#5b2a86');
    expect(firstRun(reversed)).toBe('#d7191c');
  });

  it('says what it shows to whoever cannot see it', () => {
    const root = draw({ ...BOWL, quantity: 'gradientNorm', scale: 'log', wall: WALL });
    const [title] = elementsOf(root, 'title');
    const [description] = elementsOf(root, 'desc');
    expect(title?.text).toBe('Cost over w and b');
    expect(description?.text).toContain(
      'Heat map of gradient norm, log scale: w from 4.5 to 5.5 across, b from -2.9 to -1.9 upwards; purple is low, red is high. smallest cost 0 at w = 5, b = -2.4. wall.',
    );
    expect(root.attributes['aria-labelledby']?.split(' ')).toEqual([
      title?.attributes.id,
      description?.attributes.id,
    ]);
  });

  it('draws a grey cell and says how many where numbers are not finite', () => {
    const costs = [...STAIRS.surface.cost];
    costs[5] = Number.NaN;
    costs[6] = Number.POSITIVE_INFINITY;
    const root = draw(withNumbers(STAIRS, { cost: costs }));
    const grey = elementsOf(root, 'path').filter(({ attributes }) => attributes.fill === '#808080');
    expect(grey.map(({ attributes }) => attributes.d)).toEqual(['M1 2h2v1h-2z']);
    expect(textsOf(root)).toContain('not finite: 2 of 16 points');
  });

  it('says that there is nothing to draw where no number is finite', () => {
    const root = draw(withNumbers(STAIRS, { cost: Array(16).fill(Number.NaN) }));
    expect(textsOf(root)).toContain('no value that can be drawn');
    const zero = withNumbers(STAIRS, { cost: Array(16).fill(0) });
    expect(textsOf(draw({ ...zero, scale: 'log' }))).toContain('no value that can be drawn');
  });

  it('gives equal numbers one colour and their one number', () => {
    const texts = textsOf(draw(withNumbers(STAIRS, { cost: Array(16).fill(0.25) })));
    expect(texts.filter((text) => text.includes('0.25'))).toEqual(['0.25']);
    expect(texts.join()).not.toMatch(/minimum|contours/);
  });

  it('tells the ends of the colours apart where they are close', () => {
    const costs = STAIRS.surface.cost.map((cost) => 0.25277869 + cost * 1e-12);
    const texts = textsOf(draw(withNumbers(STAIRS, { cost: [...costs] })));
    expect(texts).toContain('0.25277869');
    expect(texts).toContain('0.252778690015');
  });

  it('marks a bound only where numbers lie below the colours', () => {
    const view = withNumbers(STAIRS, { cost: [...STAIRS.surface.cost.map((c) => c / 700 + 3e-7)] });
    expect(textsOf(draw({ ...view, scale: 'log' })).join()).not.toContain('≤');
    const below = withNumbers(view, { cost: [0, ...view.surface.cost.slice(1)] });
    expect(textsOf(draw({ ...below, scale: 'log' })).join()).toContain('≤');
  });

  it('draws a line where one axis has one value', () => {
    const row = viewOf({ x: [0, 1, 5], y: [2, 2, 1] }, ({ x }) => x);
    const texts = textsOf(draw({ ...row, paths: PATHS }));
    expect(texts).toEqual(expect.arrayContaining(['0.2', '0.8', 'w', 'cost']));
    expect(texts).toContain('descents leave this line and are not drawn');
    const line = elementsOf(draw(row), 'path').find(
      ({ attributes }) => attributes['stroke-width'] === '2',
    );
    expect(line?.attributes.d?.match(/L/g)).toHaveLength(4);
    const column = viewOf({ x: [2, 2, 1], y: [1, 0, 5] }, ({ y }) => y);
    expect(textsOf(draw(column))).toContain('b');
  });

  it('leaves gaps in a line and says why', () => {
    const row = viewOf({ x: [0, 4, 5], y: [2, 2, 1] }, ({ x }) => x);
    const holed = withNumbers(row, { cost: [1, 2, Number.NaN, 0, 5] });
    const root = draw({ ...holed, scale: 'log' });
    expect(textsOf(root)).toContain('1 non-finite point and 1 point at zero or below left out');
    // The last point has no neighbour: it is a dot like the others, but on no line.
    const line = elementsOf(root, 'path').find((path) => path.attributes['stroke-width'] === '2');
    expect(line?.attributes.d?.match(/[ML]/g)).toEqual(['M', 'L']);
    expect(elementsOf(root, 'circle')).toHaveLength(3);
    const none = withNumbers(row, { cost: Array(5).fill(Number.NaN) });
    expect(textsOf(draw(none))).toContain('no value that can be drawn');
  });

  it('writes the numbers of a single point', () => {
    const point = viewOf({ x: [5, 5, 1], y: [-2, -2, 1] }, () => 0.05558549);
    expect(textsOf(draw(point))).toEqual(
      expect.arrayContaining(['cost 0.0555855', 'at w = 5, b = -2']),
    );
  });

  it('takes hostile names, titles and optimizers as text', () => {
    const hostile =
      '</text><script>alert(1)</script><svg onload="x">&amp;\u0000\u001b[31m\u2028\uffff]]>';
    const paths = [pathOf([{ x: 5, y: -2.2 }], { optimizer: hostile }), PATHS[0]!];
    const size = [SQUARE, { ...SQUARE, y: [0, 0, 1] as const }];
    for (const grid of size) {
      const view = named(
        viewOf(grid, ({ x }) => x),
        hostile,
        hostile,
      );
      const svg = surfaceSvg({ ...view, paths }, { title: hostile, subtitle: hostile });
      const root = parseXml(svg);
      expect(elementsOf(root, 'script')).toEqual([]);
      expect(elementsOf(root, 'svg')).toEqual([]);
      expect([...svg].filter((one) => one < ' ' && one !== '\n')).toEqual([]);
      expect(svg).not.toMatch(/[\u2028\uffff]/);
      expect(textsOf(root).some((text) => text.includes('</text><script>'))).toBe(true);
    }
  });

  it('keeps very long labels on the page', () => {
    const long = 'direction '.repeat(200);
    const root = draw(named({ ...BOWL, paths: PATHS }, long, long), {
      title: long,
      subtitle: long,
    });
    expect(Number(root.attributes.height)).toBeLessThan(1100);
  });

  it('refers to nothing outside itself', () => {
    const svg = surfaceSvg({ ...BOWL, wall: WALL, paths: PATHS }, LABELS);
    const urls = svg.match(/(https?:|url\(|href|data:|@import|<image|<style|<script)[^)" ]*/g);
    expect(urls).toEqual([
      'http://www.w3.org/2000/svg',
      'url(#surface-window',
      'url(#surface-colors',
    ]);
    expect(parseXml(svg).attributes.xmlns).toBe('http://www.w3.org/2000/svg');
  });

  it('stays below 1.5 MB for any grid', () => {
    let state = 1;
    const draws = () => {
      state = (state * 48_271) % 2_147_483_647;
      return state / 2_147_483_647;
    };
    const size: GridSize = { x: [0, 1, 400], y: [0, 1, 400] };
    const noise = withNumbers(
      viewOf(size, () => 0),
      {
        gradientNorm: Array.from({ length: 160_000 }, draws),
        cost: Array.from({ length: 160_000 }, (_, k) => Math.sin(k / 37) * Math.cos(k / 4001)),
      },
    );
    for (const quantity of ['cost', 'gradientNorm'] as const) {
      expect(surfaceSvg({ ...noise, quantity }, LABELS).length).toBeLessThan(1.5e6);
    }
  });

  it('gives the same text again', () => {
    const view = { ...BOWL, wall: WALL, paths: PATHS };
    expect(surfaceSvg(view, LABELS)).toBe(surfaceSvg(view, LABELS));
  });

  it('is well-formed and without numbers that are none for any surface', () => {
    const number = fc.oneof(
      { weight: 6, arbitrary: fc.double({ min: -10, max: 10, noNaN: true }) },
      fc.double({ min: -1e300, max: 1e300 }),
      fc.constantFrom(0, Number.NaN, Number.POSITIVE_INFINITY, 5e-324, 1.7e308, -1.7e308),
    );
    const end = fc.double({ min: -1e9, max: 1e9, noNaN: true });
    const axis = fc
      .tuple(end, end, fc.integer({ min: 1, max: 6 }))
      .filter(([min, max]) => min !== max)
      .map(([min, max, count]) => [min, count === 1 ? min : max, count] as const);
    const place = fc.record({ x: number, y: number, cost: number, gradientNorm: number });
    const views = fc.record({
      size: fc.record({ x: axis, y: axis }),
      numbers: fc.array(number, { minLength: 36, maxLength: 36 }),
      quantity: fc.constantFrom('cost' as const, 'gradientNorm' as const),
      scale: fc.constantFrom('linear' as const, 'log' as const),
      wall: fc.array(fc.array(place, { maxLength: 4 }), { maxLength: 2 }),
      paths: fc.array(fc.array(place, { minLength: 1, maxLength: 6 }), { maxLength: 3 }),
      x: fc.string(),
      y: fc.string({ unit: 'binary' }),
    });
    fc.assert(
      fc.property(views, ({ size, numbers, quantity, scale, wall, paths, x, y }) => {
        const grid = viewOf(size, () => 0);
        const count = size.x[2] * size.y[2];
        const shown = withNumbers(named(grid, x, y), {
          cost: numbers.slice(0, count),
          gradientNorm: numbers.slice(0, count).map(Math.abs),
        });
        const view = {
          ...shown,
          quantity,
          scale,
          wall,
          paths: paths.map((steps) => pathOf(steps)),
        };
        const root = draw(view, { title: x, subtitle: y });
        const attributes = (node: XmlNode): string[] => [
          ...Object.values(node.attributes),
          ...node.children.flatMap(attributes),
        ];
        for (const value of attributes(root)) expect(value).not.toMatch(/NaN|Infinity|undefined/);
      }),
      { numRuns: 200 },
    );
  });
});
