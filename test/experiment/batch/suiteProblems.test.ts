import { symlink } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { loadSuite } from '../../../src/experiment/batch/loadSuite.ts';
import { formatIssues } from '../../../src/experiment/load/issue.ts';
import { useWorkspace } from '../../helpers/workspace.ts';
import { BASE, planOf, problemsOf } from './suites.ts';

const space = useWorkspace();
const problems = (text: string, options = {}) => problemsOf(space, `${BASE}\n${text}`, options);

describe('problems of a suite', () => {
  test('are all told at once, with place, caret and the word that was meant', async () => {
    expect(
      await problems(`sett: {}
runs:
  - sedes: 4
  - task.length: []
  - zip: [{ seed: [1, 2] }, { training.steps: [5] }]
  - training.batchSize: { log: [1, 1], count: 0 }`),
    ).toBe(
      [
        'suite.yaml:2:1 sett: expected one of the keys name, base, set, runs, exclude, search, got "sett"; did you mean "set"?',
        '  sett: {}',
        '  ^',
        'suite.yaml:4:5 runs.0.sedes: expected a path of the config, or one of product, zip, concat, seeds, methods, named, random, got "sedes"; did you mean "seeds"?',
        '    - sedes: 4',
        '      ^',
        'suite.yaml:5:18 runs.1."task.length": expected a list of values (a value that is a list itself in one more), or { linear: [from, to], count } or { log: [from, to], count }, got a list of 0',
        '    - task.length: []',
        '                   ^',
        'suite.yaml:6:29 runs.2.zip.1: expected as many values as the first of the zip has, 2, got 1',
        '    - zip: [{ seed: [1, 2] }, { training.steps: [5] }]',
        '                              ^',
        'suite.yaml:7:32 runs.3."training.batchSize".log: expected two different numbers above 0, [from, to], got a list of 2',
        '    - training.batchSize: { log: [1, 1], count: 0 }',
        '                                 ^',
        'suite.yaml:7:47 runs.3."training.batchSize".count: expected an integer from 2 to 1000000000, got 0',
        '    - training.batchSize: { log: [1, 1], count: 0 }',
        '                                                ^',
      ].join('\n'),
    );
  });

  test.each([
    ['runs: { seeds: 0 }', 'suite.yaml:2:16 runs.seeds: expected an integer from 1'],
    ['runs: { seeds: many }', 'runs.seeds: expected how many seeds, or a list of seeds'],
    ['runs: {}', 'runs: expected axes: a mapping with at least one key'],
    ['runs: []', 'runs: expected a list of at least one node, got a list of 0'],
    ['runs: 5', 'runs: expected axes'],
    ['runs: { concat: [] }', 'runs.concat: expected a list of at least one node'],
    ['runs: { methods: {} }', 'runs.methods: expected a mapping from names to settings'],
    [
      'runs: { methods: { a: 3 } }',
      'suite.yaml:2:23 runs.methods.a: expected a mapping from paths',
    ],
    ['runs: { methods: { ../a: {} } }', 'expected a name of 1 to 64 letters'],
    ['runs: { named: { "a b": { c: {} } } }', 'expected a name of 1 to 64 letters'],
    ['runs: { random: { count: 0, parameters: { seed: { choice: [1] } } } }', 'runs.random.count'],
    ['runs: { random: { count: 2, parameters: {} } }', 'expected at least one parameter'],
    ['runs: { random: { count: 2, parameters: { seed: 4 } } }', 'expected one of { linear:'],
    [
      'runs: { random: { count: 2, parameters: { seed: { choice: [] } } } }',
      'runs.random.parameters.seed.choice: expected a list of at least one value',
    ],
    [
      'runs: { random: { count: 2, parameters: { seed: { integer: [1, 2.5] } } } }',
      'seed.integer.1: expected two different integers',
    ],
    [
      'runs: { task.length: { log: [0, 5], count: 3 } }',
      'log.0: expected a finite number that is above 0',
    ],
    ['runs: { task.length: { linear: [1], count: 3 } }', 'linear: expected two different numbers'],
    [
      'runs: { task.length: { linear: [10, .inf], count: 3 } }',
      'linear.1: expected a finite number',
    ],
    ['name: ../x', 'name: expected a name of 1 to 64 letters'],
    [
      'search: { type: halfing }',
      'suite.yaml:2:17 search.type: expected one of none, halving, got "halfing"; did you mean "halving"?',
    ],
    ['search: { type: halving }', 'search.minimumSteps: expected an integer from 1'],
    ['set: [1]', 'suite.yaml:2:6 set: expected a mapping, got a list of 1'],
    ['exclude: { seed: 1 }', 'exclude: expected a list of mappings from axes to labels'],
  ])('%s', async (text, expected) => {
    expect(await problems(text)).toContain(expected);
  });

  test('a path that two axes of one run set, or an axis that it has twice', async () => {
    expect(await problems('runs: { seeds: 2, methods: { a: { seed: 5 } } }')).toContain(
      'suite.yaml:2:35 runs.methods.a.seed: expected a path that no other axis of the run sets, got "seed" again',
    );
    const types = '{ training.optimizer.type: [sgd] }, { training.optimizer: [{ type: adam }] }';
    expect(await problems(`runs: [${types}]`)).toContain('got "training.optimizer" again');
    expect(await problems(`runs: { zip: [${types}] }`)).toContain('got "training.optimizer" again');
    expect(await problems(`runs: { concat: [${types}] }`)).toBe('');
    expect(await problems('runs: { methods: { a: {} }, named: { method: { b: {} } } }')).toContain(
      'expected an axis that the run does not have yet, got "method" again',
    );
  });

  test('a setting of all runs that an axis sets as well', async () => {
    expect(await problems('set: { seed: 3 }\nruns: { seeds: 2 }')).toContain(
      'suite.yaml:2:8 seed: expected a path that no axis of the suite sets, got "seed"',
    );
    expect(await problems('runs: { seeds: 2 }', { seed: '3' })).toContain(
      '--seed seed: expected a path',
    );
  });

  test('an exclusion of what there is not', async () => {
    const runs = 'runs: { task.length: [50, 60], methods: { clip: {} } }';
    expect(await problems(`${runs}\nexclude: [{ methods: clip }, { task.length: 70 }]`)).toBe(
      [
        'suite.yaml:3:13 exclude.0.methods: expected one of the axes task.length, method, got "methods"; did you mean "method"?',
        '  exclude: [{ methods: clip }, { task.length: 70 }]',
        '              ^',
        'suite.yaml:3:45 exclude.1."task.length": expected one of the labels 50, 60, got 70; did you mean "50"?',
        '  exclude: [{ methods: clip }, { task.length: 70 }]',
        '                                              ^',
      ].join('\n'),
    );
    expect(await problems(`${runs}\nexclude: [{ method: clip }]`)).toContain(
      'exclude: expected at least one run that is left, got none',
    );
  });

  test('more runs than can be run are counted, not made', async () => {
    expect(
      await problems(
        'runs: [{ seeds: 1000000 }, { training.steps: { linear: [1, 2], count: 1000000 } }]',
      ),
    ).toContain(
      'suite.yaml:2:1 runs: expected a suite that can be run, got one that needs 1,000,000,000,000 runs, limit 100,000',
    );
  });
});

describe('problems of runs', () => {
  test('point into the suite and name the run, unless all have them', async () => {
    expect(
      await problems(`set: { training.stepz: 5 }
runs:
  - methods: { a: { training.policy: [{ type: clipByNorn }] }, b: {} }
  - task.length: [50, 5]`),
    ).toBe(
      [
        'suite.yaml:2:17 training.stepz: expected one of the keys batchSize, steps, truncation, optimizer, schedule, averaging, policy, regularizer, stop, got "stepz"; did you mean "steps"?',
        '  set: { training.stepz: 5 }',
        '                  ^',
        'suite.yaml:4:47 training.policy.0.type: expected one of none, clipByNorm, clipByValue, clipInBptt, adaptive, clipByHistory, noise, nonFinite, got "clipByNorn" (run method a, task.length 50 and 1 more); did you mean "clipByNorm"?',
        '    - methods: { a: { training.policy: [{ type: clipByNorn }] }, b: {} }',
        '                                                ^',
        'suite.yaml:5:23 task.length: expected an integer from 10 to 1000000000, got 5 (run method a, task.length 5 and 1 more)',
        '    - task.length: [50, 5]',
        '                        ^',
      ].join('\n'),
    );
  });

  test('point at the range, the draw or the bundle a value comes from', async () => {
    expect(await problems('runs: { training.batchSize: { linear: [1, 2], count: 3 } }')).toContain(
      'suite.yaml:2:29 training.batchSize: expected an integer from 1 to 65536, got 1.5 (run training.batchSize 1.5)',
    );
    const draw = 'parameters: { training.batchSize: { integer: [-3, -2] } }';
    expect(await problems(`runs: { random: { count: 1, ${draw} } }`)).toContain(
      'suite.yaml:2:63 training.batchSize: expected an integer from 1 to 65536, got -',
    );
  });

  test('point into the base, or its file', async () => {
    await space.write('base.yaml', 'task: { type: addition }\nseed: x');
    expect(await problemsOf(space, 'base: base.yaml\nruns: { training.steps: [1, 2] }')).toBe(
      [
        'base.yaml:2:7 seed: expected an integer from 0 to 9007199254740991, got "x"',
        '  seed: x',
        '        ^',
      ].join('\n'),
    );
    expect(await problemsOf(space, 'base: { task: { type: adition } }')).toContain(
      'suite.yaml:1:23 task.type: expected one of',
    );
    expect(await problemsOf(space, 'base: missing.yaml')).toContain(
      'suite.yaml:1:7 base: expected a config file, got no such file',
    );
    expect(await problemsOf(space, 'runs: { seeds: 2 }')).toContain('base: expected a config');
  });

  test('of the command line name the option', async () => {
    expect(await problems('', { set: ['seed=2', 'training.steps=x'] })).toContain(
      '--set #2 training.steps: expected an integer from 0 to 1000000000, got "x"',
    );
    expect(await problems('', { set: ['foo'] })).toContain('--set #1: expected path=value');
  });

  test('are at most fifty, and the rest is counted', async () => {
    const values = Array.from({ length: 80 }, (_, index) => `-${index + 1}`).join(', ');
    const text = await problems(`runs: { training.steps: [${values}] }`);
    expect(text.match(/training\.steps: expected/g)).toHaveLength(50);
    expect(text).toContain('expected at most 50 problems, got 30 more');
  });
});

describe('hostile suites', () => {
  const deep = '['.repeat(20_000) + ']'.repeat(20_000);
  test.each([
    ['aliases', 'a: &a [1, 1]\nb: &b [*a, *a]\nbase: *b'],
    ['merge keys', 'base: &b { task: { type: toy } }\nruns: { <<: *b }'],
    ['tags', 'base: !!js/function "x"'],
    ['depth', `base: {}\nruns: ${deep}`],
    ['keys given twice', `${BASE}\nruns: { seeds: 2, seeds: 3 }`],
    ['two documents', `${BASE}\n---\n${BASE}`],
    ['nothing', ''],
    ['a scalar', 'suite'],
    ['a list', '- 1'],
    ['tabs', 'base:\n\ttask: 1'],
    ['__proto__', `${BASE}\nruns: { __proto__: { seeds: [1] } }`],
    ['__proto__ in a bundle', `${BASE}\nruns: { methods: { __proto__: { seed: 1 } } }`],
    ['__proto__ in a path', `${BASE}\nruns: { training.__proto__.polluted: [1] }`],
    ['constructor in a path', `${BASE}\nset: { constructor.prototype.polluted: 1 }`],
    ['names of functions', `${BASE}\nruns: { toString: [1] }`],
    ['leading zeros', `${BASE}\nruns: { seeds: 012 }`],
  ])('are refused with their place: %s', async (_, text) => {
    expect(await problemsOf(space, text)).toMatch(/^suite\.yaml:\d+:\d+:? /);
    expect({}).not.toHaveProperty('polluted');
  });

  test('a byte order mark and CRLF are no problem', async () => {
    const { manifest } = await planOf(space, `\u{feff}${BASE}\r\nruns:\r\n  seeds: 2\r\n`);
    expect(manifest.jobs).toHaveLength(2);
  });

  test('files that cannot be read, and suites beside others', async () => {
    await space.write('suite.yaml', `${BASE}\nruns: { seeds: 2 }`);
    await symlink(space.path('loop'), space.path('loop'));
    const load = async (...files: string[]) => {
      const result = await loadSuite(files, { cwd: space.cwd });
      return result.ok ? '' : formatIssues(result.issues);
    };
    expect(await load('missing.yaml')).toBe(
      'missing.yaml: expected a config file, got no such file',
    );
    expect(await load('loop')).toContain('loop: expected a config file, got a cycle');
    expect(await load('suite.yaml', 'suite.yaml')).toContain('a suite is run alone');
    expect(await load()).toContain('got no file');
    await space.write('a.yaml', 'task: { type: adition }');
    await space.write('b.yaml', 'task: { type: toy }\nseeds: 3');
    expect(await load('a.yaml', 'b.yaml')).toMatch(
      /a\.yaml:1:15 task\.type[\s\S]*b\.yaml:2:1 seeds/,
    );
  });

  test('a name from the command line', async () => {
    expect(await problems('', { name: '../x' })).toBe(
      '--name: expected a name of 1 to 64 letters, digits, dots, underscores or hyphens that begins with a letter or digit, got "../x"',
    );
  });
});
