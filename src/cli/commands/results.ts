// `rnn results`: what a suite has come to so far, at any time, from its files alone.

import { readResults, type SuiteResults } from '../../experiment/batch/results.ts';
import { resultsDocument } from '../../experiment/batch/resultsDocument.ts';
import { type SuiteSummary, summarizeSuite } from '../../experiment/batch/suiteSummary.ts';
import { writeAtomically } from '../../experiment/files.ts';
import { resultsCsv } from '../../report/batch/resultsCsv.ts';
import { resultsLine, resultsTable } from '../../report/batch/resultsTable.ts';
import { formatCounted } from '../../report/format.ts';
import { toJson } from '../../training/json.ts';
import type { CommandContext, RunCommand } from '../command.ts';
import { exitCodes } from '../exitCodes.ts';
import { type OpenedSuite, openSuite } from '../openSuite.ts';
import { type ResultsForm, readResultsSettings, readSummaryOptions } from '../resultsSettings.ts';
import { shownPath } from '../shownPath.ts';
import { terminalOf } from '../terminal.ts';

/** What is shown, from the runs and what they came to. */
interface Shown {
  readonly results: SuiteResults;
  readonly summary: SuiteSummary;
  /** Directory of run directories, as it is to be shown. */
  readonly out: string;
}

type Write = (shown: Shown, terminal: Parameters<typeof resultsTable>[1]) => string;

const writers: Readonly<Record<ResultsForm, Write>> = {
  table: ({ summary, out }, terminal) => resultsTable(summary, terminal, out),
  line: ({ summary }) => `${resultsLine(summary)}\n`,
  json: ({ results, summary }) => `${toJson(resultsDocument(results, summary))}\n`,
  csv: ({ results }) => resultsCsv(results),
  hash: ({ summary: { sha256 } }) => (sha256 === null ? '' : `${sha256}\n`),
};

/** Says that the file named has changed; expanding it again is worth loading only then. */
async function warnOfChange(
  suite: string,
  { manifest, isByFile }: OpenedSuite,
  { io, stderr }: CommandContext,
): Promise<void> {
  if (!isByFile) return;
  const { suiteChange } = await import('../batch/suiteChange.ts');
  const change = await suiteChange(suite, io.cwd, manifest);
  if (change !== null) stderr.line(`rnn: warning: ${change}`);
}

/** Names every run of which a file cannot be used. */
function warnOfDamage({ results }: Shown, { stderr }: CommandContext): void {
  for (const { state } of results.runs) {
    if (state.type === 'damaged') stderr.line(`rnn: warning: ${state.reason}`);
  }
}

function exitCodeFor({ summary }: Shown, wantsHash: boolean, { stderr }: CommandContext): number {
  const { runCount, states, sha256 } = summary;
  if (wantsHash && sha256 === null) {
    const missing = formatCounted(runCount - states.finished, 'result', 'results');
    stderr.line(`rnn: no hash over all results: ${missing} missing; ${resultsLine(summary)}`);
  }
  if (states.damaged > 0) return exitCodes.corruptData;
  return wantsHash && sha256 === null ? exitCodes.no : exitCodes.ok;
}

/** Shows a suite: exit 0, 65 where a file is damaged, 3 where a hash is asked for and a result missing. */
export const run: RunCommand = async (context) => {
  const { io, options, stdout } = context;
  const { suite, out, form, wantsHash, csv, allowColor } = readResultsSettings(context);
  const opened = await openSuite(io.cwd, suite, out);
  const results = readResults(opened.manifest, opened.out);
  const shown = {
    results,
    summary: summarizeSuite(results, readSummaryOptions(options, results)),
    out: shownPath(io.cwd, opened.out),
  };
  await warnOfChange(suite, opened, context);
  warnOfDamage(shown, context);
  if (csv !== null) await writeAtomically(csv, resultsCsv(results));
  stdout.write(writers[form](shown, terminalOf(io, io.stdout, allowColor)));
  return exitCodeFor(shown, wantsHash, context);
};
