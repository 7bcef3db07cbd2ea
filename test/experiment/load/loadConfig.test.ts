import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatIssues } from '../../../src/experiment/load/issue.ts';
import { loadConfig, loadConfigValue } from '../../../src/experiment/load/loadConfig.ts';
import type { Spec } from '../../../src/experiment/schema/spec.ts';

function specOf(text: string): Spec {
  const result = loadConfig(text, { file: 'c.yaml' });
  if (!result.ok) throw new Error(formatIssues(result.issues));
  return result.spec;
}

function problemsOf(text: string): string {
  const result = loadConfig(text, { file: 'c.yaml' });
  return result.ok ? '' : formatIssues(result.issues);
}

describe('defaults', () => {
  test('fills every key of a config that names only its task', () => {
    expect(specOf('task: { type: temporalOrder }')).toEqual({
      name: 'temporalOrder',
      seed: 1,
      precision: 'f32',
      task: { type: 'temporalOrder', length: 100, rule: 'largestOutput' },
      model: {
        layers: [
          {
            type: 'elman',
            hiddenSize: 50,
            activation: 'tanh',
            bias: true,
            initialState: 'zero',
            bidirectional: false,
            normalization: 'none',
            residual: false,
            dropout: 0,
            recurrentDropout: 0,
          },
        ],
        readout: { type: 'linear' },
        initializer: { type: 'basicTanh' },
      },
      loss: { type: 'softmaxCrossEntropy' },
      training: {
        batchSize: 20,
        steps: 10_000,
        optimizer: {
          type: 'sgd',
          learningRate: 0.01,
          momentum: 0,
          momentumSchedule: { type: 'constant' },
          nesterov: false,
          weightDecay: 0,
        },
        schedule: { type: 'constant' },
        averaging: { type: 'none' },
        truncation: { type: 'none' },
        policy: [{ type: 'clipByNorm', maxNorm: 1, scope: 'global' }],
        regularizer: { type: 'none' },
        stop: {},
      },
      evaluation: { every: 1000, size: 1000 },
      metrics: { every: 1 },
      checkpoint: { seconds: 30, keep: 2 },
    });
  });

  test('gives the toy the unit of its form', () => {
    const lecture = specOf('task: { type: toy }');
    const paper = specOf('task: { type: toy, form: paper }');
    expect(lecture.precision).toBe('f64');
    expect(lecture.model.layers[0]).toMatchObject({
      hiddenSize: 1,
      bias: false,
      initialState: 0.5,
    });
    expect(lecture.model.initializer).toEqual({ type: 'values', values: { wr: 5, wi: -2.4 } });
    expect(paper.model.layers[0]).toMatchObject({ initialState: 0.6224593312018546 });
    expect(paper.model.initializer).toEqual({ type: 'values', values: { w: 5, b: -2.55 } });
    expect(paper.training).toMatchObject({ batchSize: 1, steps: 100 });
  });

  test('keeps what a config says over the defaults of its task', () => {
    const spec = specOf(
      'task: { type: toy }\nmodel: { initializer: { values: { wr: 3, wi: -1 } } }\ntraining: { steps: 7 }',
    );
    expect(spec.model.initializer).toEqual({ type: 'values', values: { wr: 3, wi: -1 } });
    expect(spec.training.steps).toBe(7);
    expect(spec.training.batchSize).toBe(1);
  });

  test('takes the default member of a family when a config names none', () => {
    const spec = specOf('task: { type: addition }\ntraining: { optimizer: { learningRate: 0.1 } }');
    expect(spec.training.optimizer).toMatchObject({ type: 'sgd', learningRate: 0.1 });
  });

  test('spaces the metrics of a long run', () => {
    expect(specOf('task: { type: addition }\ntraining: { steps: 100001 }').metrics.every).toBe(11);
  });

  test('reads JSON, a byte order mark and CRLF, and drops $schema', () => {
    const spec = specOf(
      '\u{feff}{"$schema": "x.json",\r\n "task": {"type": "toy"}, "seed": 3}\r\n',
    );
    expect(spec.seed).toBe(3);
    expect(spec).not.toHaveProperty('$schema');
  });
});

describe('problems', () => {
  test('reports position, received value, caret and the word that was meant', () => {
    expect(problemsOf('task: { type: toy }\ntraining:\n  stepz: 5\n')).toBe(
      [
        'c.yaml:3:3 training.stepz: expected one of the keys batchSize, steps, truncation, optimizer, schedule, averaging, policy, regularizer, stop, got "stepz"; did you mean "steps"?',
        '    stepz: 5',
        '    ^',
      ].join('\n'),
    );
    expect(problemsOf('task: { type: temporalorder }')).toBe(
      [
        'c.yaml:1:15 task.type: expected one of toy, temporalOrder, temporalOrder3, addition, multiplication, permutation, memorization, copy, echo, parity, sine, mackeyGlass, text, series, pianoRoll, sequences, got "temporalorder"; did you mean "temporalOrder"?',
        '  task: { type: temporalorder }',
        '                ^',
      ].join('\n'),
    );
  });

  test('reports all problems of one config at once, rules between fields included', () => {
    const text = [
      'task: { type: addition, length: { min: 30, max: 20 } }',
      'model:',
      '  layers: [{ type: elman, hiddensize: 3 }, { type: lstmm }, 4]',
      '  initializer: { type: uniform, minimum: 2, maximum: 1 }',
      'loss: { type: softmaxCrossEntropy }',
      'training: { steps: -1, optimizer: { type: sgd, nesterov: true } }',
      'seed: 0.5',
    ].join('\n');
    const result = loadConfig(text, { file: 'c.yaml' });
    expect(result.ok ? [] : result.issues.map(({ path }) => path)).toEqual([
      'task.length.min',
      'model.layers.0.hiddensize',
      'model.layers.1.type',
      'model.layers.2',
      'model.initializer.minimum',
      'loss.type',
      'training.steps',
      'training.optimizer.momentum',
      'seed',
    ]);
  });

  test('says that a space is missing after a colon, and of what hangs on it nothing', () => {
    const text = 'task: {type:addition}\ntraining: { optimizer: {type:rprop, etaMinus: 0.4} }';
    expect(problemsOf(text)).toBe(
      [
        'c.yaml:1:8 task.type: expected a space after the colon, got "type:addition"; did you mean "type: addition"?',
        '  task: {type:addition}',
        '         ^',
        'c.yaml:2:25 training.optimizer.type: expected a space after the colon, got "type:rprop"; did you mean "type: rprop"?',
        '  training: { optimizer: {type:rprop, etaMinus: 0.4} }',
        '                          ^',
      ].join('\n'),
    );
  });

  test.each([
    ['training:\n  seed: 1\n  steps:5', '3:3: expected a space after the colon, got "steps:5"'],
    ['seed:3\ntask: { type: toy }', '1:1: expected a space after the colon, got "seed:3"'],
    ['task: type:toy', 'got "type:toy"; did you mean "{ type: toy }"?'],
    ['task: { type: toy }\ntraining: steps:5', 'did you mean "{ steps: 5 }"?'],
    ['task: { type: toy }\nmodel: {layers:[{type:elman}]}', 'did you mean "type: elman"?'],
    ['task: { type: toy, length:9}', 'c.yaml:1:20 task.length: expected a space after the colon'],
    ['task: {type:addition,length:20}', '1:22 task.length: expected a space after the colon'],
    ['task:{type: toy}', 'did you mean "task: {type"?'],
    ['task: {__proto__:1}', 'expected a space after the colon, got "__proto__:1"'],
  ])('finds the missing space in %j', (text, message) => {
    expect(problemsOf(text)).toContain(message);
  });

  test('a colon in quotes, at an end or in a value needs no space', () => {
    expect(problemsOf('task: { "type":toy }')).toBe('');
    expect(specOf('task: { type: text, file: a:b.txt }').task).toMatchObject({ file: 'a:b.txt' });
    expect(problemsOf('task: { type: toy, "length:9" }')).toContain('expected one of the keys');
    expect(problemsOf('task: { type: toy, length: }')).toContain('got nothing');
  });

  test.each([
    ['task: { type: text }', 'task.file: expected a file path'],
    ['task: { type: text, file: a, split: { validation: 0.5, test: 0.5 } }', 'sum 1'],
    [
      'task: { type: temporalOrder, length: 9 }',
      'expected an integer from 10 to 1000000000, got 9',
    ],
    [
      'task: { type: toy }\nmodel: { layers: [{ type: elman }] }',
      'expected 1, the output size of toy',
    ],
    ['task: { type: toy }\nmodel: { layers: [] }', 'expected a list of 1 to 16 layers'],
    ['task: { type: toy }\nmodel: { layers: [{ type: elman, initialState: one }] }', 'got "one"'],
    ['task: { type: toy }\ntraining:', 'training: expected a mapping with the keys'],
    ['task: { type: toy }\nname: no way', 'name: expected a name'],
    ['task: { type: toy }\nseed: 9007199254740993', 'got 9007199254740993'],
    ['task: { type: toy }\nprecision: f16', 'expected one of f32, f64, got "f16"'],
    ['seed: 1', 'task: expected a mapping whose type is one of toy'],
  ])('refuses %j', (text, message) => {
    expect(problemsOf(text)).toContain(message);
  });

  test('shows at most 50 problems and counts the rest', () => {
    const text = Array.from({ length: 80 }, (_, index) => `key${index}: 1`).join('\n');
    const result = loadConfig(text, { file: 'c.yaml' });
    expect(result.ok).toBe(false);
    if (result.ok) return;
    expect(result.issues).toHaveLength(51);
    expect(result.issues.at(-1)?.message).toBe('expected at most 50 problems, got 31 more');
  });

  test('never throws, whatever the text', () => {
    const words = fc.constantFrom(
      'task',
      'type',
      'toy',
      ':',
      ' ',
      '\n',
      '{',
      '}',
      '[',
      ']',
      '-',
      '"',
      '&a',
      '*a',
      '!t',
      '#',
      ',',
      '1',
      '|',
      '?',
      '%',
      '\t',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(words).map((all) => all.join('')),
        ),
        (text) => {
          const result = loadConfig(text, { file: 'c.yaml', set: [text] });
          expect(result.ok ? '' : formatIssues(result.issues)).not.toContain('undefined');
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('data instead of text', () => {
  test('loads what text would give, and leaves its input alone', () => {
    const value = { task: { type: 'toy' }, seed: 4 };
    const result = loadConfigValue(value, { file: 'spec.json', set: ['task.length=9'] });
    expect(result.ok && result.spec.task.length).toBe(9);
    expect(value).toEqual({ task: { type: 'toy' }, seed: 4 });
  });

  test('accepts its own output', () => {
    const spec = specOf('task: { type: text, file: a.txt }');
    expect(loadConfigValue(spec, { file: 'spec.json' })).toEqual({ ok: true, spec });
  });

  test('names the data in problems', () => {
    const result = loadConfigValue(
      { task: { type: 'toy' }, seed: Number.NaN },
      { file: 'spec.json' },
    );
    expect(result.ok ? '' : formatIssues(result.issues)).toBe(
      'spec.json seed: expected an integer from 0 to 9007199254740991, got NaN',
    );
  });

  test('survives data that contains itself', () => {
    const value: Record<string, unknown> = { task: { type: 'toy' } };
    value.model = value;
    expect(loadConfigValue(value, { file: 'spec.json' }).ok).toBe(false);
  });
});
