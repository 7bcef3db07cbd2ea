// `rnn doctor`: which kernels run here and why, whether their bits are right, how fast they are.

import type { RunCommand } from '../command.ts';
import { showSurvey } from '../doctor/show.ts';
import { takeSurvey } from '../doctor/survey.ts';
import { exitCodes } from '../exitCodes.ts';
import { isOn } from '../options.ts';
import { terminalOf } from '../terminal.ts';
import { readVersion } from '../version.ts';

/** Examines the machine: exit 0, or 3 if kernels fail their self-test or no run would start. */
export const run: RunCommand = async ({ options, io, stdout }) => {
  const survey = await takeSurvey(await readVersion(), io.env.RNN_KERNELS);
  if (isOn(options, 'json')) stdout.line(JSON.stringify(survey));
  else stdout.write(showSurvey(survey, terminalOf(io, io.stdout, true)));
  const isWell =
    survey.kernels.every(({ passesSelfTest }) => passesSelfTest) &&
    survey.choices.every(({ kernels }) => kernels !== null);
  return isWell ? exitCodes.ok : exitCodes.no;
};
