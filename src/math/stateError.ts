// The error for a state to go on from that was never one: files tell of it, and files can be wrong.

/** Thrown where what a training is to go on from does not fit what is to go on. */
export class StateError extends Error {
  override readonly name = 'StateError';
}
