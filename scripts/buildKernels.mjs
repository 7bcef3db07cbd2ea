// Compiles the kernels to WebAssembly, each module only where a source is newer than what was built.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const sources = join(root, 'src/math/simd/assembly');

const changedAt = (path) => statSync(path).mtimeMs;
const files = readdirSync(sources, { recursive: true, encoding: 'utf8' });
const newest = Math.max(
  changedAt(join(root, 'package-lock.json')),
  ...files.map((file) => changedAt(join(sources, file))),
);

for (const config of files.filter((file) => file.endsWith('asconfig.json'))) {
  const path = join(sources, config);
  const { outFile } = JSON.parse(readFileSync(path, 'utf8')).options;
  const built = resolve(dirname(path), outFile);
  if (existsSync(built) && changedAt(built) > newest) continue;
  const compiler = join(root, 'node_modules/assemblyscript/bin/asc.js');
  const { status } = spawnSync(process.execPath, [compiler, '--config', relative(root, path)], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
}
