// The tests again, on every release that can run 256-bit kernels, but for those of processes and files.
import { fileURLToPath } from 'node:url';
import { run } from './check.mjs';
import { FIRST_WIDE_MAJOR } from './nodes.mjs';

const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));

/** Tests of processes, files and engines: what they show does not depend on the kernels. */
const LEFT_OUT = ['test/faults/**', 'test/executors/**', 'test/experiment/batch/**'];

/** Runs the test suite where 256-bit kernels run. */
export async function checkTests({ check }, nodes) {
  for (const { version, command } of nodes.filter(({ major }) => major >= FIRST_WIDE_MAJOR)) {
    await check(`the tests on Node ${version}`, async () => {
      await run(command[0], [vitest, 'run', ...LEFT_OUT.flatMap((files) => ['--exclude', files])], {
        echo: true,
      });
    });
  }
}
