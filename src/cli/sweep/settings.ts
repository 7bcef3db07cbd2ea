// What the options of `rnn sweep` ask for, whatever is swept, with types and checked.

import { resolve } from 'node:path';
import type { Axis } from '../../experiment/surface/axis.ts';
import { MOST_WORKERS } from '../../experiment/surface/executor.ts';
import type { ColorScale, Quantity } from '../../experiment/surface/surface.ts';
import type { Window } from '../../experiment/surface/toyDefaults.ts';
import { KERNEL_NAMES } from '../../math/engine.ts';
import type { KernelName, Precision } from '../../math/kernels.ts';
import type { ProgressMode } from '../../report/progress/display.ts';
import type { CommandContext } from '../command.ts';
import { CliError, exitCodes } from '../exitCodes.ts';
import { isOn, readChoice, readText, readWhole, readWish } from '../options.ts';
import { readNumber, readRange } from '../ranges.ts';

/** Options of a command line, as commander gives them. */
export type Options = CommandContext['options'];

/** Where a descent starts, by the names or by x and y, as typed. */
export type GivenPlace = Readonly<Record<string, number>>;

/** Descents as asked for: one for every start and every clipping. */
export interface DescentSettings {
  readonly starts: readonly GivenPlace[];
  /** Largest norms; null is no clipping. */
  readonly maxNorms: readonly (number | null)[];
  readonly optimizer: 'sgd' | 'adam';
  readonly learningRate: number;
  readonly momentum: number;
  readonly steps: number;
}

/** Files asked for, absolute; null for none. */
export interface SweepFiles {
  readonly csv: string | null;
  readonly npy: string | null;
  readonly svg: string | null;
  readonly html: string | null;
}

/** What the command line asks for beside the source. */
export interface SweepSettings {
  readonly quantity: Quantity;
  readonly scale: ColorScale;
  readonly workers: number | undefined;
  readonly precision: Precision | undefined;
  /** Most points of refinement, 0 for the source's default, null for no refinement. */
  readonly refine: number | null;
  readonly descents: DescentSettings;
  readonly files: SweepFiles;
  readonly out: string;
  readonly isFresh: boolean;
  readonly isJson: boolean;
  readonly isQuiet: boolean;
  readonly allowColor: boolean;
  readonly progress: ProgressMode;
  readonly kernels: KernelName | undefined;
}

const PROGRESS_MODES = ['auto', 'bar', 'plain', 'none'] as const satisfies ProgressMode[];
const QUANTITIES = ['cost', 'gradientNorm'] as const satisfies Quantity[];
const SCALES = ['linear', 'log'] as const satisfies ColorScale[];
const PRECISIONS = ['f32', 'f64'] as const satisfies Precision[];
const OPTIMIZERS = ['sgd', 'adam'] as const;

const MOST_DESCENTS = 16;
const MOST_DESCENT_STEPS = 1_000_000;
const MOST_REFINEMENT_POINTS = 10_000_000;
/** Beyond any memory, which is what a larger count is told. */
const MOST_COUNT = 1_000_000_000;

function refuse(flag: string, expected: string, got: unknown): never {
  throw new CliError(exitCodes.usage, `${flag}: expected ${expected}, got ${JSON.stringify(got)}`);
}

/** Reads a number above 0. */
function readPositive(flag: string, value: unknown): number {
  const number = readNumber(flag, String(value));
  return number > 0 ? number : refuse(flag, 'a number above 0', String(value));
}

/**
 * Reads the window of an axis; what is not given is the default's.
 * @param flag `--x` or `--y`
 * @throws CliError with exit code 2
 */
export function readAxis(options: Options, flag: string, name: string, usual: Window): Axis {
  const given = options[flag.slice(2)];
  if (given === undefined) return { name, ...usual };
  const limits = { mostCount: MOST_COUNT, defaultCount: usual.count };
  return { name, ...readRange(flag, String(given), limits) };
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** Reads `x=5,y=-2.2`. */
function readPlace(text: string): GivenPlace {
  const entries = text.split(',').map((part) => {
    const equals = part.lastIndexOf('=');
    if (equals < 1) refuse('--descend', 'a start such as x=5,y=-2.2', text);
    return [part.slice(0, equals), readNumber('--descend', part.slice(equals + 1))] as const;
  });
  if (entries.length !== 2 || entries[0]?.[0] === entries[1]?.[0]) {
    refuse('--descend', 'a start such as x=5,y=-2.2', text);
  }
  return Object.assign(Object.create(null), Object.fromEntries(entries));
}

function readDescents(options: Options): DescentSettings {
  const starts = listOf(options.descend).map(readPlace);
  const clips = listOf(options.clip);
  const maxNorms = clips.map((text) => (text === 'none' ? null : readPositive('--clip', text)));
  const needless = ['clip', 'learningRate', 'descentSteps', 'momentum', 'optimizer'].find(
    (name) => options[name] !== undefined,
  );
  if (starts.length === 0 && needless !== undefined) {
    const flag = `--${needless.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    throw new CliError(
      exitCodes.usage,
      `${flag}: there is no descent; name a start with --descend x=5,y=-2.2`,
    );
  }
  const paths = starts.length * Math.max(1, maxNorms.length);
  if (paths > MOST_DESCENTS) {
    throw new CliError(
      exitCodes.usage,
      `--descend: at most ${MOST_DESCENTS} paths can be told apart, these are ${paths}`,
    );
  }
  const optimizer =
    options.optimizer === undefined ? 'sgd' : readChoice(options, 'optimizer', OPTIMIZERS);
  const momentum =
    options.momentum === undefined ? 0 : readNumber('--momentum', String(options.momentum));
  if (!(momentum >= 0 && momentum < 1)) {
    refuse('--momentum', 'a number from 0 to below 1', options.momentum);
  }
  if (momentum > 0 && optimizer !== 'sgd') {
    throw new CliError(exitCodes.usage, `--momentum: ${optimizer} has none; it is for sgd`);
  }
  return {
    starts,
    maxNorms: maxNorms.length > 0 ? maxNorms : [null],
    optimizer,
    learningRate:
      options.learningRate === undefined
        ? 0.1
        : readPositive('--learning-rate', options.learningRate),
    momentum,
    steps:
      options.descentSteps === undefined
        ? 100
        : readWhole('--descent-steps', options.descentSteps, 1, MOST_DESCENT_STEPS),
  };
}

/**
 * Reads the name of a file or directory that is not empty.
 * @param expected what it names, for the message
 * @throws CliError with exit code 2
 */
export function readPath(options: Options, name: string, expected: string): string {
  const given = readText(options, name);
  return given === '' ? refuse(`--${name}`, expected, '') : given;
}

function readFiles(options: Options, cwd: string): SweepFiles {
  const read = (name: keyof SweepFiles): string | null => {
    if (options[name] === undefined) return null;
    return resolve(cwd, readPath(options, name, 'the name of a file'));
  };
  const files = { csv: read('csv'), npy: read('npy'), svg: read('svg'), html: read('html') };
  const given = Object.entries(files).filter(([, path]) => path !== null);
  for (const [kind, path] of given) {
    const [other] = given.find(([, one]) => one === path) ?? [kind];
    if (other === kind) continue;
    throw new CliError(
      exitCodes.usage,
      `--${kind}: --${other} is to be written to ${JSON.stringify(options[kind])} too; choose another name`,
    );
  }
  return files;
}

function readRefine({ refine }: Options): number | null {
  if (refine === undefined) return null;
  if (refine === true) return 0;
  const text = String(refine);
  if (/^[A-Za-z]/.test(text)) {
    throw new CliError(
      exitCodes.usage,
      `--refine: took ${JSON.stringify(text)} as its number of points; name the parameters before ` +
        '--refine, or give it a number',
    );
  }
  return readWhole('--refine', text, 1, MOST_REFINEMENT_POINTS);
}

/**
 * Reads the options of `rnn sweep` that do not depend on what is swept.
 * @throws CliError with exit code 2 for a value that none of them takes
 */
export function readSweepSettings({ options, io }: CommandContext): SweepSettings {
  const isQuiet = isOn(options, 'quiet');
  const progress = readChoice(options, 'progress', PROGRESS_MODES);
  return {
    quantity: readChoice(options, 'quantity', QUANTITIES),
    scale: readChoice(options, 'scale', SCALES),
    workers:
      options.workers === undefined
        ? undefined
        : readWhole('--workers', options.workers, 1, MOST_WORKERS),
    precision:
      options.precision === undefined ? undefined : readChoice(options, 'precision', PRECISIONS),
    refine: readRefine(options),
    descents: readDescents(options),
    files: readFiles(options, io.cwd),
    out: resolve(io.cwd, readPath(options, 'out', 'the name of a directory')),
    isFresh: isOn(options, 'fresh'),
    isJson: isOn(options, 'json'),
    isQuiet,
    allowColor: options.color !== false,
    progress: isQuiet ? 'none' : progress,
    kernels: readWish<KernelName>('RNN_KERNELS', io.env.RNN_KERNELS, KERNEL_NAMES),
  };
}
