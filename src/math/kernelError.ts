// The error of kernels that cannot be trusted on this machine.

/** Thrown when kernels fail the self-test: results could not be trusted. */
export class KernelError extends Error {
  override readonly name = 'KernelError';
}
