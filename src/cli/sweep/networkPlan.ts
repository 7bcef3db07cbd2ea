// From a command line with --config or --run to the plan of a network's sweep.

import { resolve } from 'node:path';
import {
  type DataFile,
  type DataFiles,
  readDataFiles,
  readWeightsFile,
} from '../../experiment/dataFile.ts';
import { formatIssues } from '../../experiment/load/issue.ts';
import { loadConfigFile } from '../../experiment/load/loadConfigFile.ts';
import { type Checkpoint, readCheckpoints } from '../../experiment/readCheckpoints.ts';
import type { Spec } from '../../experiment/schema/spec.ts';
import { readStoredData, readStoredSpec, readStoredWeights } from '../../experiment/storedRun.ts';
import {
  type PlaneChoice,
  planNetworkSurface,
} from '../../experiment/surface/network/planNetworkSurface.ts';
import { baseDirectories } from '../baseDirectories.ts';
import type { CommandContext } from '../command.ts';
import { CliError, exitCodes } from '../exitCodes.ts';
import { readChoice, readConfigOptions, readWhole } from '../options.ts';
import { refuseOptions, type SweepPlan } from './plan.ts';
import { readAxis, readPath, type SweepSettings } from './settings.ts';

/** Values along each axis unless they are given: a network's points are dear. */
const USUAL_COUNT = 41;
const REFINEMENT_POINTS = 2000;
const MOST_SEQUENCES = 1_000_000;

const DIRECTIONS = ['random', 'trajectory'] as const;

/** An experiment with what is stored of its run. */
interface Experiment {
  readonly spec: Spec;
  readonly data: DataFiles | null;
  readonly weights: DataFile | null;
  readonly checkpoints: readonly Checkpoint[];
  /** What it is called in titles. */
  readonly label: string;
}

async function ofConfig({ options, io }: CommandContext): Promise<Experiment> {
  const file = readPath(options, 'config', 'the name of a file');
  const config = readConfigOptions(options);
  const loaded = await loadConfigFile(resolve(io.cwd, file), { file, ...config });
  if (!loaded.ok) throw new CliError(exitCodes.usage, formatIssues(loaded.issues));
  const { spec } = loaded;
  const base = baseDirectories(io.cwd, file, config.set);
  const data = await readDataFiles(spec.task, base.data);
  const weights = await readWeightsFile(spec.model.initializer, base.weights);
  return { spec, data, weights, checkpoints: [], label: `${spec.name} at its start` };
}

async function ofRun({ options, io, stderr }: CommandContext): Promise<Experiment> {
  refuseOptions(options, ['set', 'seed'], 'a run is as it was trained; change its config instead');
  const directory = resolve(io.cwd, readPath(options, 'run', 'the directory of a run'));
  const stored = await readStoredSpec(directory);
  const data = await readStoredData(stored, io.cwd);
  const weights = await readStoredWeights(stored, io.cwd);
  const checkpoints = await readCheckpoints(directory, stored.runId, (message) =>
    stderr.line(`rnn: warning: ${message}`),
  );
  const last = checkpoints.at(-1)?.step ?? 0;
  const { spec } = stored;
  return { spec, data, weights, checkpoints, label: `${spec.name} after ${last} steps` };
}

function planeOf({ arguments: [x, y], options }: CommandContext, { seed }: Spec): PlaneChoice {
  if (options.directions === undefined) {
    if (x !== undefined && y !== undefined) return { type: 'parameters', x, y };
    throw new CliError(
      exitCodes.usage,
      "expected two parameters such as 'Whh[0,0]' 'Whh[1,1]', or --directions random or trajectory",
    );
  }
  const type = readChoice(options, 'directions', DIRECTIONS);
  if (x !== undefined) {
    throw new CliError(
      exitCodes.usage,
      `--directions: the plane is chosen by ${type} directions; leave out ${JSON.stringify(x)}`,
    );
  }
  return type === 'random' ? { type, seed } : { type };
}

/**
 * Plans the sweep of a network.
 * @throws CliError with exit code 2 for options that do not fit
 * @throws what reading the config, the run or its data throws
 */
export async function planNetworkSweep(
  context: CommandContext,
  { precision }: SweepSettings,
): Promise<SweepPlan> {
  const { options } = context;
  refuseOptions(
    options,
    ['steps', 'target', 'start', 'activation'],
    'is for the toys; a network has what its config says',
  );
  if (options.config !== undefined && options.run !== undefined) {
    throw new CliError(exitCodes.usage, '--run: it cannot be given together with --config');
  }
  const { spec, data, weights, checkpoints, label } =
    options.run === undefined ? await ofConfig(context) : await ofRun(context);
  const sequenceCount =
    options.sequences === undefined
      ? undefined
      : readWhole('--sequences', options.sequences, 1, MOST_SEQUENCES);
  const plane = planeOf(context, spec);
  const plan = planNetworkSurface({
    spec,
    data: data?.files ?? null,
    weights: weights?.bytes,
    checkpoints,
    plane,
    settings: {
      ...(sequenceCount === undefined ? {} : { sequenceCount }),
      ...(precision === undefined ? {} : { precision }),
    },
  });
  const [first, second] = plan.axes;
  const count = USUAL_COUNT;
  const [x = '', y = ''] = plane.type === 'parameters' ? [plane.x, plane.y] : [];
  return {
    source: plan.source,
    x: readAxis(options, '--x', first.name, { min: first.min, max: first.max, count }),
    y: readAxis(options, '--y', second.name, { min: second.min, max: second.max, count }),
    aliases: {
      x: ['x', first.name, x].filter((name) => name !== ''),
      y: ['y', second.name, y].filter((name) => name !== ''),
    },
    usualRefinement: REFINEMENT_POINTS,
    wall: null,
    wallFormula: null,
    title: label,
    settings: {
      form: 'network',
      name: spec.name,
      loss: plan.costName,
      plane: plane.type,
      sequences: String(plan.source.spec.evaluation.size),
      seed: String(spec.seed),
      precision: plan.source.spec.precision,
      ...(plan.explainedFractions
        ? { explained: plan.explainedFractions.map((share) => share.toFixed(3)).join(' and ') }
        : {}),
    },
    names: plane.type === 'parameters' ? [plane.x, plane.y] : [],
    runPath: plan.path,
  };
}
