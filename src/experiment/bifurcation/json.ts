// A bifurcation diagram as one JSON document, in pieces: a million points are no single string.
import { toJson } from '../../training/json.ts';
import { axisValue } from '../surface/axis.ts';
import { type Diagram, pointAt } from './diagram.ts';
import type { Bifurcation, BifurcationKind } from './dynamics.ts';

/** Version of the document. */
const DIAGRAM_SCHEMA_VERSION = 1;

const POINTS_PER_PIECE = 1000;

function placesOf(diagram: Diagram, kind: BifurcationKind): Omit<Bifurcation, 'kind'>[] {
  return diagram.bifurcations
    .filter((bifurcation) => bifurcation.kind === kind)
    .map(({ parameter, x }) => ({ parameter, x }));
}

/** Everything but the points. */
function headOf(diagram: Diagram) {
  const { activation, axis, w, b, start, crossings, twoAttractors, cycles } = diagram;
  const { name, min, max, count } = axis;
  return {
    schema: DIAGRAM_SCHEMA_VERSION,
    activation,
    parameter: { name, min, max, count },
    ...(name === 'w' ? {} : { w }),
    ...(name === 'b' ? {} : { b }),
    ...(name === 'x0' ? {} : { start }),
    folds: placesOf(diagram, 'fold'),
    flips: placesOf(diagram, 'flip'),
    pitchforks: placesOf(diagram, 'pitchfork'),
    escapes: placesOf(diagram, 'escape'),
    crossings,
    twoAttractors,
    cycles,
  };
}

/**
 * Writes a diagram as JSON: its places of change over all values of the parameter, then the fixed
 * points and the attractor of the start at every value of the axis.
 * @param diagram - the diagram
 * @returns pieces of one line without a newline at its end
 */
export function* diagramJson(diagram: Diagram): Generator<string> {
  const { axis } = diagram;
  yield `${toJson(headOf(diagram)).slice(0, -1)},"points":[`;
  for (let first = 0; first < axis.count; first += POINTS_PER_PIECE) {
    const count = Math.min(POINTS_PER_PIECE, axis.count - first);
    const points = Array.from({ length: count }, (_, index) =>
      toJson(pointAt(diagram, axisValue(axis, first + index))),
    );
    yield `${first > 0 ? ',' : ''}${points.join(',')}`;
  }
  yield ']}';
}
