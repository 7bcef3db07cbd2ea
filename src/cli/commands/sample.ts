// `rnn sample`: what a trained network writes, plays or forecasts by itself.

import type { Notation } from '../../tasks/task.ts';
import type { CommandContext, RunCommand } from '../command.ts';
import { CliError, exitCodes } from '../exitCodes.ts';
import { pianoRollSampler } from '../sample/pianoRoll.ts';
import type { Sampler } from '../sample/sampler.ts';
import { seriesSampler } from '../sample/series.ts';
import { textSampler } from '../sample/text.ts';
import { openTrainedRun, type TrainedRun } from '../trainedRun.ts';

/** Every kind of sample, by what the task's symbols or rows stand for. */
const samplers = {
  text: textSampler,
  pianoRoll: pianoRollSampler,
  series: seriesSampler,
} satisfies { [Kind in Notation['kind']]: Sampler<Kind> };

/** Options that some kind of sample has and others may not have, as typed. */
const FLAGS: Readonly<Record<string, string>> = {
  length: '--length',
  temperature: '--temperature',
  topK: '--top-k',
  prompt: '--prompt',
  seed: '--seed',
  out: '--out',
  steps: '--steps',
  prime: '--prime',
  split: '--split',
  from: '--from',
  csv: '--csv',
};

function checkOptions({ options }: CommandContext, own: readonly string[], task: string): void {
  for (const [name, flag] of Object.entries(FLAGS)) {
    if (options[name] === undefined || own.includes(name)) continue;
    const known = own.map((one) => FLAGS[one]).join(', ');
    throw new CliError(exitCodes.usage, `${flag}: expected for ${task} one of ${known}`);
  }
}

/** The sampler of a run's task. */
function samplerOf({ task, network }: TrainedRun) {
  const { notation } = task;
  if (notation) return { notation, sampler: samplers[notation.kind] as Sampler<Notation['kind']> };
  throw new CliError(
    exitCodes.usage,
    `expected a run of a task that can be sampled (${Object.keys(samplers).join(', ')}), ` +
      `got ${network.spec.task.type}`,
  );
}

/** Samples: exit 0. */
export const run: RunCommand = async (context) => {
  const trained = await openTrainedRun(context);
  const { sampler, notation } = samplerOf(trained);
  checkOptions(context, sampler.options, trained.network.spec.task.type);
  return sampler.run(trained, notation, context);
};
