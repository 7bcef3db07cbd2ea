// Which states a plot of a bifurcation diagram shows from bottom to top.
import type { DiagramView } from './view.ts';

/** The ends of a window. */
export interface StateWindow {
  readonly min: number;
  readonly max: number;
}

/** Shows the whole of the paper's diagram, whose activation is the sigmoid. */
const USUAL: StateWindow = { min: -5, max: 3 };
/** Share of the usual window that branches must take to be drawn in it. */
const SMALLEST_SHARE = 1 / 3;
/** Room above and below the branches, as a share of their extent. */
const MARGIN = 0.05;
/** Share of the axis around an escape whose states, on their way to infinity, are not counted. */
const ESCAPE_SHARE = 0.05;

/**
 * Chooses the states a plot shows: those asked for, or the usual ones where they hold all branches
 * and not too small, or the extent of the branches.
 *
 * @param view - the diagram and its branches.
 */
export function stateWindow({ diagram, branches, states }: DiagramView): StateWindow {
  if (states !== null) return states;
  const { axis, bifurcations } = diagram;
  const near = ESCAPE_SHARE * Math.abs(axis.max - axis.min);
  const escapes = bifurcations.filter(({ kind }) => kind === 'escape');
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { parameter, x } of branches.flatMap(({ places }) => places)) {
    if (escapes.some((place) => Math.abs(place.parameter - parameter) < near)) continue;
    low = Math.min(low, x);
    high = Math.max(high, x);
  }
  const extent = high - low;
  const isUsual =
    diagram.activation === 'sigmoid' &&
    low >= USUAL.min &&
    high <= USUAL.max &&
    extent >= SMALLEST_SHARE * (USUAL.max - USUAL.min);
  if (isUsual || !Number.isFinite(extent)) return USUAL;
  const margin = extent > 0 ? extent * MARGIN : Math.max(1, Math.abs(low) * MARGIN);
  return { min: low - margin, max: high + margin };
}
