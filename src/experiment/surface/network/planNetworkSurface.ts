// From an experiment (and the checkpoints of its run) to the surface of its loss: the plane, the
// names and windows of its axes. Nothing is evaluated here, no file read.

import { ConfigurationError } from '../../../math/configurationError.ts';
import type { Plane } from '../../../model/parameterPlane.ts';
import type { TaskFile, WatchedParameter } from '../../../tasks/task.ts';
import { build } from '../../build.ts';
import type { Spec } from '../../schema/spec.ts';
import type { Place } from '../surface.ts';
import { parameterRange, pathRange, RANDOM_RANGE, type Range } from './defaultRange.ts';
import { namedPlane } from './namedPlane.ts';
import { checkBatches } from './networkEstimates.ts';
import { type NetworkSource, type SurfaceSettings, surfaceSpec } from './networkSource.ts';
import {
  type NamedParameters,
  type ParameterBlock,
  parameterBlocks,
  parameterVector,
} from './parameterLayout.ts';
import { parameterPlace } from './parameterPlace.ts';
import { randomDirections } from './randomDirections.ts';
import {
  type Snapshot,
  type TrajectoryPoint,
  trajectoryDirections,
} from './trajectoryDirections.ts';

/** Which plane: two parameters by name, two random directions, or where the run moved most. */
export type PlaneChoice =
  | { readonly type: 'parameters'; readonly x: string; readonly y: string }
  | { readonly type: 'random'; readonly seed: number }
  | { readonly type: 'trajectory' };

/** What to plan a surface from. */
export interface NetworkSurfaceRequest {
  /** The experiment as it is trained. */
  readonly spec: Spec;
  /** Bytes of the data file its task names, or null. */
  readonly data: readonly TaskFile[] | null;
  /** Bytes of the weights its initializer names, where it names some. */
  readonly weights?: Uint8Array | undefined;
  /** What is stored of its run; the last one is where the surface is taken. None: at the start. */
  readonly checkpoints: readonly {
    readonly step: number;
    readonly parameters: NamedParameters;
  }[];
  readonly plane: PlaneChoice;
  /** Sequences and precision, where they are to be others. */
  readonly settings?: SurfaceSettings;
}

/** One axis of the plane: its name, and its window where the user gives none. */
export interface PlaneAxis extends Range {
  readonly name: string;
}

/** A plane with what is to be drawn around it. */
interface PlannedPlane {
  readonly plane: Plane;
  readonly axes: readonly [PlaneAxis, PlaneAxis];
  /** Where the parameters stand that the surface is taken at. */
  readonly origin: Place;
  /** Where the run's start and its checkpoints stand, or null where that says nothing. */
  readonly path: readonly TrajectoryPoint[] | null;
  /** Share of the run's movement along each axis, for the plane of its trajectory. */
  readonly explainedFractions: readonly [number, number] | null;
}

/** A surface ready to be computed. */
export interface NetworkSurfacePlan extends Omit<PlannedPlane, 'plane'> {
  readonly source: NetworkSource;
  /** Name of the loss. */
  readonly costName: Spec['loss']['type'];
}

/**
 * Plans the surface of a network's loss.
 * @throws ConfigurationError if the parts of the spec do not fit together or with the checkpoints,
 * the batches with memory, a parameter is not known, or the plane asked for cannot be had
 */
export function planNetworkSurface(request: NetworkSurfaceRequest): NetworkSurfacePlan {
  const { spec, data, weights, checkpoints, plane: choice, settings } = request;
  const planned = surfaceSpec(spec, settings);
  checkBatches(planned);
  const { arena, network, task } = build(spec, 'reference', { data: data ?? undefined, weights });
  const blocks = parameterBlocks(network.specs);
  const stored = checkpoints
    .map(({ step, parameters }) => ({ step, parameters: parameterVector(blocks, parameters) }))
    .sort((a, b) => a.step - b.step);
  const { tensors } = network.parameters;
  const first = new Map(tensors.map((tensor) => [tensor.name, arena.read(tensor)]));
  const snapshots = [
    ...(stored[0]?.step === 0 ? [] : [{ step: 0, parameters: parameterVector(blocks, first) }]),
    ...stored,
  ];
  const planner = planners[choice.type] as Planner<PlaneChoice>;
  const { plane, ...around } = planner(choice, { blocks, snapshots, watched: task.watched });
  const source = { type: 'network', spec: planned, data, ...plane } as const;
  return { source, costName: spec.loss.type, ...around };
}

/** What planes are made from. */
interface Known {
  readonly blocks: readonly ParameterBlock[];
  /** The start of the run, then its checkpoints. */
  readonly snapshots: readonly Snapshot[];
  readonly watched: readonly WatchedParameter[];
}

type Planner<Choice> = (choice: Choice, known: Known) => PlannedPlane;

function lastOf(snapshots: readonly Snapshot[]): Float64Array {
  return snapshots.at(-1)?.parameters ?? new Float64Array();
}

const planners = {
  parameters({ x, y }, { blocks, snapshots, watched }) {
    const places = [
      parameterPlace(blocks, x, watched),
      parameterPlace(blocks, y, watched),
    ] as const;
    const placeOf = ({ step, parameters }: Snapshot): TrajectoryPoint => ({
      step,
      x: parameters[places[0].index] ?? 0,
      y: parameters[places[1].index] ?? 0,
    });
    const path = snapshots.map(placeOf);
    const origin = { x: path.at(-1)?.x ?? 0, y: path.at(-1)?.y ?? 0 };
    return {
      plane: namedPlane(lastOf(snapshots), ...places),
      axes: [
        { name: places[0].name, ...parameterRange(origin.x) },
        { name: places[1].name, ...parameterRange(origin.y) },
      ],
      origin,
      path: path.length > 1 ? path : null,
      explainedFractions: null,
    };
  },
  random({ seed }, { blocks, snapshots }) {
    return {
      plane: randomDirections(blocks, lastOf(snapshots), seed),
      axes: [
        { name: 'direction 1', ...RANDOM_RANGE },
        { name: 'direction 2', ...RANDOM_RANGE },
      ],
      origin: { x: 0, y: 0 },
      path: null,
      explainedFractions: null,
    };
  },
  trajectory(_, { snapshots }) {
    if (snapshots.length === 1) {
      throw new ConfigurationError(
        'directions trajectory: needs the checkpoints of a run; name one with --run DIR',
      );
    }
    const trajectory = trajectoryDirections(snapshots, lastOf(snapshots));
    return {
      ...trajectory,
      axes: [
        { name: 'component 1', ...pathRange(trajectory.path, 'x') },
        { name: 'component 2', ...pathRange(trajectory.path, 'y') },
      ],
      origin: { x: 0, y: 0 },
    };
  },
} as const satisfies {
  [Type in PlaneChoice['type']]: Planner<Extract<PlaneChoice, { type: Type }>>;
};
