// What a surface is computed from, whichever kind: plain data, and the code that computes it, loaded
// only where it is needed.
import type { KernelName } from '../../math/kernels.ts';
import type { Evaluator } from './evaluator.ts';
import type { NetworkSource } from './network/networkSource.ts';
import type { ToySource } from './toySource.ts';

/** A toy of one unit, or the loss of a network. */
export type SurfaceSource = ToySource | NetworkSource;

/** Everything one kind of source needs known. */
interface SourceKind<Source> {
  readonly createEvaluator: (source: Source, kernels: KernelName) => Promise<Evaluator>;
  /** The fastest kernels for the source, or those asked for, once they have passed their test. */
  readonly chooseKernels: (source: Source, requested?: KernelName) => Promise<KernelName>;
  /** About how long a point takes on one core, in ms. */
  readonly pointMs: (source: Source) => Promise<number>;
}

const kinds: {
  [Type in SurfaceSource['type']]: SourceKind<Extract<SurfaceSource, { type: Type }>>;
} = {
  toy: {
    async createEvaluator(source, kernels) {
      const { createToyEvaluator } = await import('./toyEvaluator.ts');
      return createToyEvaluator(source, kernels);
    },
    async chooseKernels(source, requested) {
      const [{ chooseScanner }, { recurrenceOf }] = await Promise.all([
        import('../../math/scan/choose.ts'),
        import('./toySource.ts'),
      ]);
      return chooseScanner(source.precision, recurrenceOf(source), requested).kernels;
    },
    pointMs: async ({ steps }) => TOY_STEP_MS * (steps + 1),
  },
  network: {
    async createEvaluator(source, kernels) {
      const { createNetworkEvaluator } = await import('./network/networkEvaluator.ts');
      return createNetworkEvaluator(source, kernels);
    },
    async chooseKernels({ spec }, requested) {
      const { chooseKernels } = await import('../../math/engine.ts');
      return chooseKernels(spec.precision, requested).name;
    },
    async pointMs({ spec }) {
      const { networkOperations } = await import('./network/networkEstimates.ts');
      return networkOperations(spec) / OPERATIONS_PER_MS;
    },
  },
};

/** A step of one point with its gradient, measured: about 3 ns. */
const TOY_STEP_MS = 3e-6;

/** Operations of small networks in a millisecond: about 5·10⁹ a second. */
const OPERATIONS_PER_MS = 5e6;

const kindOf = ({ type }: SurfaceSource) => kinds[type] as SourceKind<SurfaceSource>;

/** Makes the evaluator of a source. */
export function createEvaluator(source: SurfaceSource, kernels: KernelName): Promise<Evaluator> {
  return kindOf(source).createEvaluator(source, kernels);
}

/**
 * Chooses kernels for a source.
 * @throws KernelError if they compute other bits than they were built to
 * @throws ConfigurationError if those asked for cannot run here
 */
export function chooseSourceKernels(
  source: SurfaceSource,
  requested?: KernelName,
): Promise<KernelName> {
  return kindOf(source).chooseKernels(source, requested);
}

/** Estimates how long a point takes on one core, in ms. */
export function estimatePointMs(source: SurfaceSource): Promise<number> {
  return kindOf(source).pointMs(source);
}
