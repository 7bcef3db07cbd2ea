// The curves of a diagram, for drawing: fixed points and 2-cycles followed over the parameter, cut
// where the diagram changes. How finely a user samples the parameter plays no part.
import { type Diagram, type DiagramPoint, pointAt } from './diagram.ts';

/** A place of a diagram. */
export interface DiagramPlace {
  readonly parameter: number;
  readonly x: number;
}

/** One fixed point, or one state of a 2-cycle, followed from one change to the next. */
export interface Branch {
  readonly kind: 'fixedPoint' | 'cycle';
  readonly stable: boolean;
  /** Whether x_0 ends here. */
  readonly reached: boolean;
  /** In ascending order of the parameter; at least one. */
  readonly places: readonly DiagramPlace[];
}

type State = Omit<Branch, 'places'> & { readonly x: number };

/** Samples of the whole axis, and of its shortest piece. */
const SAMPLE_COUNT = 800;
const FEWEST_SAMPLES = 33;

/** How far beyond its last step a branch may have its end, in steps; branches to infinity have none. */
const END_REACH = 2;
const END_REACH_OF_ESCAPE = 0.5;

/** A share of a piece, crowded at its ends: near a fold x goes like the root of the distance. */
const crowded = (share: number) => share * share * (3 - 2 * share);

function statesOf({ fixedPoints, attractor }: DiagramPoint): State[] {
  const states = fixedPoints.map(
    ({ x, stable }): State => ({ kind: 'fixedPoint', stable, reached: attractor.x === x, x }),
  );
  if (attractor.kind === 'cycle') {
    for (const x of attractor.x) states.push({ kind: 'cycle', stable: true, reached: true, x });
  }
  // One of a continuum of fixed points.
  if (attractor.kind === 'fixedPoint' && !states.some(({ reached }) => reached)) {
    states.push({ kind: 'fixedPoint', stable: false, reached: true, x: attractor.x });
  }
  return states;
}

/** Finds where a branch ends at the end of a piece, if it ends at a finite place. */
function endOf(
  diagram: Diagram,
  parameter: number,
  [last, before]: readonly DiagramPlace[],
): DiagramPlace[] {
  if (last === undefined || before === undefined) return [];
  const changes = diagram.bifurcations.filter((change) => change.parameter === parameter);
  const met = changes.flatMap(({ x }) => (x === null ? [] : [x]));
  const states = statesOf(pointAt(diagram, parameter)).map(({ x }) => x);
  const distanceTo = (x: number) => Math.abs(x - last.x);
  const [x] = [...met, ...states].sort((a, b) => distanceTo(a) - distanceTo(b));
  const reach = changes.some(({ kind }) => kind === 'escape') ? END_REACH_OF_ESCAPE : END_REACH;
  const isNear = x !== undefined && distanceTo(x) <= reach * Math.abs(last.x - before.x);
  return isNear ? [{ parameter, x }] : [];
}

/** Follows the states of a piece of the axis within which nothing changes. */
function followWithin(diagram: Diagram, low: number, high: number): Branch[] {
  const span = Math.abs(diagram.axis.max - diagram.axis.min);
  const count = Math.max(FEWEST_SAMPLES, Math.ceil((SAMPLE_COUNT * (high - low)) / span));
  const samples = Array.from({ length: count }, (_, index) => {
    const point = pointAt(diagram, low + (high - low) * crowded((index + 1) / (count + 1)));
    return { parameter: point.value, states: statesOf(point) };
  });
  const middle = samples[Math.floor(count / 2)]?.states ?? [];
  return middle.map(({ kind, stable, reached }, index) => {
    const inner = samples.flatMap(({ parameter, states }) => {
      const x = states.length === middle.length ? states[index]?.x : undefined;
      return x === undefined ? [] : [{ parameter, x }];
    });
    const places = [
      ...endOf(diagram, low, inner),
      ...inner,
      ...endOf(diagram, high, inner.slice(-2).reverse()),
    ];
    return { kind, stable, reached, places };
  });
}

/**
 * Follows the fixed points and the 2-cycle of a diagram over its axis.
 * @param diagram - the diagram; an axis of one value gives branches of one place
 */
export function traceBranches(diagram: Diagram): Branch[] {
  const { axis, bifurcations, crossings } = diagram;
  const [low, high] = [Math.min(axis.min, axis.max), Math.max(axis.min, axis.max)];
  if (low === high) {
    return statesOf(pointAt(diagram, low)).map(({ x, ...branch }) => ({
      ...branch,
      places: [{ parameter: low, x }],
    }));
  }
  const changes = [...bifurcations, ...crossings].map(({ parameter }) => parameter);
  const inside = changes.filter((parameter) => parameter > low && parameter < high);
  const cuts = [low, ...[...new Set(inside)].sort((a, b) => a - b), high];
  return cuts.slice(1).flatMap((cut, index) => followWithin(diagram, cuts[index] ?? low, cut));
}
