// `rnn sample` of a network that predicts a series: a forecast beside what came.

import { resolve } from 'node:path';
import { writeAtomically } from '../../experiment/files.ts';
import { forecast } from '../../experiment/inference/forecast.ts';
import { forecastCsv, forecastReport } from '../../report/forecastReport.ts';
import { toJson } from '../../training/json.ts';
import { exitCodes } from '../exitCodes.ts';
import { isOn, readChoice } from '../options.ts';
import { terminalOf } from '../terminal.ts';
import { MOST_STEPS, readCount } from './drawSettings.ts';
import { type Sampler, sampleHeader } from './sampler.ts';

const USUAL_STEPS = 100;
const SPLITS = ['validation', 'test'] as const;

/** Stands for standard output. */
const STDOUT = '-';

/** Forecasts: exit 0. */
export const seriesSampler: Sampler<'series'> = {
  options: ['steps', 'split', 'csv', 'from'],
  async run(trained, notation, { options, io, stdout }) {
    const { split, from, steps } = options;
    const found = forecast(trained, notation, {
      split: split === undefined ? 'test' : readChoice(options, 'split', SPLITS),
      from: from === undefined ? null : readCount('--from', from, MOST_STEPS),
      steps: readCount('--steps', steps, USUAL_STEPS),
      kernels: trained.kernels,
    });
    const csv = options.csv === undefined ? null : String(options.csv);
    if (csv !== null && csv !== STDOUT) {
      await writeAtomically(resolve(io.cwd, csv), Buffer.from(forecastCsv(found)));
    }
    const { before: _, ...document } = found;
    if (isOn(options, 'json')) stdout.line(toJson({ ...sampleHeader(trained), ...document }));
    else if (csv === STDOUT) stdout.write(forecastCsv(found));
    else stdout.write(forecastReport(found, terminalOf(io, io.stdout, options.color !== false)));
    return exitCodes.ok;
  },
};
