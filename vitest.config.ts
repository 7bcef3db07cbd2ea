// How the tests run, and the line they close with.
import { defineConfig } from 'vitest/config';
import type { Reporter, TestModule } from 'vitest/node';

/** Closes with one plain line for programs that read it; a file that cannot load counts as failed. */
const closingLine: Reporter = {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]) {
    const counts = { passed: 0, failed: errors.length, skipped: 0, pending: 0 };
    for (const module of modules) {
      if (module.errors().length > 0) counts.failed++;
      for (const test of module.children.allTests()) counts[test.result().state]++;
    }
    const { passed, failed, skipped } = counts;
    process.stdout.write(`tests: ${passed} passed, ${failed} failed, ${skipped} skipped\n`);
  },
};

const EVERY = 'test/**/*.test.ts';

/**
 * Tests with a process for each file: those that replace modules, measure memory, or start, fail and kill
 * processes. The others leave nothing behind, and share processes and what is loaded there.
 */
const ISOLATED = [
  'test/cli/doctor.test.ts',
  'test/executors/**/*.test.ts',
  'test/experiment/{checkpointWriter,files,lockOrders}.test.ts',
  'test/faults/**/*.test.ts',
  'test/math/engine.test.ts',
  'test/properties/allocation.test.ts',
];

export default defineConfig({
  test: {
    testTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
    reporters: ['default', closingLine],
    projects: [
      {
        extends: true,
        test: { name: 'shared', include: [EVERY], exclude: ISOLATED, isolate: false },
      },
      { extends: true, test: { name: 'isolated', include: ISOLATED } },
    ],
  },
});
