import { expect, it } from 'vitest';
import type { Label } from '../../../src/experiment/batch/manifest.ts';
import type { SuiteRunState } from '../../../src/experiment/batch/results.ts';
import { resultsCsv } from '../../../src/report/batch/resultsCsv.ts';
import { finishedJob, idOf, suiteOf } from '../../helpers/suites.ts';

const finished = finishedJob('solved', 1200, 0.1 + 0.2, 0.005);

it('has a line per run, with empty cells where there is nothing', () => {
  const runs = [
    [{ method: 'clip', rate: 0.01, seed: 1 }, finished],
    [
      { method: 'clip', seed: 2 },
      { type: 'interrupted', step: 7 },
    ],
    [{ method: 'none', rate: 1e-30, seed: 3 }, { type: 'open' }],
  ] as const;
  const id = (index: number) => idOf(`run ${index}`);
  expect(resultsCsv(suiteOf(['method', 'rate', 'seed'], runs))).toBe(`\
index,runId,name,method,rate,seed,state,outcome,step,split,loss,error,bitsPerCharacter,count,resultSha256
0,${id(0)},mine,clip,0.01,1,finished,solved,1200,test,0.30000000000000004,0.005,,100,${finished.resultSha256}
1,${id(1)},mine,clip,,2,interrupted,,7,,,,,,
2,${id(2)},mine,none,1e-30,3,open,,,,,,,,
`);
});

it.each<[Label, string]>([
  ['=HYPERLINK("http://x")', `"'=HYPERLINK(""http://x"")"`],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'=1"],
  ['a,b', '"a,b"'],
  ['say "x"', '"say ""x"""'],
  ['two\nlines', 'two lines'],
  [-0.5, '-0.5'],
  [-1e-7, '-1e-7'],
  [true, 'true'],
  ['', ''],
])('writes the label %j as %j', (label, cell) => {
  const text = resultsCsv(suiteOf(['a'], [[{ a: label }, { type: 'open' }]]));
  const line = text.split('\n')[1] ?? '';
  expect(line.slice(line.indexOf(',mine,') + 6, line.indexOf(',open'))).toBe(cell);
});

it('writes numbers that are not finite as pandas reads them', () => {
  const state: SuiteRunState = finishedJob('diverged', 3, Number.NaN, Number.POSITIVE_INFINITY);
  const [, line] = resultsCsv(suiteOf([], [[{}, state]])).split('\n');
  expect(line).toContain(',diverged,3,test,NaN,Infinity,,100,');
});

it('keeps an axis apart from a column of the same name, and its name harmless', () => {
  const runs = [[{ loss: 'mse', '=x': 1 }, { type: 'open' }]] as const;
  const [header = '', line] = resultsCsv(suiteOf(['loss', '=x', '__proto__'], runs)).split('\n');
  expect(header).toMatch(/^index,runId,name,axis\.loss,'=x,__proto__,state,/);
  expect(line).toMatch(/,mine,mse,1,,open,/);
});

it('of an empty suite is its header', () => {
  expect(resultsCsv(suiteOf(['seed'], [])).split('\n').length).toBe(2);
});
