// `rnn batch`: runs a suite, or what is left of it, while showing how it goes, then shows what it came to.

import { loadSuite } from '../../experiment/batch/loadSuite.ts';
import { writeManifest } from '../../experiment/batch/manifestFile.ts';
import type { Plan } from '../../experiment/batch/plan.ts';
import { estimatePlan } from '../../experiment/batch/planEstimate.ts';
import { planReport } from '../../experiment/batch/planReport.ts';
import { resultsDocument } from '../../experiment/batch/resultsDocument.ts';
import { type BatchEnd, type BatchStart, runBatch } from '../../experiment/batch/runBatch.ts';
import { suiteDirectory } from '../../experiment/batch/suiteDirectory.ts';
import { type SuiteSummary, summarizeSuite } from '../../experiment/batch/suiteSummary.ts';
import { formatIssues } from '../../experiment/load/issue.ts';
import type { Host } from '../../experiment/provenance.ts';
import { withRunDirectory } from '../../experiment/withRunDirectory.ts';
import { type BatchProgress, createBatchProgress } from '../../report/batch/batchProgress.ts';
import { formatPlan } from '../../report/batch/planTable.ts';
import { resultsLine, resultsTable } from '../../report/batch/resultsTable.ts';
import { formatCounted } from '../../report/format.ts';
import { toJson } from '../../training/json.ts';
import type { MakeExecutor } from '../batch/executorRequest.ts';
import { executors } from '../batch/executors.ts';
import { type BatchSettings, readBatchSettings } from '../batch/settings.ts';
import type { CommandContext, RunCommand } from '../command.ts';
import { exitCodes } from '../exitCodes.ts';
import type { EndingSignal } from '../io.ts';
import { shownPath } from '../shownPath.ts';
import { terminalOf } from '../terminal.ts';
import { readVersion } from '../version.ts';

/** What a suite left behind in this process. */
interface Outcome {
  readonly end: BatchEnd;
  readonly signal: EndingSignal | null;
}

async function readHost(): Promise<Host> {
  const { arch, pid, versions } = process;
  return { version: await readVersion(), node: versions.node, arch, pid };
}

function showProgress(
  { manifest, demands }: Plan,
  start: BatchStart,
  { progress: mode, allowColor }: BatchSettings,
  { io }: CommandContext,
): BatchProgress {
  return createBatchProgress({
    mode,
    stream: io.stderr,
    terminal: terminalOf(io, io.stderr, allowColor),
    ...start,
    runOf: (index) => ({
      name: manifest.jobs[index]?.name ?? '',
      labels: manifest.jobs[index]?.labels ?? {},
      steps: demands[index]?.steps ?? null,
    }),
    clock: () => performance.now(),
  });
}

/** What a run of the suite is thought to take, in ms; undefined where nobody can tell. */
async function meanRunMs(
  plan: Plan,
  kernels: BatchSettings['kernels'],
): Promise<number | undefined> {
  const { jobs } = plan.manifest;
  const { durationMs } = await estimatePlan(
    plan,
    jobs.map(({ index }) => index),
    kernels,
  );
  return durationMs === null || jobs.length === 0 ? undefined : durationMs / jobs.length;
}

async function runPlan(
  plan: Plan,
  settings: BatchSettings,
  context: CommandContext,
): Promise<Outcome> {
  const { io } = context;
  const { out, attempts, failFast, retryFailed, timeLimitMs, workers, kernels } = settings;
  const host = await readHost();
  const make: MakeExecutor = executors[settings.executor];
  const executor = await make({
    workers,
    host,
    kernels,
    env: io.env,
    cwd: io.cwd,
    options: context.options,
    meanRunMs: () => meanRunMs(plan, kernels),
    onWarning: (message) => context.stderr.line(`rnn: warning: ${message}`),
  });
  const abort = new AbortController();
  let received: EndingSignal | null = null;
  const stopListening = io.onSignal?.((signal) => {
    received = signal;
    abort.abort();
  });
  const shown: { progress: BatchProgress | null } = { progress: null };
  try {
    const end = await runBatch(plan.manifest, {
      executor,
      out,
      pid: host.pid,
      attempts,
      ...(timeLimitMs === undefined ? {} : { timeLimitMs }),
      failFast,
      retryFailed,
      signal: abort.signal,
      onStart(start) {
        shown.progress = showProgress(plan, start, settings, context);
      },
      onEvent: (event) => shown.progress?.handle(event),
    });
    return { end, signal: received };
  } finally {
    shown.progress?.close();
    stopListening?.();
  }
}

/** Says what the same command would do next, where something is left. */
function remark(
  { skippedCount, unrepairedCount, isFailedFast }: BatchEnd,
  summary: SuiteSummary,
): string | null {
  const { open, interrupted } = summary.states;
  const failed = formatCounted(skippedCount, 'run', 'runs');
  const damaged = formatCounted(unrepairedCount, 'run is', 'runs are');
  const parts = [
    ...(skippedCount > 0 ? [`${failed} failed before; --retry-failed runs them again`] : []),
    ...(unrepairedCount > 0 ? [`${damaged} damaged; --retry-failed trains them afresh`] : []),
    ...(isFailedFast ? ['ended at the first failed run, as --fail-fast asks'] : []),
    ...(open + interrupted > 0 ? ['the same command goes on'] : []),
  ];
  return parts.length === 0 ? null : parts.join('; ');
}

function exitCodeFor({ signal }: Outcome, { runCount, states }: SuiteSummary): number {
  if (signal !== null && states.open + states.interrupted > 0) {
    return signal === 'SIGINT' ? exitCodes.interrupted : exitCodes.terminated;
  }
  if (states.damaged > 0) return exitCodes.corruptData;
  return states.finished === runCount ? exitCodes.ok : exitCodes.no;
}

function showEnd(outcome: Outcome, settings: BatchSettings, context: CommandContext): number {
  const { io, stdout, stderr } = context;
  const { isJson, isQuiet, allowColor, out } = settings;
  const { results } = outcome.end;
  const summary = summarizeSuite(results);
  for (const { state } of results.runs) {
    if (state.type === 'damaged') stderr.line(`rnn: warning: ${state.reason}`);
  }
  if (isJson) stdout.line(toJson(resultsDocument(results, summary)));
  else if (isQuiet) stdout.line(resultsLine(summary));
  else
    stdout.write(
      resultsTable(summary, terminalOf(io, io.stdout, allowColor), shownPath(io.cwd, out)),
    );
  const more = remark(outcome.end, summary);
  if (more !== null) (isJson || isQuiet ? stderr : stdout).line(more);
  return exitCodeFor(outcome, summary);
}

async function dryRun(
  plan: Plan,
  { out, kernels, retryFailed, isJson, allowColor }: BatchSettings,
  { io, stdout }: CommandContext,
): Promise<number> {
  const report = await planReport(plan, out, { kernels, retryFailed });
  if (isJson) stdout.line(toJson(report));
  else stdout.write(formatPlan(report, terminalOf(io, io.stdout, allowColor)));
  return exitCodes.ok;
}

/** Writes the manifest, so that engines can run chunks of the suite. */
async function prepare(
  { manifest }: Plan,
  { out, isJson }: BatchSettings,
  { io, stdout }: CommandContext,
): Promise<number> {
  const path = suiteDirectory(out, manifest.name);
  await withRunDirectory(path, process.pid, () => writeManifest(out, manifest));
  const runCount = manifest.jobs.length;
  const directory = shownPath(io.cwd, path);
  if (isJson) stdout.line(toJson({ schema: 1, name: manifest.name, directory, runCount }));
  else stdout.line(`${directory}: ${formatCounted(runCount, 'run', 'runs')}`);
  return exitCodes.ok;
}

/** Runs a suite: exit 0 where every run has finished, 3 where one has failed or is left. */
export const run: RunCommand = async (context) => {
  const { io, stderr } = context;
  const settings = readBatchSettings(context);
  const { files, name, config } = settings;
  const loaded = await loadSuite(files, {
    cwd: io.cwd,
    ...(name === undefined ? {} : { name }),
    ...config,
  });
  if (!loaded.ok) {
    stderr.line(formatIssues(loaded.issues));
    return exitCodes.usage;
  }
  const { plan } = loaded;
  if (settings.isPreparing) return prepare(plan, settings, context);
  if (settings.isDryRun) return dryRun(plan, settings, context);
  return showEnd(await runPlan(plan, settings, context), settings, context);
};
