// metrics.jsonl, written and read back.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createMetricsFile } from '../../src/experiment/metricsFile.ts';
import { readMetrics } from '../../src/experiment/readMetrics.ts';
import type { EvaluationEvent, StepEvent, TrainEvent } from '../../src/training/events.ts';
import { useWorkspace } from '../helpers/workspace.ts';

const space = useWorkspace();
const RUN_ID = 'a'.repeat(64);

const step = (n: number, loss = 1 / n): StepEvent => ({
  type: 'step',
  step: n,
  sequenceLength: 10,
  loss,
  gradientNorm: 0.1 * n,
  gradientNormAfter: 1,
  clipped: n % 2 === 0,
  skipped: false,
  learningRate: 0.01,
});
/** A step under a chain that can turn the gradient. */
const chained = (n: number): StepEvent => ({
  ...step(n),
  gradientCosine: n % 2 === 0 ? Number.NaN : 0.9,
  policies: [
    { norm: 1, acted: true },
    { norm: Number.POSITIVE_INFINITY, acted: false },
  ],
});
const stateGradient = { type: 'stateGradient', step: 1, layers: [[0, 1e-300, 1]] } as const;
const evaluation: EvaluationEvent = {
  type: 'evaluation',
  step: 7,
  split: 'validation',
  loss: 0.5,
  error: null,
  bitsPerCharacter: 0.7,
  count: 10,
};
const end = (n: number): TrainEvent => ({
  type: 'end',
  outcome: 'diverged',
  step: n,
  loss: Number.NaN,
  gradient: {
    normMean: 1,
    normMax: Number.POSITIVE_INFINITY,
    clippedFraction: 0,
    nonFiniteCount: 1,
    policies: [
      {
        type: 'noise',
        actedFraction: 1,
        normBeforeMean: Number.POSITIVE_INFINITY,
        normAfterMean: null,
        cosineMean: 0.1,
      },
    ],
  },
  divergence: { step: n, quantity: 'loss', tensor: 'readout.y', timeStep: null, value: -Infinity },
  watched: { wr: 5 },
});

function writeRun(steps: number, every: number, events = [step(1)] as TrainEvent[]): void {
  const file = createMetricsFile(space.path('metrics.jsonl'), RUN_ID, every);
  for (const event of events) file.handle(event);
  for (let n = events.length > 0 ? 2 : 1; n <= steps; n++) file.handle(step(n));
  file.handle(end(steps));
  file.close();
  file.close();
}

async function readAll(): Promise<{ state: string; events: TrainEvent[] }> {
  const events: TrainEvent[] = [];
  const state = await readMetrics(space.path('metrics.jsonl'), RUN_ID, (event) => {
    events.push(event);
  });
  return { state, events };
}

const stepsOf = (events: readonly TrainEvent[]) =>
  events.flatMap((event) => (event.type === 'step' ? [event.step] : []));

describe('the metrics file', () => {
  test('begins with a header', async () => {
    writeRun(1, 1);
    const [header = ''] = (await space.read('metrics.jsonl')).split('\n');
    expect(JSON.parse(header)).toEqual({ schema: 1, type: 'header', runId: RUN_ID, every: 1 });
  });

  test('holds the first step, every so many, and the last', async () => {
    writeRun(23, 5);
    expect(stepsOf((await readAll()).events)).toEqual([1, 5, 10, 15, 20, 23]);
    writeRun(20, 5);
    expect(stepsOf((await readAll()).events)).toEqual([1, 5, 10, 15, 20]);
  });

  test('keeps everything else in order, signs of life aside, and gives it back exactly', async () => {
    const events: TrainEvent[] = [
      step(1),
      stateGradient,
      step(2, Number.NaN),
      chained(3),
      chained(4),
      { type: 'evaluationProgress', step: 2, count: 5 },
      evaluation,
      end(4),
    ];
    const file = createMetricsFile(space.path('metrics.jsonl'), RUN_ID, 1);
    for (const event of events) file.handle(event);
    file.close();
    const kept = events.filter(({ type }) => type !== 'evaluationProgress');
    expect(await readAll()).toEqual({ state: 'whole', events: kept });
  });

  test('stays near 10,000 lines however long the run, as the default cadence has it', async () => {
    writeRun(1_000_000, 100);
    expect((await space.read('metrics.jsonl')).trimEnd().split('\n')).toHaveLength(10_003);
  });

  test('begins anew', async () => {
    writeRun(50, 1);
    writeRun(2, 1);
    expect(stepsOf((await readAll()).events)).toEqual([1, 2]);
  });

  test('names itself and the bytes where it cannot be written', () => {
    expect(() => createMetricsFile(space.path('none', 'm'), RUN_ID, 1)).toThrow(
      /^cannot write .*none\/m: ENOENT/,
    );
    const file = createMetricsFile('/dev/full', RUN_ID, 1);
    expect(() => file.flush()).toThrow(/^cannot write \/dev\/full \(\d+ bytes\): ENOSPC/);
    expect(() => file.close()).toThrow('cannot write /dev/full');
  });
});

describe('reading a metrics file', () => {
  test('leaves out a line that is torn, wherever the file was cut', async () => {
    writeRun(4, 1, [step(1), stateGradient]);
    const whole = await space.read('metrics.jsonl');
    const all = (await readAll()).events;
    for (let length = 0; length < whole.length; length++) {
      await space.write('metrics.jsonl', whole.slice(0, length));
      const { state, events } = await readAll();
      const lines = whole.slice(0, length).split('\n');
      const isCut = lines.at(-1) !== '' && !whole.slice(length).startsWith('\n');
      expect(state).toBe(isCut || length === 0 ? 'torn' : 'whole');
      expect(events).toEqual(all.slice(0, events.length));
    }
  });

  test('says that there is no file', async () => {
    expect(await readAll()).toEqual({ state: 'missing', events: [] });
  });

  test.each([
    ['a damaged line', (lines: string[]) => lines.with(2, '{"type":"st'), /is damaged \(line 3\)/],
    [
      'a field of another type',
      (lines: string[]) => lines.with(2, '{"type":"step","step":"1"}'),
      /line 3/,
    ],
    ['an unknown event', (lines: string[]) => lines.with(1, '{"type":"__proto__"}'), /line 2/],
    ['no header', (lines: string[]) => lines.slice(1), /is damaged \(line 1\)/],
    [
      'a newer header',
      (lines: string[]) => lines.with(0, `{"schema":2,"runId":"${RUN_ID}"}`),
      /has format 2/,
    ],
    [
      'another run',
      (lines: string[]) => lines.with(0, '{"schema":1,"runId":"b"}'),
      /is of another run, b/,
    ],
  ])('refuses %s', async (_, damage, message) => {
    writeRun(4, 1);
    const lines = damage((await space.read('metrics.jsonl')).split('\n'));
    await space.write('metrics.jsonl', lines.join('\n'));
    await expect(readAll()).rejects.toMatchObject({
      name: 'StoredFileError',
      message: expect.stringMatching(message),
    });
  });

  test('never fails in another way, whatever bytes are changed', async () => {
    writeRun(3, 1, [step(1), stateGradient]);
    const whole = Buffer.from(await space.read('metrics.jsonl'));
    await fc.assert(
      fc.asyncProperty(
        fc.nat(whole.length - 1),
        fc.uint8Array({ minLength: 1, maxLength: 5 }),
        async (at, bytes) => {
          const changed = Buffer.from(whole);
          changed.set(bytes.subarray(0, whole.length - at), at);
          await space.write('metrics.jsonl', changed);
          const outcome = await readAll().catch((error: unknown) => error);
          if (outcome instanceof Error) expect(outcome.name).toBe('StoredFileError');
        },
      ),
      { numRuns: 300 },
    );
  });
});
