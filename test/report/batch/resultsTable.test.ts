import { describe, expect, it } from 'vitest';
import type { Label } from '../../../src/experiment/batch/manifest.ts';
import type { SuiteRunState } from '../../../src/experiment/batch/results.ts';
import { type SummaryOptions, summarizeSuite } from '../../../src/experiment/batch/suiteSummary.ts';
import { resultsLine, resultsTable } from '../../../src/report/batch/resultsTable.ts';
import type { TerminalOptions } from '../../../src/report/terminal.ts';
import { visibleWidth } from '../../../src/report/text.ts';
import { finishedJob, suiteOf } from '../../helpers/suites.ts';
import { ASCII, COLORED, PLAIN, WIDTHS } from '../terminals.ts';

type Runs = readonly (readonly [Readonly<Record<string, Label>>, SuiteRunState])[];

const draw = (
  axes: readonly string[],
  runs: Runs,
  terminal: TerminalOptions = PLAIN,
  options: SummaryOptions = {},
) => resultsTable(summarizeSuite(suiteOf(axes, runs), options), terminal, 'runs');

const AXES = ['method', 'length', 'hiddenSize', 'seed'];

/** Two methods at two lengths, five seeds each. */
const RUNS: Runs = ['none', 'clip'].flatMap((method) =>
  [50, 100].flatMap((length) =>
    [1, 2, 3, 4, 5].map((seed) => {
      const isClip = method === 'clip';
      const solved = finishedJob('solved', 100 * seed * length, seed / 1000, seed / 400);
      const completed = finishedJob('completed', 100_000, 0.5 + seed / 10, 0.2 + seed / 100);
      const state = (): SuiteRunState => {
        if (length === 100 && seed === 5) {
          return isClip
            ? { type: 'open' }
            : { type: 'failed', attempts: 3, reason: 'the worker was killed (SIGKILL)' };
        }
        if (!isClip && seed === 4) return finishedJob('diverged', 312, null);
        return seed <= (isClip ? 4 : 1) ? solved : completed;
      };
      return [{ method, length, hiddenSize: 50, seed }, state()] as const;
    }),
  ),
);

describe('the table of a suite', () => {
  it('fits 80 columns', () => {
    expect(draw(AXES, RUNS)).toMatchInlineSnapshot(`
      "mine: 18 of 20 runs finished, 10 solved, 2 diverged; 1 failed, 1 open
      all with hiddenSize 50

      method  length  runs          solved     steps          error  failed  diverged
      none        50   5/5     20% (4-62%)  >100,000  17.6% ± 11.6%                 1
      none       100   4/5     25% (5-70%)  >100,000  15.1% ± 12.9%       1         1
      clip        50   5/5    80% (38-96%)    15,000   5.5% ± 10.9%
      clip       100   4/5  100% (51-100%)    25,000  0.63% ± 0.32%
      best: method none, length 50, hiddenSize 50, seed 1, error 0.25%, loss 0.001, in
        runs/mine-c18edc685e15bef7
      left out for want of width: loss, lowest loss, lowest error; --json has all
      solved: of finished runs, with Wilson's 95% interval; steps: median to solve;
      error: mean and deviation at the end, without diverged runs

      method  against  pairs  wins  ties  losses      p         steps
      none    clip         9     0     3       6  0.031  0 ± 0 (of 2)
      left out for want of width: loss, unpaired; --json has all
      pair: runs alike but for method; win: solved sooner, else lower loss; p: exact
      sign test; steps: mean difference and deviation

      failed after 3 attempts: mine-1c91ed5461e11bba: the worker was killed (SIGKILL)
      "
    `);
  });

  it('shows all there is in 200 columns', () => {
    expect(draw(AXES, RUNS, { ...PLAIN, columns: 200 })).toMatchInlineSnapshot(`
      "mine: 18 of 20 runs finished, 10 solved, 2 diverged; 1 failed, 1 open
      all with hiddenSize 50

      method  length  runs          solved     steps          error  failed  diverged              loss     lowest loss    lowest error
      none        50   5/5     20% (4-62%)  >100,000  17.6% ± 11.6%                 1     0.625 ± 0.434  0.001 (seed 1)  0.25% (seed 1)
      none       100   4/5     25% (5-70%)  >100,000  15.1% ± 12.9%       1         1       0.5 ± 0.435  0.001 (seed 1)  0.25% (seed 1)
      clip        50   5/5    80% (38-96%)    15,000   5.5% ± 10.9%                       0.202 ± 0.446  0.001 (seed 1)  0.25% (seed 1)
      clip       100   4/5  100% (51-100%)    25,000  0.63% ± 0.32%                    0.0025 ± 0.00129  0.001 (seed 1)  0.25% (seed 1)
      best: method none, length 50, hiddenSize 50, seed 1, error 0.25%, loss 0.001, in runs/mine-c18edc685e15bef7
      solved: of finished runs, with Wilson's 95% interval; steps: median to solve; error and loss: mean and deviation at the end, without diverged runs

      method  against  pairs  wins  ties  losses      p         steps                  loss  unpaired
      none    clip         9     0     3       6  0.031  0 ± 0 (of 2)  0.427 ± 0.402 (of 7)         0
      pair: runs alike but for method; win: solved sooner, else lower loss; p: exact sign test; steps and loss: mean difference and deviation

      failed after 3 attempts: mine-1c91ed5461e11bba: the worker was killed (SIGKILL)
      "
    `);
  });

  it('puts labels above the numbers where both side by side have no room', () => {
    const lines = draw(AXES, RUNS, { ...ASCII, columns: 40 }).split('\n');
    expect(lines.slice(0, 10).join('\n')).toMatchInlineSnapshot(`
      "mine: 18 of 20 runs finished, 10 solved,
        2 diverged; 1 failed, 1 open
      all with hiddenSize 50

      runs          solved     steps
      method none, length 50
       5/5     20% (4-62%)  >100,000
      method none, length 100
       4/5     25% (5-70%)  >100,000
      method clip, length 50"
    `);
  });

  it.each(WIDTHS)('is no wider than a terminal of %d columns', (columns) => {
    for (const terminal of [PLAIN, ASCII, COLORED]) {
      for (const line of draw(AXES, RUNS, { ...terminal, columns }).split('\n')) {
        expect(visibleWidth(line), line).toBeLessThanOrEqual(columns);
      }
    }
  });

  it('is plain ASCII where the terminal shows no more, and has colours only where it has them', () => {
    expect(draw(AXES, RUNS, { ...ASCII, columns: 200 })).toMatch(/^[\n -~]*$/);
    expect(draw(AXES, RUNS, { ...ASCII, columns: 200 })).toContain(' +- ');
    expect(draw(AXES, RUNS, COLORED)).toContain('\u001b[');
    expect(draw(AXES, RUNS, PLAIN)).not.toContain('\u001b');
  });

  it('has columns for what happened only', () => {
    const text = draw(['seed'], [[{ seed: 1 }, finishedJob('completed', 10, 0.25)]], {
      ...PLAIN,
      columns: 200,
    });
    const [line, , headings, row] = text.split('\n');
    expect(line).toBe('mine: 1 of 1 run finished, 0 solved');
    expect(headings?.trim().split(/\s{2,}/)).toEqual([
      'runs',
      'solved',
      'steps',
      'loss',
      'lowest loss',
    ]);
    expect(row?.trim().split(/\s{2,}/)).toEqual([
      '1/1',
      '0% (0-79%)',
      '>10',
      '0.25',
      '0.25 (seed 1)',
    ]);
  });

  it('says nothing of solving where no run says when it is solved', () => {
    const { runs, ...suite } = suiteOf(
      AXES,
      RUNS.map(([labels]) => [labels, finishedJob('completed', 9, 1, 0)]),
    );
    const unsolvable = { ...suite, runs: runs.map((run) => ({ ...run, canSolve: false })) };
    const text = resultsTable(summarizeSuite(unsolvable), PLAIN, 'runs');
    expect(text).toMatch(/^method +length +runs +error +loss +lowest loss +lowest error$/m);
    expect(text).not.toMatch(/Wilson|median|solved sooner|>9/);
    expect(text).toContain('win: lower loss; ');
  });

  it('names the best run and its directory at any width', () => {
    for (const columns of [40, 80, 200]) {
      const text = draw(AXES, RUNS, { ...PLAIN, columns }).replaceAll(/\n +/g, ' ');
      expect(text).toMatch(
        /^best: method none, length 50, hiddenSize 50, seed 1, error 0.25%, loss 0.001, in runs\/mine-[0-9a-f]{16}$/m,
      );
    }
    expect(draw(AXES, [[{ seed: 1 }, { type: 'open' }]])).not.toContain('best:');
  });

  it('explains a table in two lines of 80 columns at most', () => {
    const lines = draw(AXES, RUNS, COLORED).split('\n');
    const [groups, comparisons] = [/^.{0,9}solved: /, /^.{0,9}pair: /].map((first) => {
      const from = lines.findIndex((line) => first.test(line));
      return lines.slice(from, lines.indexOf('', from));
    });
    expect([groups?.length, comparisons?.length]).toEqual([2, 2]);
  });

  it('counts numbers that are not finite', () => {
    const text = draw(
      ['method', 'seed'],
      [
        [{ method: 'a', seed: 1 }, finishedJob('completed', 10, Number.NaN)],
        [{ method: 'a', seed: 2 }, finishedJob('completed', 10, 2)],
      ],
    );
    const [, , headings = '', row = ''] = text.split('\n');
    const at = headings.indexOf('not finite');
    expect(row.slice(at, at + 'not finite'.length)).toBe('         1');
    expect(row).toMatch(/ 2 {2}/);
  });

  it('says never where the run in the middle diverged', () => {
    const diverged = finishedJob('diverged', 3, null);
    expect(draw(['seed'], [[{ seed: 1 }, diverged]])).toContain('never');
  });

  it('takes escape sequences and control characters out of labels, names and reasons', () => {
    const evil = '\u001b[31mred\u202e\u0007\u0000\n';
    const text = draw(
      [evil, 'method', 'seed'],
      [
        [{ [evil]: evil, method: evil, seed: evil }, finishedJob('completed', 10, 1)],
        [{ [evil]: 2, method: 'b', seed: evil }, finishedJob('completed', 10, 2)],
        [
          { [evil]: 1, method: 'b', seed: evil },
          { type: 'failed', attempts: 1, reason: evil },
        ],
      ],
      { ...PLAIN, columns: 200 },
    );
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    const summary = summarizeSuite({ ...suiteOf([], []), name: evil });
    expect(resultsLine(summary)).toBe('red : 0 of 0 runs finished, 0 solved');
    expect(text.match(/red/g)?.length).toBeGreaterThanOrEqual(5);
  });

  it('knows no label that objects inherit', () => {
    const text = draw(['toString', 'seed'], [[{ seed: 1 }, { type: 'open' }]]);
    expect(text.split('\n')[3]).toMatch(/^- +0\/1$/);
  });

  it('cuts long labels', () => {
    const text = draw(['method', 'seed'], [[{ method: 'x'.repeat(500), seed: 1 }, RUNS[0]![1]]]);
    expect(text.split('\n')[3]).toMatch(/^x{21}\.\.\. +1\/1 /);
  });

  it('lists a few failures and counts the rest', () => {
    const runs = Array.from({ length: 13 }, (_, seed) => {
      return [{ seed }, { type: 'failed', attempts: 1, reason: 'no' }] as const;
    });
    const lines = draw(['seed'], runs).split('\n');
    expect(lines.filter((line) => /^failed after 1 attempt: mine-/.test(line)).length).toBe(10);
    expect(lines.at(-2)).toBe('and 3 more; --json has all');
  });

  it('of an empty suite is one line', () => {
    expect(draw(AXES, [])).toBe('mine: 0 of 0 runs finished, 0 solved\n');
  });
});

it('one line says how far a suite is', () => {
  expect(resultsLine(summarizeSuite(suiteOf(AXES, RUNS)))).toBe(
    'mine: 18 of 20 runs finished, 10 solved, 2 diverged; 1 failed, 1 open',
  );
});
