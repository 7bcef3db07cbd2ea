// NumPy on one thread, where a Python has it.
import { openPeer, pathOf, pythons } from './peer.mjs';

/** Settings of the linear algebra library under NumPy, which the surface does not call. */
const UNSET = { OPENBLAS_CORETYPE: undefined, OPENBLAS_L2_SIZE: undefined };

const TRIES = 3;

/**
 * Opens NumPy's surface in the Python where it is fastest; null where none has NumPy.
 * @param way `plain` or `blocks`, see the script
 */
export async function openNumPySurface(way) {
  const found = [];
  for (const python of pythons) {
    const peer = await openPeer(python, [pathOf('numpySurface.py'), way], UNSET);
    if (!peer) continue;
    await peer.time(1);
    found.push({ peer, took: await peer.time(TRIES) });
  }
  found.sort((a, b) => a.took - b.took);
  const [fastest, ...others] = found.map(({ peer }) => peer);
  for (const { close } of others) close();
  return fastest ?? null;
}
