// Ending signals of this process, as commands listen for them.

import { ENDING_SIGNALS, type EndingSignal } from './io.ts';

/**
 * Calls the listener at the first ending signal and then gives all of them their usual effect
 * back, so that a second one ends the process at once.
 * @returns ends the listening
 */
export function listenForSignals(listener: (signal: EndingSignal) => void): () => void {
  const handle = (signal: EndingSignal): void => {
    stop();
    listener(signal);
  };
  const stop = (): void => {
    for (const signal of ENDING_SIGNALS) process.removeListener(signal, handle);
  };
  for (const signal of ENDING_SIGNALS) process.on(signal, handle);
  return stop;
}
