// ONNX Runtime on this machine's processor, as WebAssembly: an implementation of the operators that
// shares nothing with ours.
import { InferenceSession, Tensor } from 'onnxruntime-web';

/** What goes into a model. */
export interface RuntimeInput {
  readonly type: 'float32' | 'int64';
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** What came out of it. */
export interface RuntimeOutput {
  readonly shape: readonly number[];
  readonly values: number[];
}

/**
 * Runs a model.
 * @param bytes the model
 * @throws if the runtime finds the model wrong
 */
export async function runOnnx(bytes: Uint8Array, input: RuntimeInput): Promise<RuntimeOutput> {
  const session = await InferenceSession.create(bytes);
  try {
    const { output } = await session.run({ input: tensorOf(input) });
    if (!output) throw new Error('the model has no output');
    return { shape: output.dims, values: Array.from(output.data as Float32Array) };
  } finally {
    await session.release();
  }
}

function tensorOf({ type, shape, values }: RuntimeInput): Tensor {
  return type === 'float32'
    ? new Tensor('float32', Float32Array.from(values), shape)
    : new Tensor('int64', BigInt64Array.from(values, BigInt), shape);
}
