// A stored network run one step at a time: the state goes on from step to step, and memory is that of
// one. For networks that read what they have written.
import { ConfigurationError } from '../../math/configurationError.ts';
import type { KernelName } from '../../math/kernels.ts';
import { shapeOf } from '../../tasks/index.ts';
import type { StoredNetwork } from '../storedNetwork.ts';
import { outputSizeOfNetwork } from './fittingTask.ts';
import { needsWholeSequences, openNetwork } from './openNetwork.ts';

/** A network that goes on from where it is. */
export interface Stepper {
  /** O. */
  readonly outputSize: number;
  /**
   * Takes one step.
   * @param input a symbol, or a row of I numbers
   * @returns the outputs after it, [O]; overwritten by the next step
   * @throws RangeError if the input is not one of the network's
   */
  step(input: number | ArrayLike<number>): Float32Array | Float64Array;
  /** Begins a new sequence: the next step starts from the initial state. */
  restart(): void;
}

/**
 * Opens a stored network for single steps: the outputs have the bits of a pass over the whole sequence.
 * @throws ConfigurationError if a layer is bidirectional, which needs the steps to come, or memory does
 * not suffice
 */
export function openStepper(stored: StoredNetwork, kernels: KernelName): Stepper {
  if (needsWholeSequences(stored)) {
    throw new ConfigurationError(
      'expected a network that can run step by step, got one with a bidirectional layer, which ' +
        'needs whole sequences',
    );
  }
  const outputSize = outputSizeOfNetwork(stored);
  const { kind } = shapeOf(stored.spec.task).target;
  const network = openNetwork(
    stored,
    {
      target: { kind, size: outputSize, steps: 'everyStep' },
      variableLengths: false,
      sequenceLength: 1,
      batchSize: 1,
      carriesState: true,
    },
    kernels,
  );
  const { batch } = network;
  const write = stored.input.kind === 'index' ? writeSymbol : writeRow;
  let isFirst = true;

  function writeSymbol(input: number | ArrayLike<number>): void {
    const isKnown = typeof input === 'number' && Number.isInteger(input);
    if (!isKnown || input < 0 || input >= stored.input.size) {
      throw new RangeError(`step: expected a symbol below ${stored.input.size}, got ${input}`);
    }
    batch.symbols[0] = input;
  }

  function writeRow(input: number | ArrayLike<number>): void {
    const count = typeof input === 'number' ? 0 : input.length;
    if (typeof input === 'number' || count !== stored.input.size) {
      throw new RangeError(`step: expected a row of ${stored.input.size} numbers, got ${count}`);
    }
    batch.inputs.set(input);
  }

  return {
    outputSize,
    step(input) {
      write(input);
      batch.carryState = !isFirst;
      isFirst = false;
      network.forward('evaluate');
      const { elements, start } = network.outputs();
      return elements.subarray(start, start + outputSize);
    },
    restart() {
      isFirst = true;
    },
  };
}
