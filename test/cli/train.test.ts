// `rnn train` in process: options, run files, outcomes and exit codes.
import { mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { beforeEach, describe, expect, test } from 'vitest';
import { acquireLock } from '../../src/experiment/lock.ts';
import { identifyProcess } from '../../src/experiment/processIdentity.ts';
import { canBeWide } from '../../src/math/simd/compile.ts';
import { useWorkspace } from '../helpers/workspace.ts';
import { failingStream, type InvokeOptions, invoke } from './invoke.ts';

const space = useWorkspace();

const QUICK = `name: quick
task: { type: temporalOrder, length: 10 }
model: { layers: [{ type: elman, hiddenSize: 5 }] }
training: { steps: 20, batchSize: 4 }
evaluation: { every: 10, size: 8 }
`;

const ENDLESS = `name: endless
task: { type: toy, length: 5 }
training: { steps: 100000000 }
evaluation: { every: 1000000 }
`;

beforeEach(async () => {
  await space.write('quick.yaml', QUICK);
  await space.write('endless.yaml', ENDLESS);
});

const train = (argv: readonly string[], options: InvokeOptions = {}) =>
  invoke(['train', ...argv], { cwd: space.cwd, ...options });

async function trainJson(...argv: readonly string[]) {
  const result = await train([...argv, '--json']);
  return { ...result, summary: JSON.parse(result.stdout) };
}

describe('a run that another process works on', () => {
  test('is left alone: exit 75, naming the process, its machine and for how long', async () => {
    const { summary } = await trainJson('quick.yaml');
    const directory = space.path(summary.directory);
    const result = () => readFile(`${directory}/result.json`, 'utf8');
    const before = await result();
    const lock = await acquireLock(directory, await identifyProcess(process.ppid));
    const busy = await train(['quick.yaml', '--fresh']);
    expect([busy.exitCode, busy.stdout]).toEqual([75, '']);
    const owner = `in use by process ${process.ppid} on ${hostname()}, for 0 s`;
    expect(busy.stderr).toBe(`rnn: ${directory} is ${owner}: wait for it to end\n`);
    expect(await result()).toBe(before);
    await lock.release();
    expect((await train(['quick.yaml', '--fresh'])).exitCode).toBe(0);
  });
});

describe('the summary of --json', () => {
  test('is one document with exactly the published fields', async () => {
    const { exitCode, stdout, summary } = await trainJson('quick.yaml');
    expect(exitCode).toBe(0);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(Object.keys(summary)).toEqual([
      'schema',
      'runId',
      'name',
      'directory',
      'outcome',
      'step',
      'loss',
      'evaluation',
      'gradient',
      'resultSha256',
      'durationMs',
    ]);
    expect(summary).toMatchObject({
      schema: 1,
      runId: expect.stringMatching(/^[0-9a-f]{64}$/),
      name: 'quick',
      outcome: 'completed',
      step: 20,
      loss: expect.any(Number),
      resultSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      durationMs: expect.any(Number),
    });
    expect(Object.keys(summary.gradient)).toEqual([
      'normMean',
      'normMax',
      'clippedFraction',
      'nonFiniteCount',
      'policies',
    ]);
    expect(summary.gradient.policies).toEqual([
      {
        type: 'clipByNorm',
        actedFraction: summary.gradient.clippedFraction,
        normBeforeMean: null,
        normAfterMean: null,
        cosineMean: null,
      },
    ]);
    expect(summary.evaluation).toEqual({
      split: 'test',
      loss: expect.any(Number),
      error: expect.any(Number),
      count: 8,
      floors: expect.any(Array),
    });
    expect(summary.directory).toBe(await space.runDirectory());
    expect(summary.directory).toBe(`runs/quick-${summary.runId.slice(0, 16)}`);
  });

  test('leaves progress and evaluations to stderr', async () => {
    const { stderr } = await trainJson('quick.yaml');
    expect(stderr).toMatch(/^step 10: evaluation loss [\d.]+, error [\d.]+% of 8 \(floor 75%\)$/m);
    expect(stderr).toMatch(/^step 20: test loss/m);
  });

  test('names the directory from the root where it lies outside the working directory', async () => {
    await mkdir(space.path('below'));
    const { stdout } = await train(['../quick.yaml', '--out', '../elsewhere', '--json'], {
      cwd: space.path('below'),
    });
    expect(JSON.parse(stdout).directory).toMatch(space.path('elsewhere', 'quick-'));
  });

  test('writes numbers that are not finite as strings', async () => {
    const { exitCode, summary } = await trainJson(
      'quick.yaml',
      ...['task={ type: addition, length: 10 }', 'training.policy=[]'].flatMap((set) => [
        '--set',
        set,
      ]),
      ...['--set', 'training.optimizer.learningRate=1e300', '--set', 'precision=f64'],
    );
    expect(exitCode).toBe(0);
    expect(summary.outcome).toBe('diverged');
    expect(['NaN', 'Infinity']).toContain(summary.loss);
    expect(summary.gradient.nonFiniteCount).toBe(1);
  });
});

describe('what a run is', () => {
  test('changes with --set and --seed', async () => {
    const plain = (await trainJson('quick.yaml')).summary;
    const seeded = (await trainJson('quick.yaml', '--seed', '2')).summary;
    const longer = (await trainJson('quick.yaml', '--set', 'training.steps=21')).summary;
    expect(new Set([plain.runId, seeded.runId, longer.runId]).size).toBe(3);
    expect(seeded.loss).not.toBe(plain.loss);
    expect(longer.step).toBe(21);
  });

  test('lies below --out, which is made with its parents', async () => {
    const { summary } = await trainJson('quick.yaml', '--out', 'a/b');
    expect(summary.directory).toMatch(/^a\/b\/quick-/);
    expect(await space.list(summary.directory)).toEqual([
      'best-20.safetensors',
      'checkpoint-20.safetensors',
      'metrics.jsonl',
      'provenance.json',
      'result.json',
      'spec.json',
    ]);
  });

  test('may have no steps at all', async () => {
    const { exitCode, summary } = await trainJson('quick.yaml', '--set', 'training.steps=0');
    expect(exitCode).toBe(0);
    expect(summary).toMatchObject({ outcome: 'completed', step: 0, loss: null });
    expect(await space.list(summary.directory)).not.toContain('checkpoint-0.safetensors');
    expect((await train(['quick.yaml', '--set', 'training.steps=0'])).stdout).toMatch(
      /^completed 0 steps; test loss/m,
    );
  });

  test('ends when solved', async () => {
    const { summary } = await trainJson('quick.yaml', '--set', 'training.stop.error=1');
    expect(summary).toMatchObject({ outcome: 'solved', step: 10 });
  });
});

describe('a finished run', () => {
  test('is told again with the same report instead of trained', async () => {
    const first = await train(['quick.yaml']);
    const result = await space.read(`${await space.runDirectory()}/result.json`);
    const again = await train(['quick.yaml']);
    expect(again.exitCode).toBe(0);
    expect(again.stdout).toBe(first.stdout);
    expect(again.stderr).toBe(
      `${await space.runDirectory()} holds this run's result already; --fresh trains it again\n`,
    );
    expect(await space.read(`${await space.runDirectory()}/result.json`)).toBe(result);
  });

  test('gives the same summary', async () => {
    const first = await trainJson('quick.yaml');
    expect((await trainJson('quick.yaml')).summary).toEqual(first.summary);
  });

  test('is reused after its directory has moved', async () => {
    await train(['quick.yaml']);
    await rename(space.path('runs'), space.path('moved'));
    const { stderr } = await train(['quick.yaml', '--out', 'moved']);
    expect(stderr).toContain('holds this run');
  });

  test('is trained again with --fresh, to the same bits', async () => {
    await train(['quick.yaml']);
    const directory = await space.runDirectory();
    const before = await space.read(`${directory}/result.json`);
    const { stderr } = await train(['quick.yaml', '--fresh']);
    expect(stderr).not.toContain('already');
    expect(stderr).toContain('test loss');
    expect(await space.read(`${directory}/result.json`)).toBe(before);
  });

  test('counts as unfinished once --fresh has begun and was interrupted', async () => {
    const steps = ['--set', 'training.steps=1000'];
    await train(['quick.yaml', ...steps]);
    const { summary } = await trainJson('quick.yaml', ...steps, '--fresh', '--max-time', '0');
    expect(summary.outcome).toBe('interrupted');
    expect(await space.list(await space.runDirectory())).not.toContain('result.json');
    const again = await train(['quick.yaml', ...steps]);
    expect(again.stderr).not.toContain('already');
    expect(again.stdout).toContain('completed 1,000 steps');
  });

  test.each([
    ['not JSON', () => '{', /result\.json is damaged \(not JSON\); rnn train CONFIG --fresh/],
    ['nothing', () => '', /result\.json is damaged \(not JSON\); rnn train CONFIG --fresh/],
    ['a list', () => '[]', /result\.json is damaged \(no schema\); rnn train CONFIG --fresh/],
    ['another loss', (text: string) => text.replace(/"loss": 1/, '"loss": 2'), /its hash differs/],
    [
      'a newer format',
      (text: string) => text.replace('"schema": 2', '"schema": 3'),
      /result\.json has format 3, this program reads 2: use the newer program/,
    ],
  ])('is refused with exit code 65 where its result holds %s', async (_, damage, message) => {
    await train(['quick.yaml']);
    const file = `${await space.runDirectory()}/result.json`;
    await space.write(file, damage(await space.read(file)));
    const { exitCode, stdout, stderr } = await train(['quick.yaml']);
    expect([exitCode, stdout]).toEqual([65, '']);
    expect(stderr).toMatch(/^rnn: .*\n$/);
    expect(stderr).toMatch(message);
    expect(await train(['quick.yaml', '--fresh'])).toMatchObject({ exitCode: 0 });
  });

  test('is told without curves, and a warning, where its metrics are gone', async () => {
    const { summary } = await trainJson('quick.yaml');
    await rm(space.path(summary.directory, 'metrics.jsonl'));
    const again = await trainJson('quick.yaml');
    expect(again.summary).toEqual(summary);
    expect(again.stderr).toMatch(/^rnn: warning: .*metrics\.jsonl: the file is missing/m);
    expect((await train(['quick.yaml'])).stdout).toContain('completed 20 steps');
  });

  test('is told from the result where the last line of its metrics is torn', async () => {
    const first = await train(['quick.yaml']);
    const file = `${await space.runDirectory()}/metrics.jsonl`;
    await space.write(file, (await space.read(file)).slice(0, -20));
    const again = await train(['quick.yaml']);
    expect(again.exitCode).toBe(0);
    expect(again.stderr).toMatch(/warning: .*metrics\.jsonl: the last line is torn/);
    expect(again.stdout).toBe(first.stdout);
  });

  test('is refused with exit code 65 where another line of its metrics is damaged', async () => {
    await train(['quick.yaml']);
    const file = `${await space.runDirectory()}/metrics.jsonl`;
    await space.write(file, (await space.read(file)).replace('"step":7,', '"step":"7",'));
    const { exitCode, stderr } = await train(['quick.yaml']);
    expect(exitCode).toBe(65);
    expect(stderr).toMatch(
      /^rnn: .*metrics\.jsonl is damaged \(line \d+\); rnn train CONFIG --fresh/,
    );
  });
});

describe('where a run cannot be written', () => {
  test('fails with exit code 73 before training starts', async () => {
    await space.write('file', '');
    const { exitCode, stdout, stderr } = await train(['quick.yaml', '--out', 'file/runs']);
    expect([exitCode, stdout]).toEqual([73, '']);
    expect(stderr).toMatch(/^rnn: cannot .*file\/runs.*: ENOTDIR: .*\n$/);
  });

  const runFiles = ['spec.json', 'metrics.jsonl', 'result.json', 'provenance.json'];

  test.each([...runFiles, 'checkpoint-20.safetensors'])(
    'refuses a symbolic link in place of %s',
    async (file) => {
      const { summary } = await trainJson('quick.yaml');
      await space.write('elsewhere', 'mine');
      await rm(space.path(summary.directory, file));
      await symlink(space.path('elsewhere'), space.path(summary.directory, file));
      for (const options of [[], ['--fresh']]) {
        const { exitCode, stderr } = await train(['quick.yaml', ...options]);
        expect(exitCode).toBe(73);
        expect(stderr).toContain(`${file} is a symbolic link: refusing to use it`);
      }
      expect(await space.read('elsewhere')).toBe('mine');
    },
  );

  test.each(['result.json', 'checkpoint-20.safetensors', 'checkpoint-7.safetensors'])(
    'refuses a directory in place of %s',
    async (file) => {
      const { summary } = await trainJson('quick.yaml');
      await rm(space.path(summary.directory, file), { force: true });
      await mkdir(space.path(summary.directory, file));
      const { exitCode, stderr } = await train(['quick.yaml']);
      expect(exitCode).toBe(73);
      expect(stderr).toContain(`${file} is a directory`);
    },
  );

  test('says that the report could not be written, and keeps the run', async () => {
    const result = await train(['quick.yaml'], { stdout: failingStream('ENOSPC') });
    expect(result.exitCode).toBe(74);
    expect(result.stderr).toContain('rnn: cannot write output: write ENOSPC\n');
    expect(await space.list(await space.runDirectory())).toContain('result.json');
  });
});

describe('an interrupted run', () => {
  test('ends in order after --max-time, without a result, and goes on with the same command', async () => {
    const { exitCode, summary } = await trainJson('endless.yaml', '--max-time', '0.3s');
    expect(exitCode).toBe(0);
    expect(summary).toMatchObject({ outcome: 'interrupted', resultSha256: null });
    expect(summary.step).toBeGreaterThan(0);
    expect(summary.durationMs).toBeLessThan(5000);
    const directory = await space.runDirectory();
    expect(await space.list(directory)).toEqual([
      `checkpoint-${summary.step}.safetensors`,
      ...['metrics.jsonl', 'provenance.json', 'spec.json'],
    ]);
    const again = await trainJson('endless.yaml', '--max-time', '0.2s');
    expect(again.stderr).not.toContain('already');
    expect(again.stderr).toMatch(/^goes on after step [\d,]+; --fresh starts over$/m);
    expect(again.summary.runId).toBe(summary.runId);
    expect(again.summary.step).toBeGreaterThan(summary.step);
    const checkpoints = (await space.list(directory)).filter((name) => name.startsWith('check'));
    expect(checkpoints).toContain(`checkpoint-${again.summary.step}.safetensors`);
    expect(checkpoints).toHaveLength(2);
  });

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGUSR1', 143],
    ['SIGUSR2', 143],
  ] as const)('ends in order after %s with exit code %d', async (signal, expected) => {
    const { exitCode, stdout } = await train(['endless.yaml'], {
      onSignal: (listener) => {
        const timer = setTimeout(listener, 100, signal);
        return () => clearTimeout(timer);
      },
    });
    expect(exitCode).toBe(expected);
    expect(stdout).toMatch(/^interrupted after [\d,]+ steps;/m);
  });

  test('is refused before it begins where nothing can tell that it is solved', async () => {
    await space.write('t.txt', 'hello world '.repeat(50));
    await space.write(
      'stop.yaml',
      'task: { type: text, file: t.txt, length: 5, split: { validation: 0, test: 0.1 } }\n' +
        'training: { steps: 5, stop: { error: 0.5 } }',
    );
    const { exitCode, stderr } = await train(['stop.yaml']);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^rnn: training\.stop: expected a task with validation data/);
    expect(await space.list('runs')).toEqual([]);
  });

  test('does not wait for a long evaluation to end', async () => {
    const startMs = performance.now();
    const { summary } = await trainJson(
      ...['endless.yaml', '--max-time', '0.2s', '--set', 'evaluation.every=1'],
      ...['--set', 'evaluation.size=1000000000'],
    );
    expect(summary).toMatchObject({ outcome: 'interrupted', step: 1, evaluation: null });
    expect(performance.now() - startMs).toBeLessThan(5000);
  });

  test.each(['abc', '-1', '1d', '', '1e3'])('refuses %j as a time', async (time) => {
    const { exitCode, stderr } = await train(['quick.yaml', `--max-time=${time}`]);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^rnn: --max-time: expected a duration such as 90s, 10m or 1.5h, got "/);
  });
});

describe('a diverged run', () => {
  const wild = ['quick.yaml', '--set', 'training.optimizer.learningRate=1e9'];
  const unclipped = [...wild, '--set', 'training.policy=[]'];

  test('ends in order and names step, tensor and time step', async () => {
    const { exitCode, stdout } = await train([
      ...unclipped,
      '--set',
      'model.layers.0.activation=relu',
    ]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /^diverged at step \d+: the .*\b(layers|readout)\.\S+ is \S+ at time step \d+;/m,
    );
  });

  test('has a result, and is reused as any other', async () => {
    const { summary } = await trainJson(...unclipped);
    expect(summary.outcome).toBe('diverged');
    const result = JSON.parse(await space.read(`${summary.directory}/result.json`));
    expect(result.divergence).toMatchObject({ step: summary.step, tensor: expect.any(String) });
    const again = await trainJson(...unclipped);
    expect(again.summary).toEqual(summary);
    expect((await train(unclipped)).stdout).toMatch(/^diverged at step/m);
  });

  test('fails only with --fail-on-divergence', async () => {
    expect(await train([...unclipped, '--fail-on-divergence'])).toMatchObject({ exitCode: 3 });
    expect(await train(['quick.yaml', '--fail-on-divergence'])).toMatchObject({ exitCode: 0 });
  });
});

describe('kernels asked for by RNN_KERNELS', () => {
  test.each(['reference', '128'])('are the %s ones, with the same result', async (kernels) => {
    const { summary } = await trainJson('quick.yaml', '--out', 'plain');
    const { stdout } = await train(['quick.yaml', '--json'], { env: { RNN_KERNELS: kernels } });
    const { directory, resultSha256 } = JSON.parse(stdout);
    expect(resultSha256).toBe(summary.resultSha256);
    expect(await space.read(`${directory}/result.json`)).toBe(
      await space.read(`${summary.directory}/result.json`),
    );
    const { attempts } = JSON.parse(await space.read(`${directory}/provenance.json`));
    expect(attempts).toMatchObject([{ kernels }]);
  });

  test('are refused where there are none of that name', async () => {
    const { exitCode, stderr } = await train(['quick.yaml'], { env: { RNN_KERNELS: '512' } });
    expect(exitCode).toBe(2);
    expect(stderr).toBe('rnn: RNN_KERNELS: expected reference, 128, 256, got "512"\n');
  });

  test('are refused where this Node cannot run them', async (context) => {
    if (canBeWide()) context.skip('this Node runs 256-bit kernels');
    const { exitCode, stderr } = await train(['quick.yaml'], { env: { RNN_KERNELS: '256' } });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^rnn: 256-bit kernels need Node 24 or newer on x64, this is Node/);
    expect(await space.list('runs')).toEqual([]);
  });
});

describe('problems of the command line', () => {
  test('lists every problem of a config with exit code 2 and writes nothing', async () => {
    const { exitCode, stdout, stderr } = await train(['quick.yaml', '--set', 'training.stepz=1']);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^--set #1 training\.stepz: expected .*did you mean "steps"\?/);
    expect(await space.list('runs')).toEqual([]);
  });

  test.each(['../../x', '/etc/x', '-rf', 'a\nb', 'x'.repeat(300)])(
    'refuses the name %j',
    async (name) => {
      const { exitCode } = await train(['quick.yaml', '--set', `name=${JSON.stringify(name)}`]);
      expect(exitCode).toBe(2);
      expect(await space.list()).toEqual(['endless.yaml', 'quick.yaml']);
    },
  );

  test('refuses a progress mode that is not there', async () => {
    const { exitCode, stderr } = await train(['quick.yaml', '--progress', 'loud']);
    expect(exitCode).toBe(2);
    expect(stderr).toBe('rnn: --progress: expected auto, bar, plain, none, got "loud"\n');
  });

  test('says that values of the config do not fit the network', async () => {
    const set = 'model.initializer={ type: values, values: { layers.0.Whx: 1 } }';
    const { exitCode, stderr } = await train(['quick.yaml', '--set', set]);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(
      /^rnn: initializer values: no parameter is named layers\.0\.Whx; there are/,
    );
  });
});
