// Other releases of Node, and Node for arm64 with what it needs to run on x64.
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, run } from './check.mjs';

/** Releases that must give the same bits. */
const MAJORS = [20, 22, 24, 26];

/** The release that stands for arm64. */
const ARM64_MAJOR = 24;

/** Root of the arm64 libraries in Debian's cross packages. */
const ARM64_ROOT = '/usr/aarch64-linux-gnu';

const EMULATOR = 'qemu-aarch64-static';
const ARM64_PACKAGES = ['libc6', 'libstdc++6', 'libgcc-s1', 'libatomic1'].map(
  (name) => `${name}-arm64-cross`,
);

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
  const isThere =
    existsSync(`/usr/bin/${EMULATOR}`) && existsSync(join(ARM64_ROOT, 'lib/libstdc++.so.6'));
  if (isThere) return;
  expect(
    process.getuid() === 0 && existsSync('/usr/bin/apt-get'),
    `arm64 needs ${EMULATOR} and ${ARM64_PACKAGES.join(', ')}: install them, or run as root on Debian`,
  );
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update'], { env });
  const options = ['install', '--yes', '--no-install-recommends'];
  await run('apt-get', [...options, 'qemu-user-static', ...ARM64_PACKAGES], { env });
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
