import { describe, expect, test, vi } from 'vitest';
import { adviceFor } from '../../src/cli/doctor/advice.ts';
import type { Survey } from '../../src/cli/doctor/findings.ts';
import { availableKernels } from '../../src/math/engine.ts';
import { invoke } from './invoke.ts';

const altered = vi.hoisted(() => ({ fails: false }));

vi.mock('../../src/math/selfTest/selfTest.ts', async (importOriginal) => {
  const original = await importOriginal<typeof import('../../src/math/selfTest/selfTest.ts')>();
  return {
    ...original,
    selfTestHash: (...given: Parameters<typeof original.selfTestHash>) =>
      altered.fails ? 'another hash' : original.selfTestHash(...given),
  };
});

const kernel = (name: '128' | '256' | 'reference', rate: number) => ({
  name,
  precision: 'f32' as const,
  operandBits: 128,
  passesSelfTest: true,
  product64PerSecond: rate,
  product256PerSecond: rate,
  tanhPerSecond: 1e9,
});

const well: Omit<Survey, 'advice'> = {
  schema: 1,
  machine: {
    version: '1.0.0',
    node: '24.1.0',
    v8: '13',
    arch: 'x64',
    processor: 'a processor',
    cores: 4,
    memoryBytes: 2 ** 34,
    load: 0.1,
    hasAvx2: true,
  },
  requested: null,
  choices: [{ precision: 'f32', kernels: '256', reason: 'faster' }],
  canBeWide: true,
  kernels: [kernel('reference', 3e9), kernel('128', 6e10), kernel('256', 1e11)],
};

describe('rnn doctor', () => {
  test('says which kernels run, why, how fast, and on what', async () => {
    const { exitCode, stdout, stderr } = await invoke(['doctor']);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(new RegExp(`on Node ${process.versions.node} \\(V8 .*\\), \\w+`));
    expect(stdout).toMatch(/, \d+ cores, [\d.]+ [KMGT]iB of memory/);
    expect(stdout).toMatch(/^ {2}f32: the \w+ kernels; .+$/m);
    expect(stdout).toMatch(/^ {2}f64: the \w+ kernels; .+$/m);
    expect(stdout).toMatch(/^ {2}RNN_KERNELS: not set$/m);
    expect(stdout).toMatch(/^reference +f32 +passed +[\d.]+ +[\d.]+ +[\d.]+ +32$/m);
    expect(stdout).toMatch(/^ +128 +f64 +passed +[\d.]+ +[\d.]+ +[\d.]+ +128$/m);
    expect(stdout).toContain('What would help');
  });

  test('prints one JSON document with every kernel that can run', async () => {
    const { exitCode, stdout } = await invoke(['doctor', '--json']);
    expect(exitCode).toBe(0);
    const survey: Survey = JSON.parse(stdout);
    expect(survey).toMatchObject({ schema: 1, requested: null });
    expect(survey.kernels.map(({ name, precision }) => [name, precision])).toEqual(
      ['f32', 'f64'].flatMap((precision) => availableKernels().map((name) => [name, precision])),
    );
    for (const one of survey.kernels) {
      expect(one.passesSelfTest).toBe(true);
      expect(one.product64PerSecond).toBeGreaterThan(1e6);
      expect(one.product256PerSecond).toBeGreaterThan(1e6);
      expect(one.tanhPerSecond).toBeGreaterThan(1e5);
    }
  });

  test('names kernels that keep runs from starting', async () => {
    const { exitCode, stdout } = await invoke(['doctor'], { env: { RNN_KERNELS: '51\u001b[2' } });
    expect(exitCode).toBe(3);
    expect(stdout).toContain('no run would start: RNN_KERNELS: expected reference, 128, 256, got');
    expect(stdout).not.toContain('\u001b');
  });

  test('fails where a self-test fails', async () => {
    altered.fails = true;
    try {
      const { exitCode, stdout } = await invoke(['doctor']);
      expect(exitCode).toBe(3);
      expect(stdout).toContain('FAILED');
      expect(stdout).toContain('the 128 kernels compute other bits than they should (f32)');
    } finally {
      altered.fails = false;
    }
  });
});

describe('advice', () => {
  test('is not given where all is well', () => {
    expect(adviceFor(well)).toEqual([]);
  });

  test('is to unset kernels that are slower than others', () => {
    const findings: Omit<Survey, 'advice'> = {
      ...well,
      requested: 'reference',
      choices: [{ precision: 'f32', kernels: 'reference', reason: 'RNN_KERNELS is set' }],
    };
    expect(adviceFor(findings)).toEqual([
      'RNN_KERNELS=reference is set: unset it, products with the 256 kernels are 33 times as fast',
    ]);
    expect(adviceFor({ ...well, requested: '256' })).toEqual([]);
  });

  test('is a newer Node only where the processor could profit', () => {
    const old = { ...well, canBeWide: false };
    const of = (machine: Partial<Survey['machine']>) =>
      adviceFor({ ...old, machine: { ...well.machine, ...machine } });
    expect(of({})[0]).toMatch(/^Node 24 or newer would run 256-bit kernels: /);
    expect(of({ hasAvx2: null })[0]).toContain('if the processor has AVX2');
    expect(of({ hasAvx2: false })).toEqual([]);
    expect(of({ arch: 'arm64' })).toEqual([]);
  });

  test('mentions a machine that others keep busy', () => {
    expect(adviceFor({ ...well, machine: { ...well.machine, load: 3.9 } })[0]).toMatch(
      /^other programs wanted 3\.9 of 4 cores/,
    );
  });
});
