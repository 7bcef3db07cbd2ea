// The text that gets to sbatch, and what never gets into it.
import { describe, expect, test } from 'vitest';
import { ExecutorError } from '../../../src/experiment/executors/executor.ts';
import { checkDirective } from '../../../src/experiment/executors/slurm/directives.ts';
import {
  type JobScript,
  jobScriptText,
} from '../../../src/experiment/executors/slurm/jobScript.ts';
import { createSlurmExecutor } from '../../../src/experiment/executors/slurm/slurmExecutor.ts';

const script: JobScript = {
  name: 'rnn-clipping-0123456789ab',
  taskCount: 20,
  directory: '/home/ada/runs/suites/clipping/slurm/rnn-clipping-0123456789ab',
  request: { partition: 'short,long', time: '1-12:00:00', mem: '2G' },
  program: ['/opt/node/bin/node', "/home/ada/it's mine/bin/rnn.js"],
  chunkOptions: ['--out', '/home/ada/my runs', '--count', '10'],
};

test('a script asks for what was asked for and becomes node', () => {
  expect(jobScriptText(script)).toBe(`#!/bin/bash
#SBATCH --job-name=rnn-clipping-0123456789ab
#SBATCH --array=0-19
#SBATCH --partition=short,long
#SBATCH --time=1-12:00:00
#SBATCH --mem=2G
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=1
#SBATCH --chdir=/home/ada/runs/suites/clipping/slurm/rnn-clipping-0123456789ab
#SBATCH --output=/home/ada/runs/suites/clipping/slurm/rnn-clipping-0123456789ab/%a.log
#SBATCH --open-mode=append
#SBATCH --export=NONE
#SBATCH --signal=B:USR2@120
#SBATCH --requeue

export PATH=/opt/node/bin:/usr/local/bin:/usr/bin:/bin
exec /opt/node/bin/node '/home/ada/it'\\''s mine/bin/rnn.js' chunk /home/ada/runs/suites/clipping/slurm/rnn-clipping-0123456789ab --out '/home/ada/my runs' --count 10 --index "$SLURM_ARRAY_TASK_ID"
`);
});

const attacks = [
  'main\n#SBATCH --uid=0',
  'main\r#SBATCH --uid=0',
  'main --uid=0',
  '-rf',
  '--wrap=id',
  '$(id)',
  '`id`',
  'main;id',
  'main|id',
  "main'",
  'main"',
  'main#',
  '%u',
  '',
  ' ',
  'a'.repeat(65),
  'main\u0000',
  'main\u2028',
  'main\u202e',
  'main,',
];

describe.each(['partition', 'account', 'qos', 'constraint', 'time', 'mem'] as const)(
  'the value of --%s',
  (option) => {
    test.each(attacks)('is not %j', (value) => {
      const program = ['/usr/bin/node', '/rnn.js'] as const;
      const create = () => createSlurmExecutor({ request: { [option]: value }, program });
      expect(create).toThrow(ExecutorError);
      expect(create).toThrow(`--${option}: expected `);
      expect(() => jobScriptText({ ...script, request: { [option]: value } })).toThrow(
        ExecutorError,
      );
    });
  },
);

test.each([
  ['time', ['5', '90:00', '12:00:00', '2-00', '1-12:30', '1-12:30:00']],
  ['mem', ['500', '500M', '2G', '1T']],
  ['partition', ['gpu', 'gpu_4-a.b', 'short,long']],
  ['account', ['my_project-1']],
] as const)('--%s takes what Slurm takes', (option, values) => {
  for (const value of values) {
    const text = jobScriptText({ ...script, request: { [option]: value } });
    expect(text).toContain(`\n#SBATCH --${option}=${value}\n`);
  }
});

test.each([
  ['time', ['-5', '1:2', '1.5h', 'UNLIMITED', '1-1-1']],
  ['mem', ['0', '2g', '1.5G', '2GB', '-1']],
] as const)('--%s takes nothing else', (option, values) => {
  for (const value of values) {
    expect(() => jobScriptText({ ...script, request: { [option]: value } })).toThrow(ExecutorError);
  }
});

test.each([
  '/home/ada/my runs/suites/a',
  '/home/ada/%u/suites/a',
  '/home/ada\n#SBATCH --uid=0',
  "/home/ada/'/a",
  'runs/suites/a',
  '/home/$USER/a',
  '/a//b',
])('a submission does not lie in %j', (directory) => {
  expect(() => jobScriptText({ ...script, directory })).toThrow(/--chdir.*: expected an absolute/);
});

test.each(['a b', '%u', "'", 'a\n#SBATCH --uid=0'])('logs are not written to %j', (name) => {
  const directory = `/home/ada/${name}`;
  expect(() => checkDirective('output', `${directory}/%a.log`, 'x')).toThrow(ExecutorError);
});

test('paths may have letters of every script', () => {
  const directory = '/home/josé/läufe_1/suites/a+b';
  const text = jobScriptText({ ...script, directory });
  expect(text).toContain(`--chdir=${directory}\n`);
  expect(text).toContain(` chunk '${directory}' `);
});

test('a program whose path holds a line break is refused', () => {
  const program = ['/opt/node\n#SBATCH --uid=0', '/rnn.js'] as const;
  expect(() => jobScriptText({ ...script, program })).toThrow(ExecutorError);
});
