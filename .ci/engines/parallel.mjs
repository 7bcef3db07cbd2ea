// GNU parallel, which is a program and no daemon.
import { existsSync } from 'node:fs';
import { expect, run } from '../check.mjs';

/** Installs GNU parallel where it is missing. */
export async function installParallel() {
  if (existsSync('/usr/bin/parallel')) return;
  expect(
    process.getuid() === 0 && existsSync('/usr/bin/apt-get'),
    'the recipe needs GNU parallel: install it, or run as root on Debian',
  );
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update'], { env });
  await run('apt-get', ['install', '--yes', '--no-install-recommends', 'parallel'], { env });
}
