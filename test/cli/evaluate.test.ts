// `rnn evaluate` on a run: tables, documents, and what is refused.
import { beforeEach, describe, expect, test } from 'vitest';
import { useWorkspace } from '../helpers/workspace.ts';
import { invoke } from './invoke.ts';

const space = useWorkspace();
let run = '';

beforeEach(async () => {
  await space.write(
    'c.yaml',
    `name: mine
task: { type: temporalOrder, length: 10 }
model: { layers: [{ type: elman, hiddenSize: 3 }] }
training: { steps: 5, batchSize: 4 }
evaluation: { every: 5, size: 20 }
`,
  );
  await invoke(['train', 'c.yaml', '--quiet', '--progress', 'none'], { cwd: space.cwd });
  run = await space.runDirectory();
});

const evaluate = (...options: readonly string[]) =>
  invoke(['evaluate', run, ...options], { cwd: space.cwd });

describe('rnn evaluate', () => {
  test('shows what the run ended with', async () => {
    const { exitCode, stdout, stderr } = await evaluate();
    expect([exitCode, stderr]).toEqual([0, '']);
    const [headings, row, gap, closing] = stdout.split('\n');
    expect(headings?.split(/ {2,}/)).toEqual(
      expect.arrayContaining(['split', 'length', 'error', '95% interval', 'loss', 'of']),
    );
    expect(row).toMatch(/^ ?test +10 +\d+%? .* 20 +75% +1\.39$/);
    expect([gap, closing]).toEqual(['', 'mine after 5 steps, on temporalOrder']);
  });

  test('prints one JSON document, the numbers of result.json among it', async () => {
    const { test: recorded } = JSON.parse(await space.read(`${run}/result.json`));
    const { exitCode, stdout } = await evaluate('--json');
    expect(exitCode).toBe(0);
    const document = JSON.parse(stdout);
    expect(document).toMatchObject({ schema: 1, name: 'mine', step: 5, task: 'temporalOrder' });
    expect(document.evaluations).toHaveLength(1);
    expect(document.evaluations[0]).toMatchObject({ ...recorded, length: 10 });
    expect(Object.keys(document.evaluations[0].interval)).toEqual(['low', 'high']);
  });

  test('says it in one line with --quiet', async () => {
    const { stdout } = await evaluate('--quiet', '--length', '10,20', '--step', 'last');
    expect(stdout).toMatch(
      /^mine after 5 steps, on temporalOrder: length 10, test loss .*, error .* of 20 \(floor 75%\); length 20, test loss .*\n$/,
    );
  });

  test('takes lengths, a split and a number of sequences', async () => {
    const options = ['--length', '50,10,20:40:3', '--split', 'validation', '--sequences', '6'];
    const { stdout } = await evaluate(...options, '--json');
    const { evaluations } = JSON.parse(stdout);
    expect(evaluations.map(({ length }: { length: number }) => length)).toEqual([
      50, 10, 20, 30, 40,
    ]);
    for (const one of evaluations) expect(one).toMatchObject({ split: 'validation', count: 6 });
  });

  test('says the same twice, with any kernels', async () => {
    const [first, ...others] = await Promise.all(
      ['128', '128', 'reference'].map((kernels) =>
        invoke(['evaluate', run, '--length', '10,300', '--json'], {
          cwd: space.cwd,
          env: { RNN_KERNELS: kernels },
        }),
      ),
    );
    for (const { stdout } of others) expect(stdout).toBe(first?.stdout);
  });

  test.each([20, 40])('is no wider than a terminal of %d columns', async (terminalColumns) => {
    const { stdout } = await invoke(['evaluate', run, '--no-color'], {
      cwd: space.cwd,
      terminalColumns,
    });
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(terminalColumns);
  });

  test('ends when it is interrupted', async () => {
    const { exitCode, stdout, stderr } = await invoke(
      ['evaluate', run, '--sequences', '1000000', '--progress', 'none'],
      {
        cwd: space.cwd,
        onSignal: (listener) => {
          setImmediate(() => listener('SIGINT'));
          return () => {};
        },
      },
    );
    expect([exitCode, stdout, stderr]).toEqual([130, '', 'rnn: interrupted: 0 of 1 evaluations\n']);
  });
});

describe('what is refused', () => {
  test.each([
    [['--length', '0'], '--length: expected a whole number from 1 to 1000000, got "0"'],
    [['--length', '10,,20'], '--length: expected a whole number from 1 to 1000000, got ""'],
    [['--length', '10:20'], '--length: expected min:max:count such as -4:-1:401 or one number'],
    [['--length', '5'], '--length 5 task.length: expected an integer from 10'],
    [['--split', 'training'], '--split: expected validation, test, got "training"'],
    [['--sequences', '0'], '--sequences: expected a whole number from 1'],
    [
      ['--set', 'training.steps=3'],
      '--set #1: expected task.KEY=VALUE, since the network is trained',
    ],
    [
      ['--set', 'task.type=addition'],
      'expected one of 6 symbols a step, as it was trained on, got 2',
    ],
    [['--file', 'c.yaml'], '--file: expected a task that reads files, got temporalOrder'],
    [['--step', '3'], 'has no checkpoint of step 3'],
  ])('%j', async (options, message) => {
    const { exitCode, stdout, stderr } = await evaluate(...options);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/^rnn: /);
  });
});

describe('a run on files', () => {
  const train = async (task: string, loss = 'softmaxCrossEntropy') => {
    await space.write(
      'data.yaml',
      `name: data
task: ${task}
model: { layers: [{ type: elman, hiddenSize: 3 }] }
training: { steps: 2, batchSize: 2 }
loss: { type: ${loss} }
`,
    );
    const argv = ['train', 'data.yaml', '--quiet', '--progress', 'none', '--out', 'data'];
    const { exitCode, stderr } = await invoke(argv, { cwd: space.cwd });
    expect([exitCode, stderr]).toEqual([0, '']);
    const [name = ''] = await space.list('data');
    run = `data/${name}`;
  };

  const text = async () => {
    await space.write('text.txt', 'what is learned, letter by letter. '.repeat(40));
    await train('{ type: text, file: text.txt, length: 9 }');
  };

  test.each([
    ['a pipe', undefined],
    ['40 columns', 40],
    ['200 columns', 200],
  ])('shows the floors of a text, in bits, too: %s', async (_, terminalColumns) => {
    await text();
    const options = terminalColumns === undefined ? {} : { terminalColumns };
    const argv = ['evaluate', run, '--no-color'];
    const { stdout } = await invoke(argv, { cwd: space.cwd, ...options });
    const { stdout: json } = await evaluate('--json');
    for (const { floors } of JSON.parse(json).evaluations) {
      const [{ loss, error }] = floors;
      for (const value of [loss, loss / Math.LN2]) expect(stdout).toContain(value.toPrecision(3));
      expect(stdout).toContain(`${(100 * error).toPrecision(3)}%`);
    }
  });

  test.each(['', 'w'])('names a file with nothing to predict in it: %j', async (held) => {
    await text();
    await space.write('e.txt', held);
    const { exitCode, stdout, stderr } = await evaluate('--file', 'e.txt');
    expect([exitCode, stdout]).toEqual([65, '']);
    expect(stderr).toContain(space.path('e.txt'));
    expect(stderr).not.toContain('--split');
  });

  test('refuses what only drawn tasks have', async () => {
    await text();
    for (const option of ['--length', '--sequences']) {
      const { exitCode, stdout, stderr } = await evaluate(option, '5');
      expect([exitCode, stdout]).toEqual([2, '']);
      expect(stderr).toBe(
        `rnn: ${option}: expected a task whose sequences are drawn, got text, ` +
          `whose data ${option === '--length' ? 'say how long they are' : 'are evaluated as a whole'}; ` +
          'leave it out\n',
      );
    }
  });

  test('on music shows both parts, and of another file the one asked for', async () => {
    const tunes = (count: number) => [Array.from({ length: count }, (_, t) => [60 + (t % 3)])];
    const parts = { training: tunes(12), validation: tunes(5), test: tunes(7) };
    await space.write('tunes.json', JSON.stringify(parts));
    await train('{ type: pianoRoll, file: tunes.json, length: 4 }', 'sigmoidCrossEntropy');
    const found = async (...options: readonly string[]) => {
      const { stdout } = await evaluate('--json', ...options);
      return JSON.parse(stdout).evaluations.map(
        ({ split, length, count }: { split: string; length: unknown; count: number }) =>
          `${split} ${length} ${count}`,
      );
    };
    expect(await found()).toEqual(['validation null 4', 'test null 6']);
    expect(await found('--file', 'tunes.json')).toEqual(['test null 6']);
    expect(await found('--file', 'tunes.json', '--split', 'validation')).toEqual([
      'validation null 4',
    ]);
  });
});
