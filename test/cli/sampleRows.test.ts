// `rnn sample` of music and series: what is written, drawn and told.
import { Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { Output } from '../../src/cli/output.ts';
import { pianoRollSampler } from '../../src/cli/sample/pianoRoll.ts';
import { seriesSampler } from '../../src/cli/sample/series.ts';
import { midiFile } from '../../src/tasks/formats/midiWriter.ts';
import { rowTask } from '../helpers/rowTask.ts';
import { trainedOf } from '../helpers/trained.ts';
import { readBytes, useWorkspace } from '../helpers/workspace.ts';

const space = useWorkspace();

/** Surroundings of a sampler, and what it has written so far. */
function surroundings(options: Readonly<Record<string, unknown>>) {
  const [out, err] = ['', ''];
  const written = { out, err };
  const streamTo = (name: 'out' | 'err') =>
    new Writable({
      write: (chunk, _encoding, done) => {
        written[name] += String(chunk);
        done();
      },
    });
  const [stdout, stderr] = [streamTo('out'), streamTo('err')];
  const io = {
    stdout,
    stderr,
    stdin: process.stdin,
    env: {},
    isTTY: false,
    columns: 60,
    cwd: space.cwd,
  };
  const context = {
    arguments: [],
    options,
    io,
    stdout: new Output(stdout),
    stderr: new Output(stderr),
  };
  return { context, written };
}

const networkWith = (loss: string) =>
  trainedOf({
    name: 'rows',
    task: { type: 'toy', length: 5 },
    model: { layers: [{ type: 'gru', hiddenSize: 3 }], readout: { type: 'linear' } },
    loss: { type: loss },
  }).network;

describe('series', () => {
  const channel = { name: 'level', mean: 10, deviation: 2 };
  const notation = { kind: 'series', inputs: [channel], targets: [channel], horizon: 1 } as const;
  const task = rowTask([Array.from({ length: 12 }, (_, t) => t / 8)], 4, notation);
  const trained = {
    network: networkWith('squaredError'),
    task,
    data: null,
    kernels: '128',
  } as const;

  test('are drawn, written as a table and told as a document with the same numbers', async () => {
    const options = { steps: '3', from: '5' };
    const plain = surroundings({ ...options, csv: 'f.csv' });
    expect(await seriesSampler.run(trained, notation, plain.context)).toBe(0);
    expect(plain.written.out).toContain('3 rows of test forecast after 5 rows');
    const csv = await space.read('f.csv');
    const stdout = surroundings({ ...options, csv: '-' });
    await seriesSampler.run(trained, notation, stdout.context);
    expect(stdout.written.out).toBe(csv);
    const json = surroundings({ ...options, json: true });
    await seriesSampler.run(trained, notation, json.context);
    const document = JSON.parse(json.written.out);
    expect(document).toMatchObject({ schema: 1, name: 'rows', channels: ['level'], from: 5 });
    const rows = document.truth.map(([truth]: number[], n: number) =>
      [5 + n, truth, document.forecast[n][0]].join(),
    );
    expect(csv).toBe(`row,level,level: forecast\n${rows.join('\n')}\n`);
  });
});

describe('music', () => {
  const notation = { kind: 'pianoRoll', lowestPitch: 60 } as const;
  const task = rowTask([[1, 1, 0, 1, 1]], 4, notation);
  const trained = {
    network: networkWith('sigmoidCrossEntropy'),
    task,
    data: null,
    kernels: '128',
  } as const;

  test('is written as a MIDI file, drawn and told', async () => {
    const options = { steps: '20', prime: '2', seed: '4' };
    const plain = surroundings(options);
    expect(await pianoRollSampler.run(trained, notation, plain.context)).toBe(0);
    expect(plain.written.out).toMatch(/^ {2}C4│░░[ █]*\n\d+ keys in 22 steps, the first 2 from/);
    expect(plain.written.err).toBe('rnn: wrote sample.mid\n');
    const json = surroundings({ ...options, json: true, out: 'other.mid' });
    await pianoRollSampler.run(trained, notation, json.context);
    const { notes, prime, seed } = JSON.parse(json.written.out);
    expect([prime, seed, notes.length]).toEqual([2, 4, 22]);
    const [first, second] = await Promise.all(
      ['sample.mid', 'other.mid'].map((name) => readBytes(space.path(name))),
    );
    expect(first).toEqual(midiFile(notes, 4));
    expect(second).toEqual(first);
  });
});
