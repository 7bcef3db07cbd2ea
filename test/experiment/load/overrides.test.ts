import { describe, expect, test } from 'vitest';
import { formatIssues } from '../../../src/experiment/load/issue.ts';
import { loadConfig } from '../../../src/experiment/load/loadConfig.ts';
import type { Spec } from '../../../src/experiment/schema/spec.ts';

const ADDITION = 'task: { type: addition }';

function specWith(set: readonly string[], text = ADDITION): Spec {
  const result = loadConfig(text, { file: 'c.yaml', set });
  if (!result.ok) throw new Error(formatIssues(result.issues));
  return result.spec;
}

function problemsWith(set: readonly string[], text = ADDITION): string {
  const result = loadConfig(text, { file: 'c.yaml', set });
  return result.ok ? '' : formatIssues(result.issues);
}

describe('what --set changes', () => {
  test('sets scalars, lists and mappings written as YAML', () => {
    const spec = specWith([
      'training.steps=50',
      'task.length={ min: 10, max: 20 }',
      'training.policy=[]',
    ]);
    expect(spec.training.steps).toBe(50);
    expect(spec.task.length).toEqual({ min: 10, max: 20 });
    expect(spec.training.policy).toEqual([]);
  });

  test('reaches into parts the config leaves at their defaults', () => {
    const spec = specWith([
      'model.layers.0.hiddenSize=100',
      'training.policy.0.maxNorm=5',
      'training.optimizer.momentum=0.9',
    ]);
    expect(spec.model.layers[0]?.hiddenSize).toBe(100);
    expect(spec.training.policy).toEqual([{ type: 'clipByNorm', maxNorm: 5, scope: 'global' }]);
    expect(spec.training.optimizer).toMatchObject({ type: 'sgd', momentum: 0.9 });
    const toy = specWith(['model.initializer.values.wr=3'], 'task: { type: toy }');
    expect(toy.model.initializer).toEqual({ type: 'values', values: { wr: 3, wi: -2.4 } });
  });

  test('replaces the object when it sets a type', () => {
    const text = `${ADDITION}\ntraining: { optimizer: { type: sgd, momentum: 0.5 } }`;
    const spec = specWith(['training.optimizer.type=adam', 'training.optimizer.beta1=0.8'], text);
    expect(spec.training.optimizer).toEqual({
      type: 'adam',
      learningRate: 0.001,
      beta1: 0.8,
      beta2: 0.999,
      epsilon: 1e-8,
      weightDecay: 0,
    });
  });

  test('takes the rest of the path as the name of a tensor', () => {
    const spec = specWith([
      'model.initializer.type=values',
      'model.initializer.values.layers.0.Whh=[[1]]',
    ]);
    expect(spec.model.initializer).toEqual({
      type: 'values',
      values: { 'layers.0.Whh': [[1]] },
    });
  });

  test('lets the task decide defaults whatever the order', () => {
    const spec = specWith(['model.initializer.values.wr=3', 'task.type=toy']);
    expect(spec.model.initializer).toEqual({ type: 'values', values: { wr: 3, wi: -2.4 } });
  });

  test('reaches into parts that are off by default', () => {
    const stop = { error: 0.5, plateau: { patience: 3, minimumImprovement: 0 } };
    const set = ['training.stop.error=0.5', 'training.stop.plateau.patience=3'];
    expect(specWith(set).training.stop).toEqual(stop);
  });

  test('lets the last of two overrides win', () => {
    expect(specWith(['seed=3', 'seed=4']).seed).toBe(4);
  });

  test('--seed sets the seed and has its own name in errors', () => {
    const good = loadConfig(ADDITION, { file: 'c.yaml', seed: '12' });
    expect(good.ok && good.spec.seed).toBe(12);
    const bad = loadConfig(ADDITION, { file: 'c.yaml', seed: 'x' });
    expect(bad.ok ? '' : formatIssues(bad.issues)).toContain('--seed seed: expected an integer');
  });
});

describe('what --set refuses', () => {
  test('names the override and points into it', () => {
    expect(problemsWith(['seed=2', 'training.steps=fifty'])).toBe(
      [
        '--set #2 training.steps: expected an integer from 0 to 1000000000, got "fifty"',
        '  training.steps=fifty',
        '                 ^',
      ].join('\n'),
    );
  });

  test('says that a space is missing after a colon', () => {
    expect(problemsWith(['seed=2', 'training.optimizer={type:rprop}'])).toBe(
      [
        '--set #2 training.optimizer.type: expected a space after the colon, got "type:rprop"; did you mean "type: rprop"?',
        '  training.optimizer={type:rprop}',
        '                      ^',
      ].join('\n'),
    );
    expect(problemsWith(['training.optimizer=type:rprop'])).toContain(
      'got "type:rprop"; did you mean "{ type: rprop }"?',
    );
    expect(specWith(['training.optimizer=type: rprop']).training.optimizer.type).toBe('rprop');
  });

  test('names the override that put a mapping in place of a number', () => {
    const text = 'task: { type: addition, length: 100 }';
    expect(problemsWith(['task.length.min=20'], text)).toBe(
      [
        '--set #1 task.length.max: expected an integer from 10 to 1000000000, got nothing',
        '  task.length.min=20',
        '  ^',
      ].join('\n'),
    );
  });

  test.each([
    ['training.stepz=5', 'did you mean "steps"'],
    ['model.layers.1.hiddenSize=1', 'expected a position from 0 to 0, or model.layers'],
    ['model.layers.-1.hiddenSize=1', 'expected a position from 0 to 0'],
    ['training.steps.x=1', 'it holds no keys, got "x"'],
    ['training.optimizer.beta1=0.5', 'got "beta1"'],
    ['training.optimizer.type=adamm', 'did you mean "adam"'],
    ['foo', 'expected path=value, got "foo"'],
    ['=1', 'expected path=value'],
    ['seed=', 'got nothing'],
    ['seed=[', 'expected valid YAML'],
    ['seed=*a', 'got the alias *a'],
    ['seed=012', 'without leading zeros'],
    ['a.__proto__.x=1', 'got "a"'],
    ['__proto__.polluted=1', 'got "__proto__"'],
    ['constructor.prototype.polluted=1', 'got "constructor"'],
    ['training.__proto__.polluted=1', 'got "__proto__"'],
    ['training={ __proto__: { polluted: 1 } }', 'got "__proto__"'],
    ['model.layers.__proto__=1', 'got "__proto__"'],
    ['model.layers.length=1', 'got "length"'],
  ])('refuses %s', (override, message) => {
    const problems = problemsWith([override]);
    expect(problems).toContain('--set #1');
    expect(problems).toContain(message);
    expect({}).not.toHaveProperty('polluted');
  });
});
