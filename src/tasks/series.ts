// Forecasts of a time series: predict the values of some columns some steps ahead.
import { ConfigurationError } from '../math/configurationError.ts';
import {
  checkOwnFiles,
  type DataPart,
  filesOfPart,
  partsOfWhole,
  type SplitOptions,
} from './dataParts.ts';
import type { NumberTable } from './formats/numberTable.ts';
import { readTable } from './formats/table.ts';
import { channelsOf, standardized } from './standardized.ts';
import { evaluationStreams, type StreamOptions, streamLength, trainingStreams } from './streams.ts';
import type { FileOption, Floor, TaskDefinition, TaskFile } from './task.ts';

/** Options of the series task. */
export interface SeriesOptions {
  readonly type: 'series';
  /** CSV or NPY; whoever builds the task reads it. */
  readonly file: FileOption;
  /** Names of the columns that are inputs; all that hold numbers when absent. */
  readonly columns?: readonly string[];
  /** Names of the columns that are predicted; those of the inputs when absent. */
  readonly targets?: readonly string[];
  /** Steps from an input to its target. */
  readonly horizon: number;
  /** Rows per update, T. */
  readonly length: number;
  /** Rows of a season, for the seasonal naive forecast as a floor. */
  readonly season?: number;
  /** Shares of a whole series held out at its end; absent where the parts have files of their own. */
  readonly split?: SplitOptions;
  /** Whether the state goes on from one update to the next. */
  readonly carryState: boolean;
}

/** Columns of a file that is not known yet. */
const MANY_COLUMNS = 16;

/** A part of the series, standardized. */
interface SeriesPart {
  readonly rowCount: number;
  /** [rows, inputs] and [rows, targets]. */
  readonly inputs: Float64Array;
  readonly targets: Float64Array;
}

/**
 * Every column is standardized by mean and deviation (of the whole number of rows) of the training part; the loss is
 * in these units, summed over the targets. The target at row t is the row t + horizon. The training part is read as
 * B parallel streams, T rows at a time (see streams.ts); validation and test in one piece each, from a state of
 * zero. Floors, measured on just the rows that count: the constant 0, which is the mean of the training part;
 * persistence, the targets' columns at row t; with `season` the seasonal naive forecast, their values a whole
 * number of seasons before the target, the last known at row t.
 *
 * @see Hyndman & Athanasopoulos (2021), Forecasting: principles and practice, section 5.2 (naive methods).
 */
export const series: TaskDefinition<SeriesOptions> = {
  type: 'series',
  summary: 'forecast columns of a CSV or NPY file, standardized on its training part',
  source: 'Werbos 1990; Hyndman & Athanasopoulos 2021, section 5.2',
  shape: ({ columns, targets = columns }) => ({
    input: { kind: 'dense', size: columns?.length ?? MANY_COLUMNS },
    target: { kind: 'value', size: targets?.length ?? MANY_COLUMNS, steps: 'everyStep' },
    isFromData: true,
  }),
  create({ columns, targets = columns, horizon, length, season, split, carryState }, files = []) {
    if (files.length === 0) throw new RangeError('series: needs a file');
    const tables = readParts(files, wantedColumns(columns, targets), split);
    for (const part of ['validation', 'test'] as const) {
      checkOwnFiles(filesOfPart(files, part), tables[part].rowCount, horizon, 'rows');
    }
    const { names } = tables.training;
    const channels = channelsOf(tables.training);
    const pick = (wanted: readonly string[] = names) => wanted.map((name) => names.indexOf(name));
    const [inputPlaces, targetPlaces] = [pick(columns), pick(targets)];
    const isSame = inputPlaces.join() === targetPlaces.join();
    const part = (name: DataPart): SeriesPart => {
      const inputs = standardized(tables[name], channels, inputPlaces);
      // A long series is kept once where it can be.
      const wanted = isSame ? inputs : standardized(tables[name], channels, targetPlaces);
      return { rowCount: tables[name].rowCount, inputs, targets: wanted };
    };
    const parts = {
      training: part('training'),
      validation: part('validation'),
      test: part('test'),
    };
    const [I, O] = [inputPlaces.length, targetPlaces.length];
    const walk = (name: DataPart): StreamOptions => {
      const { rowCount, inputs, targets: wanted } = parts[name];
      return {
        count: rowCount,
        horizon,
        length,
        carryState,
        called: { task: 'series', rows: 'rows' },
        write(batch, n, at) {
          for (let j = 0; j < I; j++) batch.inputs[n * batch.inputStride + j] = inputs[at * I + j]!;
          for (let j = 0; j < O; j++) {
            batch.values[n * batch.valueStride + j] = wanted[(at + horizon) * O + j]!;
          }
        },
      };
    };
    return {
      input: { kind: 'dense', size: I },
      target: { kind: 'value', size: O, steps: 'everyStep' },
      maximumLength: length,
      carriesState: carryState,
      perCharacter: false,
      watched: [],
      notation: {
        kind: 'series',
        inputs: inputPlaces.map((place) => channels[place]!),
        targets: targetPlaces.map((place) => channels[place]!),
        horizon,
      },
      floors: (name) => naiveFloors(parts[name], O, horizon, season),
      checkBatchSize: (batchSize) => {
        streamLength(walk('training'), batchSize);
      },
      training: (_stream, from) => trainingStreams(walk('training'), from?.position ?? 0),
      evaluation: (name) =>
        parts[name].rowCount <= horizon ? null : evaluationStreams(walk(name), 1),
    };
  },
};

function wantedColumns(
  columns: readonly string[] | undefined,
  targets: readonly string[] | undefined,
): readonly string[] | null {
  return columns === undefined ? null : [...new Set([...columns, ...(targets ?? [])])];
}

/** Reads the parts; of a whole file its shares, but for a part that has a file of its own. */
function readParts(
  files: readonly TaskFile[],
  wanted: readonly string[] | null,
  split: SplitOptions | undefined,
): Readonly<Record<DataPart, NumberTable>> {
  const [first] = filesOfPart(files, 'whole');
  if (split && first) {
    const whole = readTable(first, wanted);
    const places = partsOfWhole(whole.rowCount, split);
    const part = (name: DataPart) => {
      const own = filesOfPart(files, name).map((file) => readTable(file, whole.names));
      return own.length > 0 ? joined(own) : rowsOf(whole, ...places[name]);
    };
    return { training: part('training'), validation: part('validation'), test: part('test') };
  }
  const training = joined(filesOfPart(files, 'training').map((file) => readTable(file, wanted)));
  const other = (name: DataPart) =>
    joined(filesOfPart(files, name).map((file) => readTable(file, training.names)));
  return { training, validation: other('validation'), test: other('test') };
}

function rowsOf({ names, values }: NumberTable, start: number, end: number): NumberTable {
  const width = names.length;
  return { names, rowCount: end - start, values: values.subarray(start * width, end * width) };
}

/** Tables of the same columns, one after the other. */
function joined(tables: readonly NumberTable[]): NumberTable {
  const [only] = tables;
  if (only && tables.length === 1) return only;
  const rowCount = tables.reduce((sum, table) => sum + table.rowCount, 0);
  const names = tables[0]?.names ?? [];
  const values = new Float64Array(rowCount * names.length);
  let at = 0;
  for (const table of tables) {
    if (table.names.join('\n') !== names.join('\n')) {
      throw new ConfigurationError(
        `series: expected the columns ${names.join(', ')} in every file, got ${table.names.join(', ')}`,
      );
    }
    values.set(table.values, at);
    at += table.values.length;
  }
  return { names, rowCount, values };
}

/** Squared errors, summed over targets, of forecasts that need no training. */
function naiveFloors(
  { rowCount, targets }: SeriesPart,
  O: number,
  horizon: number,
  season: number | undefined,
): readonly Floor[] {
  if (rowCount <= horizon) return [];
  /** Squared error of the value `lag` rows before the target; zero where there is none yet. */
  const lossOf = (lag: number): number => {
    let sum = 0;
    for (let row = horizon; row < rowCount; row++) {
      for (let j = 0; j < O; j++) {
        const before = row >= lag ? targets[(row - lag) * O + j]! : 0;
        const error = targets[row * O + j]! - before;
        sum += error * error;
      }
    }
    return sum / (rowCount - horizon);
  };
  const floor = (name: string, lag: number): Floor => ({
    name,
    losses: { squaredError: lossOf(lag) },
    error: null,
  });
  return [
    floor('constant', Number.POSITIVE_INFINITY),
    floor('persistence', horizon),
    ...(season === undefined
      ? []
      : [floor('seasonal naive', season * Math.ceil(horizon / season))]),
  ];
}
