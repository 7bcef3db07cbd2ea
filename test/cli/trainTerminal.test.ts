// What `rnn train` shows, by what its streams and the environment can show.
import { stripVTControlCharacters } from 'node:util';
import { beforeEach, describe, expect, test } from 'vitest';
import { useWorkspace } from '../helpers/workspace.ts';
import { type InvokeOptions, invoke } from './invoke.ts';

const space = useWorkspace();

beforeEach(() =>
  space.write(
    'quick.yaml',
    `name: quick
task: { type: temporalOrder, length: 12 }
model: { layers: [{ type: elman, hiddenSize: 5 }] }
training: { steps: 60, batchSize: 4, policy: [{ type: clipByNorm, maxNorm: 0.1 }] }
evaluation: { every: 20, size: 8 }
`,
  ),
);

const ESCAPE = '\u001b';

const train = (argv: readonly string[] = [], options: InvokeOptions = {}) =>
  invoke(['train', 'quick.yaml', ...argv], { cwd: space.cwd, ...options });

function longestLine(text: string): number {
  const lines = stripVTControlCharacters(text).split(/[\r\n]/);
  return Math.max(...lines.map((line) => [...line].length));
}

describe('off a terminal', () => {
  test('there are no escape codes and no carriage returns', async () => {
    const { stdout, stderr } = await train();
    for (const text of [stdout, stderr]) {
      expect(text).not.toContain(ESCAPE);
      expect(text).not.toContain('\r');
    }
  });

  test('the report shows curves, evaluations and what happened', async () => {
    const { stdout } = await train();
    expect(stdout).toMatch(/^Training loss \(nats\)$/m);
    expect(stdout).toMatch(/^Gradient norm before clipping \(log scale\)$/m);
    expect(stdout).toContain('maxNorm 0.1');
    expect(stdout).toMatch(/^‖dL\/dh_t‖ over time \(log scale\)$/m);
    expect(stdout).toMatch(/^step 60: from t = 12 back to t = 1 the gradient/m);
    expect(stdout).toMatch(/^ *60 .* 8 +test$/m);
    expect(stdout).toMatch(/^gradient norm: mean .*, clipped in .*% of steps$/m);
    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(
      /^completed 60 steps; training loss [\d.]+; clipByNorm acted in .*% of steps \(norm .* to 0\.1\); test loss .*; runs\/quick-[0-9a-f]{16}$/,
    );
  });

  test('FORCE_COLOR brings colours, NO_COLOR alone changes nothing', async () => {
    expect((await train([], { env: { FORCE_COLOR: '1' } })).stdout).toContain(`${ESCAPE}[`);
    expect((await train([], { env: { NO_COLOR: '1' } })).stdout).not.toContain(ESCAPE);
  });
});

describe('on a terminal', () => {
  const terminal = { terminalColumns: 80, env: { TERM: 'xterm-256color', LANG: 'en_US.UTF-8' } };

  test('there is a bar on stderr and colour in the report', async () => {
    const { stdout, stderr } = await train([], terminal);
    expect(stderr).toContain(ESCAPE);
    expect(stdout).toContain(`${ESCAPE}[`);
  });

  test.each([
    ['--no-color', ['--no-color'], {}],
    ['NO_COLOR', [], { NO_COLOR: '1' }],
    ['FORCE_COLOR=0', [], { FORCE_COLOR: '0' }],
    ['TERM=dumb', [], { TERM: 'dumb' }],
  ])('%s takes the colours away', async (_, argv, env) => {
    const { stdout } = await train(argv, { ...terminal, env: { ...terminal.env, ...env } });
    expect(stdout).not.toContain(ESCAPE);
  });

  test('a dumb one gets plain lines', async () => {
    const { stderr } = await train([], { ...terminal, env: { TERM: 'dumb' } });
    expect(stderr).not.toContain(ESCAPE);
    expect(stderr).not.toContain('\r');
    expect(stderr).toMatch(/^step 20: evaluation loss/m);
  });

  test.each(['C', 'POSIX', 'en_US.ISO-8859-1'])('LC_ALL=%s gets ASCII only', async (locale) => {
    const { stdout, stderr } = await train([], { terminalColumns: 80, env: { LC_ALL: locale } });
    expect(`${stdout}${stderr}`).toMatch(/^\p{ASCII}*$/u);
  });

  test.each([20, 33, 80, 200])('no line is wider than %d columns', async (columns) => {
    const { stdout } = await train([], { ...terminal, terminalColumns: columns });
    expect(longestLine(stdout)).toBeLessThanOrEqual(columns);
  });
});

describe('--progress and --quiet', () => {
  test('none shows no evaluations in passing, only the report', async () => {
    const { stdout, stderr } = await train(['--progress', 'none']);
    expect(stderr).toBe('');
    expect(stdout).toContain('Training loss');
  });

  test('plain writes lines on a terminal too', async () => {
    const { stderr } = await train(['--progress', 'plain'], { terminalColumns: 80 });
    expect(stderr).not.toContain(ESCAPE);
    expect(stderr).toMatch(/^step 20: evaluation loss/m);
  });

  test('bar writes no bar into a file', async () => {
    const { stderr } = await train(['--progress', 'bar']);
    expect(stderr).not.toContain(ESCAPE);
    expect(stderr).not.toContain('\r');
  });

  test.each([undefined, 24])('quiet prints one closing line, width %s', async (columns) => {
    const { stdout, stderr } = await train(
      ['--quiet'],
      columns === undefined ? {} : { terminalColumns: columns },
    );
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^completed 60 steps; .*; runs\/quick-[0-9a-f]{16}\n$/);
  });

  test('quiet with --json prints the document and nothing else', async () => {
    const { stdout, stderr } = await train(['--quiet', '--json']);
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'completed' });
  });
});
