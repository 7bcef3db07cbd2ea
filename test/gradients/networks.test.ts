// The gradient of networks of every cell against finite differences in f64: cell and its options ×
// loss × depth × direction × lengths × target steps in full, and all that may stand around a cell in
// draws that are the same every time.
import { describe, expect, it } from 'vitest';
import type { RecurrentOptions } from '../../src/cells/index.ts';
import { type LossName, losses } from '../../src/losses/index.ts';
import type { LayerOptions } from '../../src/model/layerOptions.ts';
import type { NetworkOptions } from '../../src/model/networkOptions.ts';
import { LOSS_OPTIONS } from '../helpers/losses.ts';
import { openDraws } from '../helpers/numbers.ts';
import { combinations } from './cases.ts';
import { mismatches } from './differences.ts';
import { measuredGradients } from './numericGradient.ts';

type CellOptions<Options = RecurrentOptions> = Options extends unknown
  ? Omit<Options, 'hiddenSize' | 'initialState' | 'bias'>
  : never;

const cells: Readonly<Record<string, CellOptions>> = {
  elman: { type: 'elman', activation: 'tanh' },
  lstm: { type: 'lstm', forgetBias: 1, peephole: false },
  'lstm with peepholes': { type: 'lstm', forgetBias: 1, peephole: true },
  'gru, reset after': { type: 'gru', reset: 'after' },
  'gru, reset before': { type: 'gru', reset: 'before' },
};

const groups = combinations({
  cell: Object.keys(cells),
  loss: Object.keys(losses) as LossName[],
  depth: [1, 2],
});

const shapes = combinations({
  bidirectional: [false, true],
  variableLengths: [false, true],
  steps: ['lastStep', 'everyStep', 'markedSteps'] as const,
});

const surroundings = {
  initialState: ['zero', 0.3, 'trainable'],
  bias: [true, false],
  normalization: ['none', 'layer'],
  residual: [false, true],
  dropout: [0, 0.4],
  recurrentDropout: [0, 0.4],
  input: ['dense', 'index'],
  readout: ['linear', 'none'],
  carry: [false, true],
  target: ['class', 'value'],
} as const;

type Surroundings = {
  -readonly [Key in keyof typeof surroundings]: (typeof surroundings)[Key][number];
};

/** Draws of what stands around the cells, for each shape. */
const DRAWS = 2;
// Two features alone are always ±1 after normalization, with a slope no difference can follow.
const HIDDEN_SIZES = [3, 4];
const INPUT_SIZE = 3;

function drawSurroundings(draw: () => number): Surroundings {
  return Object.fromEntries(
    Object.entries(surroundings).map(([key, values]) => [
      key,
      values[Math.floor(draw() * values.length)],
    ]),
  ) as Surroundings;
}

function networkOf(
  { cell, loss, depth }: (typeof groups)[number],
  { bidirectional, variableLengths, steps }: (typeof shapes)[number],
  around: Surroundings,
): NetworkOptions {
  const { input, readout, carry, target, residual, ...layer } = around;
  const width = bidirectional ? 2 : 1;
  let below = input === 'dense' ? INPUT_SIZE : 0; // symbols cannot be added to anything
  const layers = HIDDEN_SIZES.slice(0, depth).map((hiddenSize): LayerOptions => {
    const fits = below === hiddenSize * width;
    below = hiddenSize * width;
    return { ...cells[cell]!, ...layer, hiddenSize, bidirectional, residual: residual && fits };
  });
  const kind = losses[loss].targetKind === 'class' ? 'class' : target;
  return {
    layers,
    readout: { type: readout },
    loss: LOSS_OPTIONS[loss],
    input: { kind: input, size: INPUT_SIZE },
    target: { kind, size: readout === 'none' ? below : 2, steps },
    variableLengths,
    size: { sequenceLength: 4, batchSize: 2 },
    carriesState: carry,
  };
}

describe('the gradient of a network is its loss’s derivative', () => {
  it.each(groups)('$cell, $loss, depth $depth', (group) => {
    const draw = openDraws(1);
    const wrong = shapes.flatMap((shape) =>
      Array.from({ length: DRAWS }, () => drawSurroundings(draw)).flatMap((around) => {
        const options = networkOf(group, shape, around);
        const { analytic, numeric } = measuredGradients({
          options,
          carry: around.carry,
          hasKinks: group.loss === 'huber',
          largest: 1,
          // Normalized rows of nearly equal features bend sharply.
          ...(around.normalization === 'layer' ? { step: 1.5e-4 } : {}),
        });
        expect([...analytic.keys()]).toEqual([...numeric.keys()]);
        return mismatches(analytic, numeric).map((found) => ({ ...shape, ...around, ...found }));
      }),
    );
    expect(wrong.slice(0, 3)).toEqual([]);
  });
});
