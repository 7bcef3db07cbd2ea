// PyTorch, where a Python has it.
import { openPeer, pathOf, pythons } from './peer.mjs';

/** Opens a script in the first Python that has PyTorch; null where none has. */
async function openScript(name, threads, ...parameters) {
  for (const python of pythons) {
    const peer = await openPeer(python, [pathOf(name), ...parameters], {
      OMP_NUM_THREADS: `${threads}`,
    });
    if (peer) return peer;
  }
  return null;
}

/** Opens PyTorch's update with one thread. */
export const openPyTorch = () => openScript('pytorch.py', 1);

/**
 * Opens PyTorch's surface.
 * @param way `cost`, `gradient` or `fused`, see the script
 */
export const openPyTorchSurface = (way, threads) =>
  openScript('pytorchSurface.py', threads, way, `${threads}`);
