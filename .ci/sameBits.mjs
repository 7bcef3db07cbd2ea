// The same spec gives the same result.json, byte for byte, whatever runs it.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cases, files } from './cases.mjs';
import { expect, mapLimited, run } from './check.mjs';
import { FIRST_WIDE_MAJOR } from './nodes.mjs';

const program = fileURLToPath(new URL('../bin/rnn.js', import.meta.url));

const AT_ONCE = 2;

let runs = 0;

/** Trains a config in a new directory and returns what it left. */
async function train(folder, { command, version }, kernels, config, extra = []) {
  const out = join(folder, `runs-${runs++}`);
  const argv = ['train', join(folder, `${config}.json`), '--out', out, '--json', ...extra];
  const stdout = await run(command[0], [...command.slice(1), program, ...argv], {
    env: { RNN_KERNELS: kernels },
    cwd: folder,
  });
  const { directory, outcome } = JSON.parse(stdout);
  const read = (file) => readFileSync(join(folder, directory, file), 'utf8');
  const { attempts, host } = JSON.parse(read('provenance.json'));
  const label = `Node ${version} (${host.arch}) with ${kernels} kernels`;
  expect(attempts[0].kernels === kernels, `${label}: ${attempts[0].kernels} kernels ran`);
  expect(`v${host.node}` === version, `${label}: Node ${host.node} ran`);
  return { label, outcome, bytes: read('result.json') };
}

/** Throws unless all runs left the same bytes and came to the outcome. */
function expectSame(results, outcome) {
  const [first] = results;
  for (const { label, bytes, outcome: got } of results) {
    expect(got === outcome, `${label}: expected ${outcome}, got ${got}`);
    expect(bytes === first.bytes, `${label} differs from ${first.label}:\n${bytes}${first.bytes}`);
  }
}

/**
 * Checks every case on every release with every kind of kernels, and on arm64.
 * @param nodes releases of Node for this machine
 * @param fetchArm64 fetches Node for arm64
 * @returns Node for arm64, or undefined where it could not be had
 */
export async function checkSameBits({ check }, parent, nodes, fetchArm64) {
  const folder = join(parent, 'same-bits');
  mkdirSync(folder);
  for (const [path, make] of Object.entries(files)) writeFileSync(join(folder, path), make());
  for (const { config } of cases) {
    writeFileSync(join(folder, `${config.name}.json`), JSON.stringify(config));
  }

  const ways = nodes.flatMap((node) =>
    ['reference', '128', ...(node.major >= FIRST_WIDE_MAJOR ? ['256'] : [])].map((kernels) => ({
      node,
      kernels,
    })),
  );
  const expected = new Map();
  for (const { config, outcome } of cases) {
    await check(`${config.name}: same bytes in ${ways.length} ways`, async () => {
      const results = await mapLimited(ways, AT_ONCE, ({ node, kernels }) =>
        train(folder, node, kernels, config.name),
      );
      expectSame(results, outcome);
      expected.set(config.name, results[0]);
    });
  }

  await check('another seed gives other bytes', async () => {
    const { name } = cases[0].config;
    const other = await train(folder, nodes[0], '128', name, ['--seed', '2']);
    expect(other.bytes !== expected.get(name)?.bytes, 'the bytes do not depend on the seed');
  });

  let arm64;
  await check('Node for arm64 runs', async () => {
    arm64 = await fetchArm64();
  });
  if (arm64 === undefined) return undefined;
  for (const { config, outcome } of cases) {
    await check(`${config.name}: same bytes on arm64`, async () => {
      const result = await train(folder, arm64, '128', config.name);
      expectSame([expected.get(config.name), result], outcome);
    });
  }
  await check('reference kernels: same bytes on arm64', async () => {
    const { name } = cases.find(({ config }) => config.task.type === 'toy').config;
    const result = await train(folder, arm64, 'reference', name);
    expectSame([expected.get(name), result], 'completed');
  });
  return arm64;
}
