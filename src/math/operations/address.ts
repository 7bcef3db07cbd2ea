// How kernels are told where something lies.

/** Byte offset into the arena's memory. */
export type Address = number;
