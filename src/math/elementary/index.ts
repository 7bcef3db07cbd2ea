// Elementary functions with the same bits on every engine and processor: only + − × ÷ √ and bit
// operations. The vector code in simd/assembly repeats them operation by operation.

export { elementary64 } from './double.ts';
export { gaussianPair } from './gaussian.ts';
export { elementary32 } from './single.ts';
export { cos, sin } from './trigonometry.ts';
export type { ElementaryFunctions } from './types.ts';
