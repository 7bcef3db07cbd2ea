// PyTorch, where a Python has it.
import { openPeer, pathOf, pythons } from './peer.mjs';

/** Opens a script in the first Python that has PyTorch; null where none has. */
async function openScript(name, threads, parameters = [], environment = {}) {
  for (const python of pythons) {
    const peer = await openPeer(python, [pathOf(name), ...parameters], {
      OMP_NUM_THREADS: `${threads}`,
      ...environment,
    });
    if (peer) return peer;
  }
  return null;
}

/** Opens PyTorch's update with one thread; of another network than the bench's usual one where named. */
export const openPyTorch = (parameters = []) => openScript('pytorch.py', 1, parameters.map(String));

/**
 * The GNU allocator gives tensors of megabytes back to the system and faults their pages in again, now
 * and then or at every step, as the order of what is freed will have it; told to keep them, it does not.
 */
const KEEP_MEMORY = { MALLOC_TRIM_THRESHOLD_: '2000000000', MALLOC_MMAP_THRESHOLD_: '33554432' };

/**
 * Opens PyTorch's surface.
 * @param way `cost` or `gradient`, see the script
 */
export const openPyTorchSurface = (way, threads, keepsMemory = false) =>
  openScript(
    'pytorchSurface.py',
    threads,
    [way, `${threads}`],
    keepsMemory ? KEEP_MEMORY : undefined,
  );
