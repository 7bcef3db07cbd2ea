// How long a checkpoint of a large network holds the training loop up, part by part, and what the
// default cadence makes of that.
import { checkpointParts } from '../../dist/experiment/checkpoint.js';
import {
  checkpointVectors,
  copyAgain,
  copyTensors,
} from '../../dist/experiment/checkpointVectors.js';
import { isWeight } from '../../dist/model/weights/trainingTensors.js';
import { openTraining } from '../../dist/training/train.js';
import { median } from './measure.mjs';
import { buildRun } from './networks.mjs';

/** Seconds between two checkpoints where a config does not say. */
const CADENCE_SECONDS = 30;

/** Times the parts of a checkpoint that run between two updates; only the disk works beside them. */
async function timeParts(setup, rounds) {
  const vectors = checkpointVectors(setup);
  const train = openTraining(setup).state();
  const state = { train, trajectory: { chain: '', pending: '' }, validation: null };
  const found = { copy: [], encode: [], both: [] };
  const all = copyTensors(setup.arena, vectors);
  for (let round = 0; round < rounds; round++) {
    const startMs = performance.now();
    copyAgain(setup.arena, vectors, all);
    const copiedMs = performance.now();
    await checkpointParts({
      runId: 'b'.repeat(64),
      step: 1,
      tensors: all.filter(isWeight),
      training: { state, tensors: all.filter((tensor) => !isWeight(tensor)) },
    });
    const encodedMs = performance.now();
    found.copy.push(copiedMs - startMs);
    found.encode.push(encodedMs - copiedMs);
    found.both.push(encodedMs - startMs);
  }
  return found;
}

/** Times checkpoints of 500 LSTM units with Adam in both precisions. */
export async function checkpointRows(width, { rounds }) {
  const rows = [];
  for (const precision of ['f32', 'f64']) {
    const setup = buildRun(width, 500, { cell: 'lstm', precision, optimizer: 'adam' });
    const { copy, encode, both } = await timeParts(setup, rounds);
    const row = (name, unit, value) => ({ name, unit, values: { all: value } });
    rows.push(
      row(
        `checkpoint of 500 LSTM units, Adam, ${precision}: holds training up for`,
        'ms',
        median(both),
      ),
      row('  of it copying', 'ms', median(copy)),
      row('  of it encoding and hashing', 'ms', median(encode)),
      row('  at least', 'ms', Math.min(...both)),
      row('  share of the time at default settings', '%', median(both) / (10 * CADENCE_SECONDS)),
    );
  }
  return rows;
}
