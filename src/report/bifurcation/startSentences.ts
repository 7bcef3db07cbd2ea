// What a diagram over the start x_0 shows, in sentences: there the unit is one, its fixed points
// are the same everywhere, and only where a start ends can change.
import type { DiagramPoint } from '../../experiment/bifurcation/diagram.ts';
import type { Attractor, Crossing } from '../../experiment/bifurcation/dynamics.ts';
import { writeAttractor, writeCoordinate } from './words.ts';

function fixedPointSentence({ fixedPoints, attractor }: DiagramPoint): string {
  const states = fixedPoints.map(
    ({ x, stable }) => `${writeCoordinate(x)} (${stable ? 'stable' : 'unstable'})`,
  );
  if (states.length > 0) return `fixed point${states.length > 1 ? 's' : ''}: ${states.join(', ')}`;
  return attractor.kind === 'fixedPoint' ? 'every x is a fixed point' : 'no fixed point';
}

/** Where all starts end, if they end alike. */
function commonEnd({ fixedPoints, attractor }: DiagramPoint): string[] {
  const [only] = fixedPoints;
  if (attractor.kind === 'diverges') return [`every ${only ? 'other ' : ''}start diverges`];
  if (attractor.kind === 'fixedPoint') return only?.stable ? ['every start ends there'] : [];
  // Without attraction each start has a 2-cycle of its own.
  if (only?.multiplier === -1) return ['starts end on 2-cycles of their own'];
  return [`every other start ends at ${writeAttractor(attractor)}`];
}

/**
 * Says what the fixed points are and which starts end where.
 *
 * @param point - the recurrence at a start on the axis.
 * @param crossings - starts at which the end changes.
 * @param remarkOn - what to add to a start, for example that it is off the axis.
 * @returns sentences without a full stop, at least one.
 */
export function startSentences(
  point: DiagramPoint,
  crossings: readonly Crossing[],
  remarkOn: (start: number) => string,
): string[] {
  const end = (attractor: Attractor) =>
    attractor.kind === 'diverges' ? 'diverge' : `end at ${writeAttractor(attractor)}`;
  const sentences = crossings.map(({ parameter, from, to }) => {
    const place = `${writeCoordinate(parameter)}${remarkOn(parameter)}`;
    return `starts below x_0 = ${place} ${end(from)}, starts above it ${end(to)}`;
  });
  return [fixedPointSentence(point), ...(crossings.length > 0 ? sentences : commonEnd(point))];
}
