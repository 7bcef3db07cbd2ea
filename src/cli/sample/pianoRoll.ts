// `rnn sample` of a network that plays music: a MIDI file and a drawing of it.

import { resolve } from 'node:path';
import { writeAtomically } from '../../experiment/files.ts';
import { samplePianoRoll } from '../../experiment/inference/samplePianoRoll.ts';
import { pianoRollPlot } from '../../report/pianoRollPlot.ts';
import { midiFile } from '../../tasks/formats/midiWriter.ts';
import { toJson } from '../../training/json.ts';
import { exitCodes } from '../exitCodes.ts';
import { isOn } from '../options.ts';
import { terminalOf } from '../terminal.ts';
import { readCount, readSeed, readTemperature } from './drawSettings.ts';
import { type Sampler, sampleHeader } from './sampler.ts';

const USUAL_STEPS = 100;
const USUAL_FILE = 'sample.mid';
const USUAL_STEPS_PER_QUARTER = 4;

/** Plays: exit 0. */
export const pianoRollSampler: Sampler<'pianoRoll'> = {
  options: ['steps', 'prime', 'temperature', 'seed', 'out'],
  async run(trained, { lowestPitch }, context) {
    const { options, io, stdout, stderr } = context;
    const request = {
      prime: readCount('--prime', options.prime, 0, 0),
      steps: readCount('--steps', options.steps, USUAL_STEPS),
      temperature: readTemperature(context),
      seed: readSeed(context, trained.network.spec.seed),
    };
    const roll = samplePianoRoll(trained, { ...request, kernels: trained.kernels });
    const notes = roll.steps.map((keys) => keys.map((key) => key + lowestPitch));
    const out = options.out === undefined ? USUAL_FILE : String(options.out);
    const { task } = trained.network.spec;
    const stepsPerQuarter =
      'stepsPerQuarter' in task ? task.stepsPerQuarter : USUAL_STEPS_PER_QUARTER;
    await writeAtomically(resolve(io.cwd, out), midiFile(notes, stepsPerQuarter));
    if (isOn(options, 'json')) {
      stdout.line(toJson({ ...sampleHeader(trained), ...request, notes }));
    } else {
      const terminal = terminalOf(io, io.stdout, options.color !== false);
      stdout.write(pianoRollPlot(roll, lowestPitch, terminal));
    }
    stderr.line(`rnn: wrote ${out}`);
    return exitCodes.ok;
  },
};
