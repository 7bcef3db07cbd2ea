// What a bifurcation diagram shows, in sentences with numbers.
import type { Diagram, Interval } from '../../experiment/bifurcation/diagram.ts';
import type { Bifurcation, BifurcationKind } from '../../experiment/bifurcation/dynamics.ts';
import { startSentences } from './startSentences.ts';
import type { DiagramView } from './view.ts';
import {
  PARAMETER_NAMES,
  writeAttractor,
  writeCoordinate,
  writeParameter,
  writeStart,
} from './words.ts';

/** Says that a value lies beyond the axis, so that nobody looks for it in the plot. */
function outsideOf({ axis }: Diagram, value: number): string {
  const [low, high] = [Math.min(axis.min, axis.max), Math.max(axis.min, axis.max)];
  return value < low || value > high ? ', outside the range' : '';
}

function placeOf(diagram: Diagram, { parameter, x }: Bifurcation): string {
  const state = x === null ? '' : ` (x = ${writeCoordinate(x)}${outsideOf(diagram, parameter)})`;
  return `${writeParameter(diagram, parameter)}${state}`;
}

/** Where along the axis an interval lies, seen from the places that bound it. */
function sideOf({ min, max }: Interval): string {
  if (Number.isFinite(min) && Number.isFinite(max)) return 'between them';
  return Number.isFinite(min) ? 'above it' : 'below it';
}

function changeSentence(
  diagram: Diagram,
  kinds: readonly BifurcationKind[],
  consequence: string,
): string[] {
  const found = diagram.bifurcations.filter(({ kind }) => kinds.includes(kind));
  const [first] = found;
  if (first === undefined) return [];
  const places = found.map((place) => placeOf(diagram, place)).join(' and ');
  return [`${first.kind}${found.length > 1 ? 's' : ''} at ${places}${consequence}`];
}

/** Why a unit that saturates has a single fixed point, where it has. */
function singleSentence({ activation, axis, bifurcations }: Diagram): string[] {
  const isFolding = bifurcations.some(({ kind }) => kind === 'fold' || kind === 'pitchfork');
  const isBounded = activation === 'sigmoid' || activation === 'tanh';
  if (!isBounded || isFolding) return [];
  const needed = axis.name === 'w' ? 'b < -2' : `w > ${activation === 'sigmoid' ? 4 : 1}`;
  return [`no fold: one fixed point for every ${axis.name} (three need ${needed})`];
}

function foldSentences(diagram: Diagram): string[] {
  const { twoAttractors } = diagram;
  const two = twoAttractors === null ? '' : `: two attractors ${sideOf(twoAttractors)}`;
  const diverging = diagram.activation === 'relu' ? ': above it every start diverges' : '';
  return [
    ...changeSentence(diagram, ['fold'], two || diverging),
    ...changeSentence(diagram, ['pitchfork'], two),
    ...singleSentence(diagram),
  ];
}

function flipSentences(diagram: Diagram): string[] {
  const { activation, cycles } = diagram;
  const attracting = cycles === null ? '' : `: a 2-cycle attracts ${sideOf(cycles)}`;
  const diverging = activation === 'linear' ? ': below it x diverges with alternating sign' : '';
  return changeSentence(diagram, ['flip'], attracting || diverging);
}

function escapeSentences(diagram: Diagram): string[] {
  const { activation, bifurcations, b } = diagram;
  const leaving = activation === 'relu' && b === 0 ? 'x_0 > 0' : 'x';
  return bifurcations.flatMap(({ kind, parameter }) => {
    if (kind !== 'escape') return [];
    const place = `at ${writeParameter(diagram, parameter)}${outsideOf(diagram, parameter)}`;
    return activation === 'relu' && b < 0
      ? [`${place} an unstable fixed point comes in from infinity`]
      : [`${place} the stable fixed point is lost: above it ${leaving} diverges`];
  });
}

function jumpSentences(diagram: Diagram): string[] {
  const { crossings, activation } = diagram;
  const start = writeStart(diagram);
  if (crossings.length === 0) {
    const isBounded = activation === 'sigmoid' || activation === 'tanh';
    return isBounded ? [`from ${start} the attractor never jumps`] : [];
  }
  return crossings.map(({ parameter, from, to }) => {
    const place = `${writeParameter(diagram, parameter)}${outsideOf(diagram, parameter)}`;
    return `from ${start} the attractor jumps at ${place}, from ${writeAttractor(from)} to ${writeAttractor(to)}: the wall of the cost surface`;
  });
}

/** What is to be said where nothing changes. */
function sameSentence({ diagram, branches }: DiagramView): string {
  const point = branches.length === 0 ? 'no fixed point' : 'one fixed point';
  const end = branches.some(({ reached }) => reached) ? 'ends there' : 'diverges';
  return `nothing changes over ${diagram.axis.name}: ${point}, and ${writeStart(diagram)} ${end}`;
}

/**
 * Says where a diagram changes and where the attractor of the start jumps.
 *
 * @param view - the diagram and its branches.
 * @returns sentences without a full stop, at least one.
 */
export function diagramSentences(view: DiagramView): string[] {
  const { diagram, point } = view;
  if (diagram.axis.name === 'x0') {
    return startSentences(point, diagram.crossings, (start) => outsideOf(diagram, start));
  }
  const sentences = [
    ...foldSentences(diagram),
    ...flipSentences(diagram),
    ...escapeSentences(diagram),
    ...jumpSentences(diagram),
  ];
  return sentences.length > 0 ? sentences : [sameSentence(view)];
}

/**
 * Says where the start ends at the one value of an axis of one value.
 *
 * @param view - the diagram and the recurrence at that value.
 */
export function endSentence({ diagram, point }: DiagramView): string {
  const { attractor, fixedPoints, value } = point;
  const start =
    diagram.axis.name === 'x0'
      ? `${PARAMETER_NAMES.x0} = ${writeCoordinate(value)}`
      : writeStart(diagram);
  if (attractor.kind === 'diverges') return `${start} diverges`;
  const reached = fixedPoints.find(({ x }) => x === attractor.x);
  const kind = reached?.stable === false ? ', an unstable fixed point it began on' : '';
  return `${start} ends at ${writeAttractor(attractor)}${kind}`;
}
