// Updates of every cell beside PyTorch's, and at 100 units the rate of their recurrent products beside
// that of the product kernel at the same shapes. All in the same rounds.
import { ArenaPlan } from '../../dist/math/arena.js';
import { createKernels } from '../../dist/math/engine.js';
import { openStream } from '../../dist/math/random.js';
import { caseOf, measure } from './measure.mjs';
import { BATCH_SIZE, buildRun, SEQUENCE_LENGTH, updateOf } from './networks.mjs';
import { openPyTorch } from './peers/pytorch.mjs';

/** Blocks of columns in a cell's weights, and what PyTorch calls the cell. */
const CELLS = {
  elman: { gates: 1, peer: 'RNN' },
  lstm: { gates: 4, peer: 'LSTM' },
  gru: { gates: 3, peer: 'GRU' },
};

const NETWORKS = [
  ...Object.keys(CELLS).map((cell) => ({ cell, hiddenSize: 50 })),
  { cell: 'elman', hiddenSize: 500, batchSize: 64, sequenceLength: 50 },
];

const row = (name, unit, values) => ({ name, unit, values });

function updateCase(width, { hiddenSize, ...options }) {
  const run = updateOf(buildRun(width, hiddenSize, options), openStream(1, 'bench'));
  run(); // compiled now, with the flags of this width
  return caseOf(`${width} ${options.cell} ${hiddenSize}`, run);
}

/** Rows of updates beside PyTorch's, network by network. */
async function besidePyTorch(widths, effort, network) {
  const { cell, hiddenSize, batchSize = BATCH_SIZE, sequenceLength = SEQUENCE_LENGTH } = network;
  const peer = await openPyTorch([CELLS[cell].peer, hiddenSize, batchSize, sequenceLength]);
  const cases = widths.map((width) => updateCase(width, network));
  const times = await measure([...cases, ...(peer ? [peer] : [])], effort);
  peer?.close();
  const ms = (name) => times.get(name).median;
  const ours = (width) => ms(`${width} ${cell} ${hiddenSize}`);
  const over = (of) => Object.fromEntries(widths.map((width) => [width, of(width)]));
  const name = `update, ${cell} ${hiddenSize}, B ${batchSize}, T ${sequenceLength}, f32`;
  return [
    row(name, 'ms', over(ours)),
    ...(peer
      ? [
          row(`  ${peer.name}`, 'ms', { peer: ms(peer.name) }),
          row(
            '  times our update',
            '×',
            over((width) => ms(peer.name) / ours(width)),
          ),
        ]
      : []),
  ];
}

/** The recurrent products of one update of a cell by the kernel alone: steps forward, back, and dWhh. */
function productsCase(width, cell, H) {
  const [B, T] = [BATCH_SIZE, SEQUENCE_LENGTH];
  const columns = CELLS[cell].gates * H;
  const plan = new ArenaPlan('f32');
  const h = plan.tensor('h', T * B, H);
  const a = plan.tensor('a', T * B, columns);
  const W = plan.tensor('W', H, columns);
  const WT = plan.tensor('WT', columns, H);
  const arena = plan.allocate();
  for (const { rows, columns: width, ...tensor } of [h, a, W, WT]) {
    arena.write({ ...tensor, rows, columns: width }, new Array(rows * width).fill(0.01));
  }
  const k = createKernels(width, arena.memory, 'f32');
  const element = arena.elements.BYTES_PER_ELEMENT;
  const run = () => {
    for (let t = 0; t < T; t++) {
      const [hNow, aNow] = [h.address + t * B * h.row, a.address + t * B * a.row];
      k.matmul(aNow, a.row, hNow, h.row, element, W.address, W.row, B, columns, H, 0);
      k.matmul(hNow, h.row, aNow, a.row, element, WT.address, WT.row, B, H, columns, 0);
    }
    k.matmul(W.address, W.row, h.address, element, h.row, a.address, a.row, H, columns, T * B, 0);
    // Repeated products would grow without bound.
    k.scale(W.address, W.byteLength, 1e-6);
    k.scale(h.address, h.byteLength, 0);
  };
  run();
  return caseOf(`${width} ${cell} products`, run);
}

/** Rows of the share of an update that its recurrent products take, at 100 units. */
async function productShares(widths, effort) {
  const H = 100;
  const kinds = Object.keys(CELLS);
  const cases = widths.flatMap((width) =>
    kinds.flatMap((cell) => [
      updateCase(width, { cell, hiddenSize: H }),
      productsCase(width, cell, H),
    ]),
  );
  const times = await measure(cases, effort);
  const ms = (name) => times.get(name).median;
  return kinds.flatMap((cell) => [
    row(
      `update, ${cell} ${H}, f32`,
      'ms',
      Object.fromEntries(widths.map((width) => [width, ms(`${width} ${cell} ${H}`)])),
    ),
    row(
      '  its recurrent products by the kernel alone, share of the update',
      '%',
      Object.fromEntries(
        widths.map((width) => [
          width,
          (100 * ms(`${width} ${cell} products`)) / ms(`${width} ${cell} ${H}`),
        ]),
      ),
    ),
  ]);
}

/** Updates of every cell beside PyTorch's, and what share of them are products. */
export async function cellRows(widths, effort) {
  const rows = [];
  for (const network of NETWORKS) rows.push(...(await besidePyTorch(widths, effort, network)));
  return [...rows, ...(await productShares(widths, effort))];
}
