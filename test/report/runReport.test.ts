import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createRunRecorder } from '../../src/report/runRecorder.ts';
import { type RunReportFacts, runReport } from '../../src/report/runReport.ts';
import type { TerminalOptions } from '../../src/report/terminal.ts';
import type { EndEvent, TrainEvent } from '../../src/training/events.ts';
import { ASCII, COLORED, PLAIN, WIDTHS } from './terminals.ts';

const FACTS: RunReportFacts = {
  durationMs: 3210,
  directory: 'runs/temporal-order-0123456789abcdef',
  lossUnit: 'nats',
  threshold: { value: 1, label: 'maxNorm' },
  floors: () => [],
};

const END: EndEvent = {
  type: 'end',
  outcome: 'solved',
  step: 2000,
  loss: 0.0123,
  gradient: { normMean: 0.33, normMax: 12.1, clippedFraction: 0.37, nonFiniteCount: 0 },
  divergence: null,
};

function training(steps: number, end: EndEvent, watch = false): TrainEvent[] {
  const events: TrainEvent[] = [];
  for (let step = 1; step <= steps; step += 1) {
    const gradientNorm = 1 + Math.sin(step);
    events.push({
      type: 'step',
      step,
      sequenceLength: 100,
      loss: 1.4 / Math.sqrt(step),
      gradientNorm,
      gradientNormAfter: Math.min(1, gradientNorm),
      clipped: gradientNorm > 1,
      skipped: false,
      learningRate: 0.01,
      ...(watch ? { watched: { wr: step > 38 ? 362.77 : 5, wi: step > 38 ? 572.5 : -2.61 } } : {}),
    });
    if (step === 1 || step === steps) {
      events.push({ type: 'stateGradient', step, layers: [[1e-8, 1e-4, 1]] });
    }
    if (step % 100 === 0) {
      const error = step === 1000 ? 0.001 : 0.75 - step / 4000;
      events.push({ type: 'evaluation', step, split: 'validation', loss: 1, error, count: 1000 });
    }
  }
  return [...events, end];
}

function report(
  events: readonly TrainEvent[],
  terminal: TerminalOptions,
  facts: RunReportFacts = FACTS,
): string {
  const recorder = createRunRecorder();
  for (const event of events) recorder.handle(event);
  return runReport(recorder.record(), facts, terminal);
}

describe('runReport', () => {
  it('holds every part of a run', () => {
    const text = report(training(2000, END), PLAIN);
    expect(text).toContain('Training loss (nats)');
    expect(text).toContain('2,000 steps');
    expect(text).toContain('Gradient norm before clipping (log scale)');
    expect(text).toContain('╌╌ maxNorm 1');
    expect(text).toContain('clipped in 37% of steps');
    expect(text).toContain(
      'step 1: from t = 3 back to t = 1 the gradient shrinks by 1e-8 (vanishes)',
    );
    expect(text).toContain('gradient norm: mean 0.33, largest 12.1, clipped in 37% of steps\n');
    expect(text.trimEnd().split('\n').at(-1)).toBe(
      'solved after 2,000 steps; training loss 0.0123; evaluation loss 1, error 25% of 1,000; ' +
        '3.2 s; runs/temporal-order-0123456789abcdef',
    );
  });

  it('says what the regularizer added on average', () => {
    expect(report(training(200, { ...END, penaltyMean: 0.25 }), PLAIN)).toContain(
      '; training loss 0.0123; mean penalty 0.25; evaluation loss',
    );
  });

  it('says what each policy did, within the width', () => {
    const policies = [
      {
        type: 'clipByNorm',
        actedFraction: 0.37,
        normBeforeMean: 3.4,
        normAfterMean: 1,
        cosineMean: null,
      },
      { type: 'noise', actedFraction: 1, normBeforeMean: 1, normAfterMean: 1.2, cosineMean: 0.5 },
    ];
    const events = training(2000, { ...END, gradient: { ...END.gradient, policies } });
    const sentence =
      'clipByNorm acted in 37% of steps (norm 3.4 to 1), noise in 100% (norm 1 to 1.2, angle 60 degrees)';
    expect(report(events, PLAIN)).toContain(`; ${sentence}; evaluation loss 1`);
    const narrow = report(events, { ...PLAIN, columns: 80, interactive: true });
    expect(narrow.split('\n').every((line) => line.length <= 80)).toBe(true);
    expect(narrow.replaceAll('\n  ', ' ')).toContain(sentence);
  });

  it('shows evenly spread evaluations and the best among them', () => {
    const text = report(training(2000, END), PLAIN);
    expect(text).toMatch(/\n1,000 {3}0\.1% {5}1 {2}1,000\n/);
    expect(text).toContain('9 more not shown');
  });

  it('shows the path of the toy and its largest jump', () => {
    const text = report(training(60, { ...END, outcome: 'completed', step: 60 }, true), PLAIN);
    expect(text).toContain('Path of wr, wi');
    expect(text).toMatch(/38 +5\.0000 +-2\.6100 +0\.227\n +39 +362\.77 +572\.50/);
    expect(text).toContain('largest move: step 38: jumped by 677 from (5.00, -2.61) to (363, 573)');
  });

  it('says where a run diverged', () => {
    const end: EndEvent = {
      ...END,
      outcome: 'diverged',
      step: 13,
      loss: Number.NaN,
      divergence: {
        step: 13,
        quantity: 'gradient',
        tensor: 'layers.0.Whh',
        timeStep: 7,
        value: Number.NaN,
      },
    };
    const text = report(training(12, end), PLAIN, { ...FACTS, directory: null });
    expect(text).toContain(
      'diverged at step 13: the gradient of layers.0.Whh is NaN at time step 7; ' +
        'training loss NaN; 3.2 s\n',
    );
  });

  it('reports a run without a single step', () => {
    const end: EndEvent = {
      ...END,
      outcome: 'interrupted',
      step: 0,
      loss: null,
      gradient: { normMean: 0, normMax: 0, clippedFraction: 0, nonFiniteCount: 0 },
    };
    expect(report([end], PLAIN)).toBe(
      'interrupted after 0 steps; 3.2 s; runs/temporal-order-0123456789abcdef\n',
    );
  });

  it('fits every width, in Unicode and in ASCII, and differs by nothing but colour', () => {
    const events = training(150, END, true);
    for (const columns of WIDTHS) {
      const plain = report(events, { ...PLAIN, columns, interactive: true });
      for (const line of plain.split('\n')) expect([...line].length).toBeLessThanOrEqual(columns);
      const ascii = report(events, { ...ASCII, columns });
      expect(ascii).toMatch(/^[ -~\n]*$/);
      const colored = report(events, { ...COLORED, columns });
      expect(stripVTControlCharacters(colored)).toBe(plain);
      expect(colored).not.toBe(plain);
    }
  });

  it('puts two plots side by side where there is room', () => {
    const [first] = report(training(50, END), { ...PLAIN, columns: 200 }).split('\n');
    expect(first).toMatch(/^Training loss \(nats\) +Gradient norm before clipping/);
  });

  it('keeps untrusted names from steering the terminal', () => {
    const events = training(3, END).map((event) =>
      event.type === 'step' ? { ...event, watched: { 'w\u001b[2J\u202e': 1 } } : event,
    );
    const text = report(events, PLAIN, { ...FACTS, directory: 'runs/\u001b]0;x\u0007y' });
    expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
  });
});
