// The SIMD implementation of the kernels: WebAssembly over the arena's memory.
import type { KernelOperations, Kernels, Precision } from '../kernels.ts';
import { compileModule, type SimdWidth } from './compile.ts';

const OPERATIONS = [
  'transpose',
  'gatherRows',
  'scatterAddRows',
  'sumRows',
  'tanhForward',
  'sigmoidForward',
  'reluForward',
  'tanhBackward',
  'sigmoidBackward',
  'reluBackward',
  'splitColumns',
  'joinColumns',
  'addColumns',
  'multiplyColumns',
  'addProductColumns',
  'add',
  'multiply',
  'addProduct',
  'lstmCell',
  'lstmBackward',
  'gruBlend',
  'gruBackward',
  'resetBackward',
  'passHeldRows',
  'reverseRows',
  'normalizeRows',
  'normalizeRowsBackward',
  'softmaxCrossEntropy',
  'sigmoidCrossEntropy',
  'squaredError',
  'huber',
  'sumSquares',
  'dot',
  'scale',
  'addScaled',
  'moveTowards',
  'clipValue',
  'rowSquares',
  'omegaRows',
  'stabilizeNorms',
  'sgd',
  'momentum',
  'adam',
  'adagrad',
  'adadelta',
  'rmsprop',
  'amsgrad',
  'nadam',
  'rprop',
  'lion',
] as const satisfies readonly (keyof KernelOperations)[];

/**
 * Makes SIMD kernels of one width and precision over a memory that never grows.
 * @throws Error if this Node cannot run the width.
 */
export function createSimdKernels(
  memory: WebAssembly.Memory,
  precision: Precision,
  width: SimdWidth,
): Kernels {
  const { exports } = new WebAssembly.Instance(compileModule('kernels', width), {
    env: { memory },
  });
  const pick = (name: string): unknown => {
    const found = exports[name];
    if (!found) throw new Error(`the compiled kernels lack ${name}: build the package again`);
    return found;
  };
  const operations = Object.fromEntries(
    OPERATIONS.map((name) => [name, pick(`${precision}_${name}`)]),
  );
  return {
    name: width,
    precision,
    ...(operations as Omit<KernelOperations, 'matmul' | 'fillRows' | 'holdRows'>),
    fillRows: pick('fillRows') as KernelOperations['fillRows'],
    holdRows: pick('holdRows') as KernelOperations['holdRows'],
    matmul: pick(
      `${precision}_matmul${width === '256' ? 'Wide' : 'Narrow'}`,
    ) as KernelOperations['matmul'],
  };
}
