// The module's exports: every kernel for f32 and for f64, and those that do not depend on it.
// AssemblyScript cannot export a generic function, so each precision has its line here. Everything is
// inlined: Node 26 aborts while it optimises some functions that call others of the module.
//
// No function of the module may call another, so what is shared is @inline. With the baseline compiler
// off (see compile.ts) Node 26 aborted in V8's inlining ("Check failed: function_feedback != …") when
// softmaxCrossEntropy called a loop of exp; other calls passed, but which ones do is V8's affair.

import * as activations from './activations';
import * as adaptive from './adaptiveOptimizers';
import * as losses from './losses';
import * as matmul from './matmul';
import * as optimizers from './optimizers';
import * as rowOperations from './rows';
import * as signs from './signOptimizers';
import * as vectors from './vectors';

export { fillRows } from './rows';

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
export function f32_sumSquares(a: usize, length: usize): f64 { return vectors.sumSquares<f32>(a, length); }
export function f64_sumSquares(a: usize, length: usize): f64 { return vectors.sumSquares<f64>(a, length); }
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
