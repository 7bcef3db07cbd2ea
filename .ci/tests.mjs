// The tests again, where 256-bit kernels run.
import { fileURLToPath } from 'node:url';
import { run } from './check.mjs';

const WIDE_MAJOR = 24;
const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));

/** Runs the whole test suite on the release with 256-bit kernels. */
export async function checkTests({ check }, nodes) {
  const { version, command } = nodes.find(({ major }) => major === WIDE_MAJOR);
  await check(`the tests on Node ${version}`, async () => {
    await run(command[0], [vitest, 'run'], { echo: true });
  });
}
