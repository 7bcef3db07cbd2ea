// A parameter as a constant of an ONNX graph, under its own name.
import type { WeightTensor } from '../weights/safetensors.ts';
import type { OnnxTensor } from './proto.ts';

/** Takes a tensor over as it is; numbers are rounded to 32 bits when the model is encoded. */
export function constantOf({ name, shape, values }: WeightTensor): OnnxTensor {
  return { name, type: 'float', shape, values };
}
