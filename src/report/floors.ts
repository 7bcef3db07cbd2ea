// Floors as reports show them: what a predictor reaches that learns nothing about the order of a sequence,
// under the loss of the run.
import type { Evaluation } from '../training/events.ts';
import { formatNumber, formatPercent } from './format.ts';

/** A floor under one loss. */
export interface ReportedFloor {
  /** How it predicts. */
  readonly name: string;
  /** Its mean loss per target; null where it is not known for this loss. */
  readonly loss: number | null;
  /** Its share of wrong targets; null where it is not known. */
  readonly error: number | null;
}

/** Says the floors of a split, by length where sequences of several lengths are looked at. */
export type FloorsOf = (split: Evaluation['split'], length?: number) => readonly ReportedFloor[];

/** Floors as a task says them. */
interface TaskFloor {
  readonly name: string;
  readonly losses: Readonly<Record<string, number>>;
  readonly error: number | null;
}

/**
 * Takes the floors of a task under the loss of a run.
 *
 * @param floors - as the task says them.
 * @param loss - the type of the loss.
 * @returns those that are known for the loss or have an error.
 */
export function floorsUnder(floors: readonly TaskFloor[], loss: string): ReportedFloor[] {
  return floors
    .map(({ name, losses, error }) => ({ name, loss: losses[loss] ?? null, error }))
    .filter((floor) => floor.loss !== null || floor.error !== null);
}

/**
 * Gives the loss of a floor in bits per character.
 *
 * @param evaluation - what the floor is held against.
 * @returns null where the evaluation is not of characters, or the loss is not known.
 */
export function floorBits(
  { bitsPerCharacter }: Pick<Evaluation, 'bitsPerCharacter'>,
  { loss }: ReportedFloor,
): number | null {
  return bitsPerCharacter === undefined || loss === null ? null : loss / Math.LN2;
}

/**
 * Says what a floor is: `floor: error 36%, loss 0.0417 (constant 1/2)`.
 *
 * @param floor - one floor.
 * @param evaluation - what it is held against.
 * @param where - which evaluations it is of, such as `on test`; without it of all.
 */
export function floorSentence(
  floor: ReportedFloor,
  evaluation: Pick<Evaluation, 'bitsPerCharacter'>,
  where = '',
): string {
  const { name, loss, error } = floor;
  const bits = floorBits(evaluation, floor);
  const parts = [
    ...(error === null ? [] : [`error ${formatPercent(error)}`]),
    ...(loss === null ? [] : [`loss ${formatNumber(loss)}`]),
    ...(bits === null ? [] : [`${formatNumber(bits)} bits per character`]),
  ];
  return `floor${where === '' ? '' : ` ${where}`}: ${parts.join(', ')} (${name})`;
}

/** The floor that is hardest to reach: the least loss, or the least error where no loss is known. */
export function lowestFloor(floors: readonly ReportedFloor[]): ReportedFloor | null {
  const sizeOf = ({ loss, error }: ReportedFloor) => loss ?? error ?? Number.POSITIVE_INFINITY;
  return floors.reduce<ReportedFloor | null>(
    (least, one) => (least === null || sizeOf(one) < sizeOf(least) ? one : least),
    null,
  );
}

/** Asks for each floor once: a task measures it on all of its data. */
export function rememberFloors(ask: FloorsOf): FloorsOf {
  const known = new Map<string, readonly ReportedFloor[]>();
  return (split, length) => {
    const key = `${split} ${length ?? ''}`;
    const floors = known.get(key) ?? ask(split, length);
    known.set(key, floors);
    return floors;
  };
}
