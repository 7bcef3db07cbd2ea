// Tells of a server that is away, once until it is back: connections repeat their errors.

/** Takes what connections say. */
export interface OutageTeller {
  /** Takes that the server cannot be reached. */
  readonly onError: (reason: string) => void;
  /** Takes that it can. */
  readonly onReady: () => void;
}

/**
 * Makes a teller.
 * @param shown the server's address, without secrets
 * @param onWarning takes each line
 */
export function createOutageTeller(
  shown: string,
  onWarning: (message: string) => void,
): OutageTeller {
  let isAway = false;
  return {
    onError(reason) {
      if (!isAway) onWarning(`Redis at ${shown} is away (${reason}); waiting for it`);
      isAway = true;
    },
    onReady() {
      if (isAway) onWarning(`Redis at ${shown} is back`);
      isAway = false;
    },
  };
}
