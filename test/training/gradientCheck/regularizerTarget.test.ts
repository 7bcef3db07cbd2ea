// The check of a regularizer's gradient: right ones pass, and a wrong one is found.
import { describe, expect, test } from 'vitest';
import { build } from '../../../src/experiment/build.ts';
import { loadConfigValue } from '../../../src/experiment/load/loadConfig.ts';
import { openStream } from '../../../src/math/random.ts';
import { checkGradient } from '../../../src/training/gradientCheck/checkGradient.ts';
import { regularizerTarget } from '../../../src/training/gradientCheck/regularizerTarget.ts';

function setupOf(regularizer: object, activation: string) {
  const config = {
    precision: 'f64',
    task: { type: 'addition', length: 10 },
    model: { layers: [5, 4].map((hiddenSize) => ({ type: 'elman', hiddenSize, activation })) },
    training: { batchSize: 3, regularizer },
  };
  const loaded = loadConfigValue(config, { file: 'test' });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.issues));
  const setup = build(loaded.spec, '128');
  setup.task.training(openStream(1, 'train')).next(setup.network.batch);
  return setup;
}

function verdictsOf(
  { training, regularizer, arena, network }: ReturnType<typeof setupOf>,
  factor = 1,
) {
  const target = regularizerTarget(training.regularizer, regularizer, arena, network)!;
  const fillGradient = (): void => {
    target.fillGradient();
    const Whh = network.gradient.tensors.find(({ name }) => name === 'layers.1.Whh')!;
    arena.elements[arena.indexOf(Whh, 1, 2)]! *= factor;
  };
  const check = checkGradient({ ...target, fillGradient }, { entries: Infinity, seed: 1 });
  let next = check.next();
  while (!next.done) next = check.next();
  return new Map(next.value.tensors.map(({ tensor, verdict }) => [tensor, verdict]));
}

const terms = [
  ...['norm', 'squaredNorm'].flatMap((ratio) =>
    ['sum', 'activeMean'].map((reduction) => ({ type: 'omega', alpha: 2, ratio, reduction })),
  ),
  { type: 'l2', lambda: 0.1 },
  { type: 'stabilizer', beta: 3 },
];

describe.each(['tanh', 'sigmoid'])('with %s units', (activation) => {
  test.each(terms)('the gradient of $type is right', (term) => {
    const verdicts = [...verdictsOf(setupOf(term, activation)).values()];
    expect(verdicts).toContain('agrees');
    expect(verdicts).not.toContain('differs');
  });

  test.each(terms)('one entry of $type that is off by 1e-4 is found', (term) => {
    expect(verdictsOf(setupOf(term, activation), 1 + 1e-4).get('layers.1.Whh')).toBe('differs');
  });
});

test('there is nothing to check without a regularizer', () => {
  const { training, regularizer, arena, network } = setupOf({ type: 'none' }, 'tanh');
  expect(regularizerTarget(training.regularizer, regularizer, arena, network)).toBeNull();
});
