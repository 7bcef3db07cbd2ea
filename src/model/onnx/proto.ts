// A model as ONNX writes it, in protocol buffers: the few messages and fields that a graph of
// recurrent layers needs, with the numbers of onnx.proto. Encoding only.
import { PbfWriter } from 'pbf';
import { writeNumbers } from '../../math/littleEndian.ts';

/** Kind of numbers in a tensor: those of 32 bits, or whole numbers of 64. */
export type ElementType = 'float' | 'int64';

/** A constant tensor. */
export interface OnnxTensor {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly number[];
  /** Row by row; rounded to 32 bits where the type is float. */
  readonly values: ArrayLike<number>;
}

/** An attribute of a node. */
export type OnnxAttribute =
  | { readonly type: 'float' | 'int'; readonly value: number }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'floats' | 'ints'; readonly value: readonly number[] }
  | { readonly type: 'strings'; readonly value: readonly string[] };

/** An operator with the names of what goes in and comes out; '' stands for an input left out. */
export interface OnnxNode {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, OnnxAttribute>>;
}

/** An input or output of the graph; a size by name may be any. */
export interface OnnxValue {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly (number | string)[];
}

/** A whole model. */
export interface OnnxModel {
  readonly producer: string;
  readonly description: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly nodes: readonly OnnxNode[];
  readonly constants: readonly OnnxTensor[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
}

/** Version of the file format, that of ONNX 1.10. */
const IR_VERSION = 8;
/** Version of the operators: that of the same time, which every runtime of today knows. */
const OPSET = 17;

const ELEMENT_TYPES: Readonly<Record<ElementType, number>> = { float: 1, int64: 7 };
const ATTRIBUTE_TYPES = { float: 1, int: 2, string: 3, floats: 6, ints: 7, strings: 8 } as const;

/**
 * Encodes a model; equal ones have equal bytes.
 * @see onnx/onnx, onnx.proto, IR version 8
 */
export function encodeOnnx(model: OnnxModel): Uint8Array {
  const pbf = new PbfWriter();
  pbf.writeVarintField(1, IR_VERSION);
  pbf.writeStringField(2, model.producer);
  pbf.writeStringField(6, model.description);
  pbf.writeMessage(7, writeGraph, model);
  pbf.writeMessage(8, writeOpset, OPSET);
  for (const entry of Object.entries(model.metadata)) pbf.writeMessage(14, writeEntry, entry);
  return pbf.finish();
}

function writeOpset(version: number, pbf: PbfWriter): void {
  pbf.writeStringField(1, '');
  pbf.writeVarintField(2, version);
}

function writeEntry([key, value]: readonly [string, string], pbf: PbfWriter): void {
  pbf.writeStringField(1, key);
  pbf.writeStringField(2, value);
}

function writeGraph({ nodes, constants, inputs, outputs }: OnnxModel, pbf: PbfWriter): void {
  for (const node of nodes) pbf.writeMessage(1, writeNode, node);
  pbf.writeStringField(2, 'network');
  for (const constant of constants) pbf.writeMessage(5, writeTensor, constant);
  for (const input of inputs) pbf.writeMessage(11, writeValue, input);
  for (const output of outputs) pbf.writeMessage(12, writeValue, output);
}

function writeNode({ operator, inputs, outputs, attributes = {} }: OnnxNode, pbf: PbfWriter): void {
  for (const input of inputs) pbf.writeStringField(1, input);
  for (const output of outputs) pbf.writeStringField(2, output);
  pbf.writeStringField(3, outputs[0] ?? '');
  pbf.writeStringField(4, operator);
  for (const attribute of Object.entries(attributes)) {
    pbf.writeMessage(5, writeAttribute, attribute);
  }
}

function writeAttribute([name, attribute]: readonly [string, OnnxAttribute], pbf: PbfWriter): void {
  pbf.writeStringField(1, name);
  switch (attribute.type) {
    case 'float':
      pbf.writeFloatField(2, attribute.value);
      break;
    case 'int':
      pbf.writeVarintField(3, attribute.value);
      break;
    case 'string':
      pbf.writeBytesField(4, utf8(attribute.value));
      break;
    case 'floats':
      for (const value of attribute.value) pbf.writeFloatField(7, value);
      break;
    case 'ints':
      for (const value of attribute.value) pbf.writeVarintField(8, value);
      break;
    case 'strings':
      for (const value of attribute.value) pbf.writeBytesField(9, utf8(value));
  }
  pbf.writeVarintField(20, ATTRIBUTE_TYPES[attribute.type]);
}

const utf8 = (text: string) => new TextEncoder().encode(text);

function writeTensor({ name, type, shape, values }: OnnxTensor, pbf: PbfWriter): void {
  for (const size of shape) pbf.writeVarintField(1, size);
  pbf.writeVarintField(2, ELEMENT_TYPES[type]);
  pbf.writeStringField(8, name);
  pbf.writeBytesField(9, rawData[type](values));
}

const rawData: Readonly<Record<ElementType, (values: ArrayLike<number>) => Uint8Array>> = {
  float(values) {
    const bytes = new Uint8Array(values.length * Float32Array.BYTES_PER_ELEMENT);
    writeNumbers(new DataView(bytes.buffer), 0, values, 'f32');
    return bytes;
  },
  int64(values) {
    const view = new DataView(new ArrayBuffer(values.length * BigInt64Array.BYTES_PER_ELEMENT));
    for (let i = 0; i < values.length; i++) view.setBigInt64(i * 8, BigInt(values[i]!), true);
    return new Uint8Array(view.buffer);
  },
};

function writeValue({ name, type, shape }: OnnxValue, pbf: PbfWriter): void {
  pbf.writeStringField(1, name);
  pbf.writeMessage(2, writeType, { type, shape });
}

function writeType(value: Pick<OnnxValue, 'type' | 'shape'>, pbf: PbfWriter): void {
  pbf.writeMessage(1, writeTensorType, value);
}

function writeTensorType({ type, shape }: Pick<OnnxValue, 'type' | 'shape'>, pbf: PbfWriter): void {
  pbf.writeVarintField(1, ELEMENT_TYPES[type]);
  pbf.writeMessage(2, writeShape, shape);
}

function writeShape(shape: OnnxValue['shape'], pbf: PbfWriter): void {
  for (const size of shape) pbf.writeMessage(1, writeSize, size);
}

function writeSize(size: number | string, pbf: PbfWriter): void {
  if (typeof size === 'number') pbf.writeVarintField(1, size);
  else pbf.writeStringField(2, size);
}
