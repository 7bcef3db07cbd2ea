// TensorFlow.js, downloaded for the bench alone: it is no dependency of the package.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openPeer } from './peer.mjs';

const folder = fileURLToPath(new URL('../../../node_modules/.cache/rnn-bench', import.meta.url));
const script = fileURLToPath(new URL('./tensorflowUpdate.mjs', import.meta.url));
const VERSION = '4.22.0';

/** Opens TensorFlow.js; null where it is neither there nor to be downloaded (`mayDownload`). */
export async function openTensorFlow(mayDownload) {
  if (!existsSync(`${folder}/node_modules/@tensorflow/tfjs`)) {
    if (!mayDownload) return null;
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${folder}/package.json`, '{ "private": true }\n');
    const parameters = ['install', '--no-audit', '--no-fund', `@tensorflow/tfjs@${VERSION}`];
    const { status } = spawnSync('npm', parameters, { cwd: folder, stdio: 'ignore' });
    if (status !== 0) return null;
  }
  return openPeer(process.execPath, [script, folder]);
}
