// The version of everything that decides the bits of a result: kernels, elementary functions,
// random streams, pinned libraries. It is part of every run id.

/** Version of the numerics; a change of any result bit raises it by one. */
export const NUMERICS_VERSION = 1;
