// Other releases of Node, and Node for arm64 with what it needs to run on x64.
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, run } from './check.mjs';

/** Releases that must give the same bits. */
const MAJORS = [20, 22, 24, 26];

/** First release that can run 256-bit kernels. */
export const FIRST_WIDE_MAJOR = 24;

/** The release that stands for arm64. */
const ARM64_MAJOR = 24;

/** Root of the arm64 libraries in Debian's cross packages. */
const ARM64_ROOT = '/usr/aarch64-linux-gnu';

const EMULATOR = 'qemu-aarch64-static';
const ARM64_LIBRARIES = {
  'libc6-arm64-cross': 'libc.so.6',
  'libstdc++6-arm64-cross': 'libstdc++.so.6',
  'libgcc-s1-arm64-cross': 'libgcc_s.so.1',
  'libatomic1-arm64-cross': 'libatomic.so.1',
};

/** Fetches one binary of Node from the package registry. */
async function fetchNode(platform, major, folder) {
  const place = join(folder, `${platform}-${major}`);
  mkdirSync(place);
  await run('npm', ['pack', '--silent', `node-${platform}@${major}`, '--pack-destination', place]);
  const [archive] = readdirSync(place);
  await run('tar', ['-xzf', join(place, archive), '-C', place, 'package/bin/node']);
  rmSync(join(place, archive));
  return join(place, 'package/bin/node');
}

/** Fetches the releases for this machine: `{ major, version, command }` each, oldest first. */
export async function fetchNodes(folder) {
  const place = `${process.platform} ${process.arch}`;
  expect(place === 'linux x64', `the checks need Linux on x64, this is ${place}`);
  const nodes = [];
  for (const major of MAJORS) {
    const binary = await fetchNode('linux-x64', major, folder);
    const version = (await run(binary, ['--version'])).trim();
    process.stdout.write(`node ${version} fetched\n`);
    nodes.push({ major, version, command: [binary] });
  }
  return nodes;
}

/** Installs emulator and libraries where they are missing. */
async function installEmulator() {
  const files = Object.values(ARM64_LIBRARIES).map((file) => join(ARM64_ROOT, 'lib', file));
  if ([`/usr/bin/${EMULATOR}`, ...files].every((file) => existsSync(file))) return;
  const packages = ['qemu-user-static', ...Object.keys(ARM64_LIBRARIES)];
  expect(
    process.getuid() === 0 && existsSync('/usr/bin/apt-get'),
    `arm64 needs ${packages.join(', ')}: install them, or run as root on Debian`,
  );
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update'], { env });
  await run('apt-get', ['install', '--yes', '--no-install-recommends', ...packages], { env });
}

/** Fetches Node for arm64 and the emulator that runs it. */
export async function fetchArm64Runner(folder) {
  await installEmulator();
  const binary = await fetchNode('linux-arm64', ARM64_MAJOR, folder);
  const command = [EMULATOR, '-L', ARM64_ROOT, binary];
  const version = (await run(command[0], [...command.slice(1), '--version'])).trim();
  process.stdout.write(`node ${version} for arm64 fetched\n`);
  return { major: ARM64_MAJOR, version, command };
}
