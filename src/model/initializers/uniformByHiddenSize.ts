// What PyTorch fills its recurrent layers with where nothing else is asked for.
import { type Initializer, isWeight, zerosFor } from './initializer.ts';

/** Options of `uniformByHiddenSize`. */
export interface UniformByHiddenSizeOptions {
  readonly type: 'uniformByHiddenSize';
}

/**
 * Weights and biases U[−1/√H, 1/√H), H the hidden size of the layer and, for a readout, of the
 * states it reads; initial states 0. PyTorch's default for RNN, LSTM, GRU and Linear (fan in H);
 * PyTorch adds up two such biases per unit where cells here have one.
 *
 * @see PyTorch, torch.nn.RNN and torch.nn.Linear, "Variables".
 */
export const uniformByHiddenSize: Initializer<UniformByHiddenSizeOptions> = {
  type: 'uniformByHiddenSize',
  summary: 'weights and biases U[-1/√H, 1/√H), the default of PyTorch',
  source: 'PyTorch, torch.nn.RNN',
  values(_options, parameter, stream) {
    if (!isWeight(parameter) && parameter.role !== 'bias') return zerosFor(parameter);
    const bound = 1 / Math.sqrt(parameter.hiddenSize);
    return zerosFor(parameter).map(() => bound * (2 * stream.uniform() - 1));
  },
};
