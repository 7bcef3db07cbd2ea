// The tests again, on every release that can run 256-bit kernels: on the newest all but those of processes and
// files, on the others those of what the kernels compute.
import { fileURLToPath } from 'node:url';
import { run } from './check.mjs';
import { FIRST_WIDE_MAJOR } from './nodes.mjs';

const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));

/** Tests of processes, files and engines: what they show does not depend on the kernels. */
const LEFT_OUT = ['test/faults/**', 'test/executors/**', 'test/experiment/batch/**'];

/** Folders of what is computed, or computed with. */
const COMPUTED = [
  ...['golden', 'gradients', 'losses', 'math', 'model', 'properties', 'tasks', 'training'],
  ...['cli/doctor.test.ts', 'cli/engines.test.ts', 'experiment/surface'],
].map((place) => `test/${place}`);

/** Runs the test suite where 256-bit kernels run. */
export async function checkTests({ check }, nodes) {
  const wide = nodes.filter(({ major }) => major >= FIRST_WIDE_MAJOR);
  for (const { version, command } of wide) {
    const chosen =
      version === wide.at(-1).version
        ? LEFT_OUT.flatMap((files) => ['--exclude', files])
        : COMPUTED;
    await check(`the tests on Node ${version}`, async () => {
      await run(command[0], [vitest, 'run', ...chosen], { echo: true });
    });
  }
}
