// The module's exports: every kernel for f32 and for f64, and those that do not depend on it.
// AssemblyScript cannot export a generic function, so each precision has its line here. Everything is
// inlined: Node 26 aborts while it optimises some functions that call others of the module.
//
// No function of the module may call another, so what is shared is @inline. With the baseline compiler
// off (see compile.ts) Node 26 aborted in V8's inlining ("Check failed: function_feedback != …") when
// softmaxCrossEntropy called a loop of exp; other calls passed, but which ones do is V8's affair.

import * as activations from './activations';
import * as columnBlocks from './columns';
import * as gateSteps from './gates';
import * as adaptive from './adaptiveOptimizers';
import * as losses from './losses';
import * as matmul from './matmul';
import * as normalization from './normalization';
import * as optimizers from './optimizers';
import * as regularizers from './regularizers';
import * as rowOperations from './rows';
import * as sequences from './sequences';
import * as signs from './signOptimizers';
import * as vectors from './vectors';

export { fillRows } from './rows';
export { holdRows } from './sequences';

export function f32_matmulNarrow(c: usize, cRow: usize, a: usize, aRow: usize, aColumn: usize, b: usize, bRow: usize, m: i32, n: i32, k: i32, accumulate: i32): void { matmul.matmulNarrow<f32>(c, cRow, a, aRow, aColumn, b, bRow, m, n, k, accumulate); }
export function f64_matmulNarrow(c: usize, cRow: usize, a: usize, aRow: usize, aColumn: usize, b: usize, bRow: usize, m: i32, n: i32, k: i32, accumulate: i32): void { matmul.matmulNarrow<f64>(c, cRow, a, aRow, aColumn, b, bRow, m, n, k, accumulate); }
export function f32_matmulWide(c: usize, cRow: usize, a: usize, aRow: usize, aColumn: usize, b: usize, bRow: usize, m: i32, n: i32, k: i32, accumulate: i32): void { matmul.matmulWide<f32>(c, cRow, a, aRow, aColumn, b, bRow, m, n, k, accumulate); }
export function f64_matmulWide(c: usize, cRow: usize, a: usize, aRow: usize, aColumn: usize, b: usize, bRow: usize, m: i32, n: i32, k: i32, accumulate: i32): void { matmul.matmulWide<f64>(c, cRow, a, aRow, aColumn, b, bRow, m, n, k, accumulate); }
export function f32_gatherRows(c: usize, cRow: usize, table: usize, bias: usize, indices: usize, rows: i32): void { rowOperations.gatherRows<f32>(c, cRow, table, bias, indices, rows); }
export function f64_gatherRows(c: usize, cRow: usize, table: usize, bias: usize, indices: usize, rows: i32): void { rowOperations.gatherRows<f64>(c, cRow, table, bias, indices, rows); }
export function f32_scatterAddRows(table: usize, a: usize, aRow: usize, indices: usize, rows: i32): void { rowOperations.scatterAddRows<f32>(table, a, aRow, indices, rows); }
export function f64_scatterAddRows(table: usize, a: usize, aRow: usize, indices: usize, rows: i32): void { rowOperations.scatterAddRows<f64>(table, a, aRow, indices, rows); }
export function f32_sumRows(target: usize, a: usize, aRow: usize, rows: i32): void { rowOperations.sumRows<f32>(target, a, aRow, rows); }
export function f64_sumRows(target: usize, a: usize, aRow: usize, rows: i32): void { rowOperations.sumRows<f64>(target, a, aRow, rows); }
export function f32_transpose(t: usize, tRow: usize, a: usize, aRow: usize, rows: i32, columns: i32): void { rowOperations.transpose<f32>(t, tRow, a, aRow, rows, columns); }
export function f64_transpose(t: usize, tRow: usize, a: usize, aRow: usize, rows: i32, columns: i32): void { rowOperations.transpose<f64>(t, tRow, a, aRow, rows, columns); }
export function f32_tanhForward(a: usize, row: usize, rows: i32, columns: i32): void { activations.tanhForward<f32>(a, row, rows, columns); }
export function f64_tanhForward(a: usize, row: usize, rows: i32, columns: i32): void { activations.tanhForward<f64>(a, row, rows, columns); }
export function f32_sigmoidForward(a: usize, row: usize, rows: i32, columns: i32): void { activations.sigmoidForward<f32>(a, row, rows, columns); }
export function f64_sigmoidForward(a: usize, row: usize, rows: i32, columns: i32): void { activations.sigmoidForward<f64>(a, row, rows, columns); }
export function f32_reluForward(a: usize, row: usize, rows: i32, columns: i32): void { activations.reluForward<f32>(a, row, rows, columns); }
export function f64_reluForward(a: usize, row: usize, rows: i32, columns: i32): void { activations.reluForward<f64>(a, row, rows, columns); }
export function f32_tanhBackward(da: usize, dh: usize, h: usize, length: usize): void { activations.tanhBackward<f32>(da, dh, h, length); }
export function f64_tanhBackward(da: usize, dh: usize, h: usize, length: usize): void { activations.tanhBackward<f64>(da, dh, h, length); }
export function f32_sigmoidBackward(da: usize, dh: usize, h: usize, length: usize): void { activations.sigmoidBackward<f32>(da, dh, h, length); }
export function f64_sigmoidBackward(da: usize, dh: usize, h: usize, length: usize): void { activations.sigmoidBackward<f64>(da, dh, h, length); }
export function f32_reluBackward(da: usize, dh: usize, h: usize, length: usize): void { activations.reluBackward<f32>(da, dh, h, length); }
export function f64_reluBackward(da: usize, dh: usize, h: usize, length: usize): void { activations.reluBackward<f64>(da, dh, h, length); }
export function f32_softmaxCrossEntropy(gradient: usize, logits: usize, row: usize, indices: usize, rows: i32, columns: i32, scale: f64): f64 { return losses.softmaxCrossEntropy<f32>(gradient, logits, row, indices, rows, columns, scale); }
export function f64_softmaxCrossEntropy(gradient: usize, logits: usize, row: usize, indices: usize, rows: i32, columns: i32, scale: f64): f64 { return losses.softmaxCrossEntropy<f64>(gradient, logits, row, indices, rows, columns, scale); }
export function f32_sigmoidCrossEntropy(gradient: usize, logits: usize, targets: usize, row: usize, rows: i32, columns: i32, scale: f64): f64 { return losses.sigmoidCrossEntropy<f32>(gradient, logits, targets, row, rows, columns, scale); }
export function f64_sigmoidCrossEntropy(gradient: usize, logits: usize, targets: usize, row: usize, rows: i32, columns: i32, scale: f64): f64 { return losses.sigmoidCrossEntropy<f64>(gradient, logits, targets, row, rows, columns, scale); }
export function f32_squaredError(gradient: usize, outputs: usize, targets: usize, row: usize, rows: i32, columns: i32, scale: f64): f64 { return losses.squaredError<f32>(gradient, outputs, targets, row, rows, columns, scale); }
export function f64_squaredError(gradient: usize, outputs: usize, targets: usize, row: usize, rows: i32, columns: i32, scale: f64): f64 { return losses.squaredError<f64>(gradient, outputs, targets, row, rows, columns, scale); }
export function f32_huber(gradient: usize, outputs: usize, targets: usize, row: usize, rows: i32, columns: i32, scale: f64, delta: f64): f64 { return losses.huber<f32>(gradient, outputs, targets, row, rows, columns, scale, delta); }
export function f64_huber(gradient: usize, outputs: usize, targets: usize, row: usize, rows: i32, columns: i32, scale: f64, delta: f64): f64 { return losses.huber<f64>(gradient, outputs, targets, row, rows, columns, scale, delta); }
export function f32_sumSquares(a: usize, length: usize): f64 { return vectors.sumSquares<f32>(a, length); }
export function f64_sumSquares(a: usize, length: usize): f64 { return vectors.sumSquares<f64>(a, length); }
export function f32_dot(a: usize, b: usize, length: usize): f64 { return vectors.dot<f32>(a, b, length); }
export function f64_dot(a: usize, b: usize, length: usize): f64 { return vectors.dot<f64>(a, b, length); }
export function f32_scale(a: usize, length: usize, factor: f64): void { vectors.scale<f32>(a, length, factor); }
export function f64_scale(a: usize, length: usize, factor: f64): void { vectors.scale<f64>(a, length, factor); }
export function f32_addScaled(a: usize, b: usize, length: usize, factor: f64): void { vectors.addScaled<f32>(a, b, length, factor); }
export function f64_addScaled(a: usize, b: usize, length: usize, factor: f64): void { vectors.addScaled<f64>(a, b, length, factor); }
export function f32_moveTowards(a: usize, b: usize, length: usize, share: f64): void { vectors.moveTowards<f32>(a, b, length, share); }
export function f64_moveTowards(a: usize, b: usize, length: usize, share: f64): void { vectors.moveTowards<f64>(a, b, length, share); }
export function f32_clipValue(a: usize, length: usize, most: f64): i32 { return vectors.clipValue<f32>(a, length, most); }
export function f64_clipValue(a: usize, length: usize, most: f64): i32 { return vectors.clipValue<f64>(a, length, most); }
export function f32_sgd(p: usize, g: usize, length: usize, rate: f64): void { optimizers.sgd<f32>(p, g, length, rate); }
export function f64_sgd(p: usize, g: usize, length: usize, rate: f64): void { optimizers.sgd<f64>(p, g, length, rate); }
export function f32_momentum(p: usize, g: usize, v: usize, length: usize, rate: f64, decay: f64, nesterov: i32): void { optimizers.momentum<f32>(p, g, v, length, rate, decay, nesterov); }
export function f64_momentum(p: usize, g: usize, v: usize, length: usize, rate: f64, decay: f64, nesterov: i32): void { optimizers.momentum<f64>(p, g, v, length, rate, decay, nesterov); }
export function f32_adam(p: usize, g: usize, m: usize, v: usize, length: usize, rate: f64, beta1: f64, beta2: f64, epsilon: f64, correction1: f64, correction2: f64): void { optimizers.adam<f32>(p, g, m, v, length, rate, beta1, beta2, epsilon, correction1, correction2); }
export function f64_adam(p: usize, g: usize, m: usize, v: usize, length: usize, rate: f64, beta1: f64, beta2: f64, epsilon: f64, correction1: f64, correction2: f64): void { optimizers.adam<f64>(p, g, m, v, length, rate, beta1, beta2, epsilon, correction1, correction2); }
export function f32_splitColumns(target: usize, targetRow: usize, source: usize, sourceRow: usize, rows: i32, columns: i32, blocks: i32): void { columnBlocks.splitColumns<f32>(target, targetRow, source, sourceRow, rows, columns, blocks); }
export function f64_splitColumns(target: usize, targetRow: usize, source: usize, sourceRow: usize, rows: i32, columns: i32, blocks: i32): void { columnBlocks.splitColumns<f64>(target, targetRow, source, sourceRow, rows, columns, blocks); }
export function f32_joinColumns(target: usize, targetRow: usize, source: usize, sourceRow: usize, rows: i32, columns: i32, blocks: i32): void { columnBlocks.joinColumns<f32>(target, targetRow, source, sourceRow, rows, columns, blocks); }
export function f64_joinColumns(target: usize, targetRow: usize, source: usize, sourceRow: usize, rows: i32, columns: i32, blocks: i32): void { columnBlocks.joinColumns<f64>(target, targetRow, source, sourceRow, rows, columns, blocks); }
export function f32_addColumns(target: usize, targetRow: usize, a: usize, aRow: usize, rows: i32, columns: i32): void { columnBlocks.addColumns<f32>(target, targetRow, a, aRow, rows, columns); }
export function f64_addColumns(target: usize, targetRow: usize, a: usize, aRow: usize, rows: i32, columns: i32): void { columnBlocks.addColumns<f64>(target, targetRow, a, aRow, rows, columns); }
export function f32_multiplyColumns(target: usize, targetRow: usize, a: usize, aRow: usize, b: usize, bRow: usize, rows: i32, columns: i32): void { columnBlocks.productColumns<f32>(false, target, targetRow, a, aRow, b, bRow, rows, columns); }
export function f64_multiplyColumns(target: usize, targetRow: usize, a: usize, aRow: usize, b: usize, bRow: usize, rows: i32, columns: i32): void { columnBlocks.productColumns<f64>(false, target, targetRow, a, aRow, b, bRow, rows, columns); }
export function f32_addProductColumns(target: usize, targetRow: usize, a: usize, aRow: usize, b: usize, bRow: usize, rows: i32, columns: i32): void { columnBlocks.productColumns<f32>(true, target, targetRow, a, aRow, b, bRow, rows, columns); }
export function f64_addProductColumns(target: usize, targetRow: usize, a: usize, aRow: usize, b: usize, bRow: usize, rows: i32, columns: i32): void { columnBlocks.productColumns<f64>(true, target, targetRow, a, aRow, b, bRow, rows, columns); }
export function f32_add(target: usize, a: usize, length: usize): void { gateSteps.add<f32>(target, a, length); }
export function f64_add(target: usize, a: usize, length: usize): void { gateSteps.add<f64>(target, a, length); }
export function f32_multiply(target: usize, a: usize, b: usize, length: usize): void { gateSteps.multiply<f32>(target, a, b, length); }
export function f64_multiply(target: usize, a: usize, b: usize, length: usize): void { gateSteps.multiply<f64>(target, a, b, length); }
export function f32_addProduct(target: usize, a: usize, b: usize, length: usize): void { gateSteps.addProduct<f32>(target, a, b, length); }
export function f64_addProduct(target: usize, a: usize, b: usize, length: usize): void { gateSteps.addProduct<f64>(target, a, b, length); }
export function f32_lstmCell(c: usize, copy: usize, before: usize, row: usize, gates: usize, gatesRow: usize, rows: i32, columns: i32): void { gateSteps.lstmCell<f32>(c, copy, before, row, gates, gatesRow, rows, columns); }
export function f64_lstmCell(c: usize, copy: usize, before: usize, row: usize, gates: usize, gatesRow: usize, rows: i32, columns: i32): void { gateSteps.lstmCell<f64>(c, copy, before, row, gates, gatesRow, rows, columns); }
export function f32_lstmBackward(gates: usize, gatesRow: usize, dc: usize, dBefore: usize, dh: usize, tanhC: usize, before: usize, row: usize, po: usize, rows: i32, columns: i32): void { gateSteps.lstmBackward<f32>(gates, gatesRow, dc, dBefore, dh, tanhC, before, row, po, rows, columns); }
export function f64_lstmBackward(gates: usize, gatesRow: usize, dc: usize, dBefore: usize, dh: usize, tanhC: usize, before: usize, row: usize, po: usize, rows: i32, columns: i32): void { gateSteps.lstmBackward<f64>(gates, gatesRow, dc, dBefore, dh, tanhC, before, row, po, rows, columns); }
export function f32_gruBlend(h: usize, before: usize, row: usize, gates: usize, gatesRow: usize, rows: i32, columns: i32): void { gateSteps.gruBlend<f32>(h, before, row, gates, gatesRow, rows, columns); }
export function f64_gruBlend(h: usize, before: usize, row: usize, gates: usize, gatesRow: usize, rows: i32, columns: i32): void { gateSteps.gruBlend<f64>(h, before, row, gates, gatesRow, rows, columns); }
export function f32_gruBackward(gates: usize, gatesRow: usize, dh: usize, dBefore: usize, before: usize, row: usize, rows: i32, columns: i32, accumulate: i32): void { gateSteps.gruBackward<f32>(gates, gatesRow, dh, dBefore, before, row, rows, columns, accumulate); }
export function f64_gruBackward(gates: usize, gatesRow: usize, dh: usize, dBefore: usize, before: usize, row: usize, rows: i32, columns: i32, accumulate: i32): void { gateSteps.gruBackward<f64>(gates, gatesRow, dh, dBefore, before, row, rows, columns, accumulate); }
export function f32_resetBackward(r: usize, rRow: usize, db: usize, dbRow: usize, a: usize, aRow: usize, b: usize, bRow: usize, rows: i32, columns: i32): void { gateSteps.resetBackward<f32>(r, rRow, db, dbRow, a, aRow, b, bRow, rows, columns); }
export function f64_resetBackward(r: usize, rRow: usize, db: usize, dbRow: usize, a: usize, aRow: usize, b: usize, bRow: usize, rows: i32, columns: i32): void { gateSteps.resetBackward<f64>(r, rRow, db, dbRow, a, aRow, b, bRow, rows, columns); }
export function f32_passHeldRows(before: usize, now: usize, row: usize, lengths: usize, step: i32, rows: i32): void { sequences.passHeldRows<f32>(before, now, row, lengths, step, rows); }
export function f64_passHeldRows(before: usize, now: usize, row: usize, lengths: usize, step: i32, rows: i32): void { sequences.passHeldRows<f64>(before, now, row, lengths, step, rows); }
export function f32_reverseRows(target: usize, source: usize, row: usize, lengths: usize, steps: i32, rows: i32, accumulate: i32): void { sequences.reverseRows<f32>(target, source, row, lengths, steps, rows, accumulate); }
export function f64_reverseRows(target: usize, source: usize, row: usize, lengths: usize, steps: i32, rows: i32, accumulate: i32): void { sequences.reverseRows<f64>(target, source, row, lengths, steps, rows, accumulate); }
export function f32_normalizeRows(y: usize, normalized: usize, inverse: usize, u: usize, gain: usize, bias: usize, row: usize, rows: i32, columns: i32, epsilon: f64): void { normalization.normalizeRows<f32>(y, normalized, inverse, u, gain, bias, row, rows, columns, epsilon); }
export function f64_normalizeRows(y: usize, normalized: usize, inverse: usize, u: usize, gain: usize, bias: usize, row: usize, rows: i32, columns: i32, epsilon: f64): void { normalization.normalizeRows<f64>(y, normalized, inverse, u, gain, bias, row, rows, columns, epsilon); }
export function f32_normalizeRowsBackward(du: usize, dy: usize, normalized: usize, inverse: usize, gain: usize, row: usize, rows: i32, columns: i32): void { normalization.normalizeRowsBackward<f32>(du, dy, normalized, inverse, gain, row, rows, columns); }
export function f64_normalizeRowsBackward(du: usize, dy: usize, normalized: usize, inverse: usize, gain: usize, row: usize, rows: i32, columns: i32): void { normalization.normalizeRowsBackward<f64>(du, dy, normalized, inverse, gain, row, rows, columns); }
export function f32_rowSquares(target: usize, source: usize, row: usize, rows: i32): void { regularizers.rowSquares<f32>(target, source, row, rows); }
export function f64_rowSquares(target: usize, source: usize, row: usize, rows: i32): void { regularizers.rowSquares<f64>(target, source, row, rows); }
export function f32_omegaRows(target: usize, v: usize, row: usize, vSquares: usize, dSquares: usize, rows: i32, columns: i32, squared: i32, least: f64, active: usize): f64 { return regularizers.omegaRows<f32>(target, v, row, vSquares, dSquares, rows, columns, squared, least, active); }
export function f64_omegaRows(target: usize, v: usize, row: usize, vSquares: usize, dSquares: usize, rows: i32, columns: i32, squared: i32, least: f64, active: usize): f64 { return regularizers.omegaRows<f64>(target, v, row, vSquares, dSquares, rows, columns, squared, least, active); }
export function f32_stabilizeNorms(dh: usize, h: usize, row: usize, sequenceLength: i32, batchSize: i32, columns: i32, scale: f64): f64 { return regularizers.stabilizeNorms<f32>(dh, h, row, sequenceLength, batchSize, columns, scale); }
export function f64_stabilizeNorms(dh: usize, h: usize, row: usize, sequenceLength: i32, batchSize: i32, columns: i32, scale: f64): f64 { return regularizers.stabilizeNorms<f64>(dh, h, row, sequenceLength, batchSize, columns, scale); }
export function f32_adagrad(p: usize, g: usize, s: usize, length: usize, rate: f64, initial: f64, epsilon: f64): void { adaptive.adagrad<f32>(p, g, s, length, rate, initial, epsilon); }
export function f64_adagrad(p: usize, g: usize, s: usize, length: usize, rate: f64, initial: f64, epsilon: f64): void { adaptive.adagrad<f64>(p, g, s, length, rate, initial, epsilon); }
export function f32_adadelta(p: usize, g: usize, s: usize, d: usize, length: usize, rate: f64, rho: f64, epsilon: f64): void { adaptive.adadelta<f32>(p, g, s, d, length, rate, rho, epsilon); }
export function f64_adadelta(p: usize, g: usize, s: usize, d: usize, length: usize, rate: f64, rho: f64, epsilon: f64): void { adaptive.adadelta<f64>(p, g, s, d, length, rate, rho, epsilon); }
export function f32_rmsprop(p: usize, g: usize, s: usize, m: usize, v: usize, length: usize, rate: f64, alpha: f64, inside: f64, outside: f64, decay: f64): void { adaptive.rmsprop<f32>(p, g, s, m, v, length, rate, alpha, inside, outside, decay); }
export function f64_rmsprop(p: usize, g: usize, s: usize, m: usize, v: usize, length: usize, rate: f64, alpha: f64, inside: f64, outside: f64, decay: f64): void { adaptive.rmsprop<f64>(p, g, s, m, v, length, rate, alpha, inside, outside, decay); }
export function f32_amsgrad(p: usize, g: usize, m: usize, v: usize, largest: usize, length: usize, rate: f64, beta1: f64, beta2: f64, epsilon: f64, correction1: f64, correction2: f64): void { adaptive.amsgrad<f32>(p, g, m, v, largest, length, rate, beta1, beta2, epsilon, correction1, correction2); }
export function f64_amsgrad(p: usize, g: usize, m: usize, v: usize, largest: usize, length: usize, rate: f64, beta1: f64, beta2: f64, epsilon: f64, correction1: f64, correction2: f64): void { adaptive.amsgrad<f64>(p, g, m, v, largest, length, rate, beta1, beta2, epsilon, correction1, correction2); }
export function f32_nadam(p: usize, g: usize, m: usize, v: usize, length: usize, beta1: f64, beta2: f64, epsilon: f64, gradientRate: f64, meanRate: f64, correction2: f64): void { adaptive.nadam<f32>(p, g, m, v, length, beta1, beta2, epsilon, gradientRate, meanRate, correction2); }
export function f64_nadam(p: usize, g: usize, m: usize, v: usize, length: usize, beta1: f64, beta2: f64, epsilon: f64, gradientRate: f64, meanRate: f64, correction2: f64): void { adaptive.nadam<f64>(p, g, m, v, length, beta1, beta2, epsilon, gradientRate, meanRate, correction2); }
export function f32_rprop(p: usize, g: usize, previous: usize, steps: usize, length: usize, first: f64, etaMinus: f64, etaPlus: f64, minimum: f64, maximum: f64): void { signs.rprop<f32>(p, g, previous, steps, length, first, etaMinus, etaPlus, minimum, maximum); }
export function f64_rprop(p: usize, g: usize, previous: usize, steps: usize, length: usize, first: f64, etaMinus: f64, etaPlus: f64, minimum: f64, maximum: f64): void { signs.rprop<f64>(p, g, previous, steps, length, first, etaMinus, etaPlus, minimum, maximum); }
export function f32_lion(p: usize, g: usize, m: usize, length: usize, rate: f64, beta1: f64, beta2: f64): void { signs.lion<f32>(p, g, m, length, rate, beta1, beta2); }
export function f64_lion(p: usize, g: usize, m: usize, length: usize, rate: f64, beta1: f64, beta2: f64): void { signs.lion<f64>(p, g, m, length, rate, beta1, beta2); }
