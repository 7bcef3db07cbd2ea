// A stored network as files for other programs: the table of formats. Bytes only; see writeExport for
// where they go.
import { networkModel } from '../model/onnx/networkModel.ts';
import { encodeOnnx } from '../model/onnx/proto.ts';
import { npyBytes } from '../model/weights/npy.ts';
import { encodeSafetensors, type WeightTensor } from '../model/weights/safetensors.ts';
import { toPyTorch } from '../model/weights/toPyTorch.ts';
import { toJson } from '../training/json.ts';
import type { StoredNetwork } from './storedNetwork.ts';

/** Version of manifest.json. */
const MANIFEST_SCHEMA_VERSION = 1;

/** Name of the file that lists those of a directory. */
export const MANIFEST = 'manifest.json';

/** What tensors are called and how they are laid out. */
export const WEIGHT_NAMES = ['pytorch', 'own'] as const;

/** One of `WEIGHT_NAMES`. */
export type WeightNames = (typeof WEIGHT_NAMES)[number];

/** A file to be written; without a name where the export is one file. */
export interface ExportedFile {
  readonly name: string | null;
  readonly bytes: Uint8Array;
}

/** What an export came to. */
export interface NetworkExport {
  /** The last one makes the export complete. */
  readonly files: readonly ExportedFile[];
  /** What is lost or left to the reader, a line each. */
  readonly notes: readonly string[];
}

/** A format. */
export interface ExportFormat {
  /** What its name ends in; beside the run without --out. */
  readonly ending: string;
  readonly isDirectory: boolean;
  /** What tensors are called unless the user says; null where the format decides. */
  readonly usualNames: WeightNames | null;
  /** @throws ConfigurationError if the format cannot say what a layer does */
  encode(network: StoredNetwork, names: WeightNames): NetworkExport;
}

/** Names of the formats. */
export const EXPORT_FORMATS = ['safetensors', 'onnx', 'npy'] as const;

/** One of `EXPORT_FORMATS`. */
export type ExportFormatName = (typeof EXPORT_FORMATS)[number];

/** Every format by its name on the command line. */
export const exportFormats: Readonly<Record<ExportFormatName, ExportFormat>> = {
  safetensors: {
    ending: '.safetensors',
    isDirectory: false,
    usualNames: 'pytorch',
    encode(network, names) {
      const { tensors, notes } = namings[names](network);
      const { runId, step, spec } = network;
      const metadata = { format: 'pt', name: spec.name, runId, step: String(step) };
      return { files: [{ name: null, bytes: encodeSafetensors(tensors, metadata) }], notes };
    },
  },
  onnx: {
    ending: '.onnx',
    isDirectory: false,
    usualNames: null,
    encode({ spec, runId, step, parameters, ...network }) {
      const model = networkModel(
        { ...network, layers: spec.model.layers, tensors: parameters },
        {
          producer: 'rnn',
          description: `${spec.name} after ${step} steps`,
          metadata: { runId, step: String(step) },
        },
      );
      const notes = spec.precision === 'f64' ? ['weights are rounded from f64 to f32'] : [];
      return { files: [{ name: null, bytes: encodeOnnx(model) }], notes };
    },
  },
  npy: {
    ending: '-npy',
    isDirectory: true,
    usualNames: 'own',
    encode(network, names) {
      const { tensors, notes } = namings[names](network);
      const files = tensors.map(({ name, shape, values }) => ({
        name: `${name}.npy`,
        bytes: npyBytes(values, shape),
      }));
      const { runId, step, spec } = network;
      const manifest = {
        schema: MANIFEST_SCHEMA_VERSION,
        name: spec.name,
        runId,
        step,
        names,
        tensors: tensors.map(({ name, shape, precision }) => ({
          name,
          file: `${name}.npy`,
          shape,
          precision,
        })),
      };
      const bytes = new TextEncoder().encode(`${toJson(manifest, 2)}\n`);
      return { files: [...files, { name: MANIFEST, bytes }], notes };
    },
  },
};

/** Tensors under the names wanted. */
interface Named {
  readonly tensors: readonly WeightTensor[];
  readonly notes: readonly string[];
}

const namings: Readonly<Record<WeightNames, (network: StoredNetwork) => Named>> = {
  own: ({ parameters }) => ({ tensors: parameters, notes: [] }),
  pytorch({ spec, parameters }) {
    const { layers } = spec.model;
    const tensors = toPyTorch(layers, parameters);
    const notes = layers.flatMap(({ initialState }, index) => {
      if (initialState === 'zero' || initialState === 0) return [];
      const what = initialState === 'trainable' ? `the tensor h0_l${index}` : `${initialState}`;
      return [`layers.${index} starts from ${what}: pass it to the module of PyTorch as h_0`];
    });
    const kinds = new Set(layers.map((layer) => JSON.stringify({ ...layer, initialState: null })));
    if (kinds.size > 1) notes.push('layers differ: in PyTorch each is a module of its own');
    return { tensors, notes };
  },
};
