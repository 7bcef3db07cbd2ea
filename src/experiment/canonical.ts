// The identity of a run: one canonical text of everything that can change a bit of its result, and
// the hashes of that text. Where and when a run happens, and what is recorded of it, is left out.

import { createHash } from 'node:crypto';
import { NUMERICS_VERSION } from '../math/numerics.ts';
import { SPEC_SCHEMA_VERSION, type Spec } from './schema/spec.ts';

/** Where a run branched off another. */
export interface BranchPoint {
  /** The run it comes from, 64 hex digits. */
  readonly runId: string;
  /** Updates done there. */
  readonly step: number;
}

/** What a run depends on besides its spec. */
export interface RunInputs {
  /** SHA-256 (hex) of the data file, for tasks that read one. */
  readonly dataSha256?: string;
  /** SHA-256 (hex) of the file of weights, for initializers that read one. */
  readonly weightsSha256?: string;
  /** Where it branched off another run, for runs that did. */
  readonly branch?: BranchPoint;
}

/** Names of a run, 64 hex digits each. */
export interface RunIds {
  readonly runId: string;
  /** Of the way it takes, however far it goes. */
  readonly trajectoryId: string;
}

type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };

/** Keys that change no result; a file is stood for by the hash of its content. */
const keysWithoutEffect = ['name', 'metrics', 'checkpoint', 'task.file', 'model.initializer.path'];

/**
 * Values that mean "off", as canonical JSON, by path (list positions are `*`). A key at its neutral
 * value is left out, so that a key added later with such a default changes no older id.
 */
const neutralValues: Readonly<Record<string, string>> = {
  'training.optimizer.momentum': '0',
  'training.truncation': '{"type":"none"}',
  'training.averaging': '{"type":"none"}',
  'training.optimizer.momentumSchedule': '{"type":"constant"}',
  'training.optimizer.nesterov': 'false',
  'training.optimizer.weightDecay': '0',
  'training.policy': '[]',
  'training.policy.*': '{"type":"none"}',
  'training.policy.*.scope': '"global"',
  'training.policy.*.limit': '10000000000',
  'training.regularizer': '{"type":"none"}',
  'training.regularizer.alphaSchedule': '{"type":"constant"}',
  'training.schedule': '{"type":"constant"}',
  'training.stop': '{}',
  'training.stop.plateau.minimumImprovement': '0',
  'model.layers.*.bias': 'false',
  'model.layers.*.initialState': '"zero"',
  'model.layers.*.bidirectional': 'false',
  'model.layers.*.normalization': '"none"',
  'model.layers.*.residual': 'false',
  'model.layers.*.dropout': '0',
  'model.layers.*.recurrentDropout': '0',
  'model.layers.*.peephole': 'false',
  'model.initializer.prefix': '""',
  'task.carryState': 'false',
  'task.tolerance': '0.2',
  'task.unit': '"character"',
  'task.horizon': '1',
  'task.rule': '"largestOutput"',
};

/** Keys that only say when a trajectory ends. */
const keysOfTheEnd = ['training.steps', 'training.stop'];

/** What is said about a path and the paths below it; looked up on the way down, key by key. */
interface Place {
  isOmitted: boolean;
  /** Text that is left out; null for none. */
  neutral: string | null;
  readonly below: Map<string, Place>;
}

function placesOf(omitted: readonly string[]): Place {
  const newPlace = (): Place => ({ isOmitted: false, neutral: null, below: new Map() });
  const root = newPlace();
  const placeAt = (path: string): Place =>
    path.split('.').reduce((place, key) => {
      const below = place.below.get(key) ?? newPlace();
      place.below.set(key, below);
      return below;
    }, root);
  for (const path of [...keysWithoutEffect, ...omitted]) placeAt(path).isOmitted = true;
  for (const [path, text] of Object.entries(neutralValues)) placeAt(path).neutral = text;
  return root;
}

const placesOfRun = placesOf([]);
const placesOfTrajectory = placesOf(keysOfTheEnd);

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function write(value: Json, place: Place | undefined): string | undefined {
  if (place?.isOmitted) return undefined;
  const text = writeWhole(value, place);
  return place !== undefined && place.neutral === text ? undefined : text;
}

/** Keys of a record, sorted, with their names as JSON. */
type SortedKeys = readonly (readonly [key: string, name: string])[];

// The records of a spec have few sets of keys: sorting them again for every run of a suite would take
// most of the time.
const MOST_KEY_SETS = 1000;
const keySets = new Map<string, SortedKeys>();

function sortedKeys(record: object): SortedKeys {
  const keys = Object.keys(record);
  const set = keys.join('\n');
  const known = keySets.get(set);
  // A key with a line break of its own lets two sets look alike, but then they differ in length.
  if (known?.length === keys.length) return known;
  const sorted = keys.sort().map((key) => [key, JSON.stringify(key)] as const);
  const isPlain = set.split('\n').length === keys.length;
  if (isPlain && keySets.size < MOST_KEY_SETS) keySets.set(set, sorted);
  return sorted;
}

function writeWhole(value: Json, place: Place | undefined): string {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  let text = '';
  if (isList(value)) {
    const ofElements = place?.below.get('*');
    for (const element of value) {
      const written = write(element, ofElements);
      if (written !== undefined) text += text === '' ? written : `,${written}`;
    }
    return `[${text}]`;
  }
  for (const [key, name] of sortedKeys(value)) {
    const member = value[key];
    const written = member === undefined ? undefined : write(member, place?.below.get(key));
    if (written !== undefined) text += text === '' ? `${name}:${written}` : `,${name}:${written}`;
  }
  return `{${text}}`;
}

function canonical(spec: Spec, { branch, ...inputs }: RunInputs, places: Place): string {
  const identity: Json = {
    ...spec,
    ...inputs,
    ...(branch ? { branch: { runId: branch.runId, step: branch.step } } : {}),
    schema: SPEC_SCHEMA_VERSION,
    numerics: NUMERICS_VERSION,
  };
  return writeWhole(identity, places);
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/**
 * Writes everything that can change a result as JSON with sorted keys.
 * @returns one line; equal for equal experiments, whatever the config looked like
 */
export function canonicalSpec(spec: Spec, inputs: RunInputs = {}): string {
  return canonical(spec, inputs, placesOfRun);
}

/**
 * Names a run.
 * @returns SHA-256 of the canonical spec, 64 hex digits
 */
export function runId(spec: Spec, inputs: RunInputs = {}): string {
  return sha256(canonicalSpec(spec, inputs));
}

/**
 * Names the way a run takes, however far it goes: the run id without steps and stop.
 * @returns 64 hex digits
 */
export function trajectoryId(spec: Spec, inputs: RunInputs = {}): string {
  return sha256(canonical(spec, inputs, placesOfTrajectory));
}

/** Names a run both ways. */
export function runIds(spec: Spec, inputs: RunInputs): RunIds {
  return { runId: runId(spec, inputs), trajectoryId: trajectoryId(spec, inputs) };
}
