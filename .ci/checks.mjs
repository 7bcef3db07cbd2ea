// The checks beyond npm test, in order; ends with the counts and fails if any check did.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createChecks } from './check.mjs';
import { checkExecutors } from './executors.mjs';
import { fetchArm64Runner, fetchNodes } from './nodes.mjs';
import { checkPackage } from './package.mjs';
import { checkPage } from './page.mjs';
import { checkSameBits } from './sameBits.mjs';
import { checkSurfaces } from './surfaces.mjs';
import { checkTests } from './tests.mjs';

const folder = mkdtempSync(join(tmpdir(), 'rnn-ci-'));
const checks = createChecks();
try {
  const nodes = await fetchNodes(folder);
  await checkPackage(checks, folder, nodes);
  await checkPage(checks, folder);
  const arm64 = await checkSameBits(checks, folder, nodes, () => fetchArm64Runner(folder));
  await checkSurfaces(checks, folder, nodes, arm64);
  await checkExecutors(checks, folder);
  await checkTests(checks, nodes);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = checks.finish();
