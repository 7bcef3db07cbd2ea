// PyTorch, where a Python has it.
import { fileURLToPath } from 'node:url';
import { openPeer } from './peer.mjs';

const script = fileURLToPath(new URL('./pytorch.py', import.meta.url));

/** Opens PyTorch with one thread, in the first Python that has it; null where none has. */
export async function openPyTorch() {
  for (const python of [process.env.PYTHON, 'python3', '/usr/bin/python3'].filter(Boolean)) {
    const peer = await openPeer(python, [script], { OMP_NUM_THREADS: '1' });
    if (peer) return peer;
  }
  return null;
}
