// The Slurm executor does what every executor must, on a real Slurm where there is one to be tried:
// node .ci/engines/slurm.mjs npx vitest run test/executors/slurm
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { describeExecutor } from '../conformance.ts';

const conf = process.env.RNN_TEST_SLURM_CONF;

/** Finds the process of a task, which may be about to start, by the words of its command line. */
function pidOf(worker: string): number {
  const [, name, index] = /^(.+)_(\d+)$/.exec(worker) ?? [];
  const words = `chunk .*/${name} .*--index ${index}$`;
  const find = `for i in $(seq 100); do pgrep --newest --full '${words}' && exit; sleep 0.05; done`;
  return Number(spawnSync('bash', ['-c', find], { encoding: 'utf8' }).stdout);
}

if (conf === undefined) {
  process.stdout.write('Slurm was not tried: RNN_TEST_SLURM_CONF names no slurm.conf\n');
  test('a private Slurm is started by what says so', () => {
    expect(conf).toBeUndefined();
  });
} else {
  describeExecutor('slurm', { module: new URL('slurmExecutorModule.mjs', import.meta.url), pidOf });
}
