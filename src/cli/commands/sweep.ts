// `rnn sweep`: the cost surface over two coordinates, drawn, described and written to files.

import { runPathOf } from '../../experiment/surface/runPath.ts';
import { SweepInterruptedError } from '../../experiment/surface/sampler.ts';
import { createEvaluator } from '../../experiment/surface/source.ts';
import type { DescentPath, SurfaceView } from '../../experiment/surface/surface.ts';
import { type SweepResult, sweep } from '../../experiment/surface/sweep.ts';
import { wallCurves } from '../../experiment/surface/wall.ts';
import { formatCount } from '../../report/format.ts';
import { createSweepProgress } from '../../report/progress/sweepProgress.ts';
import { descentReport, outcomeSentence } from '../../report/surface/descentReport.ts';
import { heatMap } from '../../report/surface/heatMap.ts';
import { namePaths } from '../../report/surface/namedPaths.ts';
import { surfaceSummary } from '../../report/surface/surfaceSummary.ts';
import type { TerminalOptions } from '../../report/terminal.ts';
import type { CommandContext, RunCommand } from '../command.ts';
import { exitCodes } from '../exitCodes.ts';
import type { EndingSignal } from '../io.ts';
import { closerCommand } from '../sweep/closerCommand.ts';
import { checkFiles, writeFiles } from '../sweep/files.ts';
import type { SweepPlan } from '../sweep/plan.ts';
import { requestOf } from '../sweep/request.ts';
import { readSweepSettings, type SweepSettings } from '../sweep/settings.ts';
import { terminalOf } from '../terminal.ts';

/** Plans a toy or a network; only what is needed is loaded. */
async function planOf(context: CommandContext, settings: SweepSettings): Promise<SweepPlan> {
  const { config, run } = context.options;
  if (config === undefined && run === undefined) {
    const { planToySweep } = await import('../sweep/toyPlan.ts');
    return planToySweep(context, settings);
  }
  const { planNetworkSweep } = await import('../sweep/networkPlan.ts');
  return planNetworkSweep(context, settings);
}

/** Runs the sweep; null where a signal ended it. */
async function runSweep(
  plan: SweepPlan,
  settings: SweepSettings,
  { io, stderr }: CommandContext,
): Promise<SweepResult | EndingSignal> {
  const progress = createSweepProgress({
    mode: settings.progress,
    stream: io.stderr,
    terminal: terminalOf(io, io.stderr, settings.allowColor),
    clock: () => performance.now(),
  });
  const abort = new AbortController();
  let received: EndingSignal = 'SIGINT';
  const stopListening = io.onSignal?.((signal) => {
    received = signal;
    abort.abort();
  });
  try {
    return await sweep(requestOf(plan, settings), {
      out: settings.out,
      ...(settings.workers === undefined ? {} : { workers: settings.workers }),
      ...(settings.kernels === undefined ? {} : { kernels: settings.kernels }),
      fresh: settings.isFresh,
      signal: abort.signal,
      onProgress: progress.handle,
      onWarning: (message) => stderr.line(`rnn: warning: ${message}`),
    });
  } catch (error) {
    if (!(error instanceof SweepInterruptedError)) throw error;
    progress.close();
    const done = `${formatCount(error.doneCount)} of ${formatCount(error.pointCount)}`;
    stderr.line(`rnn: interrupted after ${done} points; the same command continues`);
    return received;
  } finally {
    progress.close();
    stopListening?.();
  }
}

/** The paths to draw: the descents, and where the run went. */
async function pathsOf(plan: SweepPlan, result: SweepResult): Promise<readonly DescentPath[]> {
  if (plan.runPath === null) return result.paths;
  const evaluator = await createEvaluator(plan.source, result.kernels);
  return [runPathOf(plan.runPath, evaluator, result.surface), ...result.paths];
}

function reportOf(
  plan: SweepPlan,
  view: SurfaceView,
  settings: SweepSettings,
  options: CommandContext['options'],
  terminal: TerminalOptions,
): string {
  const { wallFormula, x, y } = plan;
  const context = { wallFormula, command: closerCommand(plan, options) };
  const summary = surfaceSummary(view, context, terminal);
  const lines = settings.isQuiet
    ? [
        ...summary,
        ...namePaths(view.paths).map(({ path, name }) => `${name}: ${outcomeSentence(path)}`),
      ]
    : [
        ...heatMap(view, terminal),
        '',
        ...summary,
        ...(view.paths.length > 0 ? [''] : []),
        ...descentReport(view.paths, { x: x.name, y: y.name }, terminal),
      ];
  return `${lines.join('\n')}\n`;
}

/** Sweeps and shows: exit 0, or 130 or 143 where a signal ended it. */
export const run: RunCommand = async (context) => {
  const { io, stdout, stderr, options } = context;
  const settings = readSweepSettings(context);
  const plan = await planOf(context, settings);
  await checkFiles(settings.files);
  const result = await runSweep(plan, settings, context);
  if (typeof result === 'string') {
    return result === 'SIGINT' ? exitCodes.interrupted : exitCodes.terminated;
  }
  const { source } = plan;
  const view: SurfaceView = {
    surface: result.surface,
    quantity: settings.quantity,
    scale: settings.scale,
    wall:
      plan.wall && source.type === 'toy'
        ? wallCurves(plan.wall, plan.x, plan.y, source.xIsRecurrent)
        : [],
    paths: await pathsOf(plan, result),
    refinement: result.refinement,
  };
  if (result.foundTileCount > 0 && !settings.isQuiet) {
    stderr.line(`continued from ${formatCount(result.foundTileCount)} finished tiles`);
  }
  const written = await writeFiles(settings.files, { plan, view, result });
  if (settings.isJson) {
    const [{ surfaceDocument }, { toJson }] = await Promise.all([
      import('../../report/surface/document.ts'),
      import('../../training/json.ts'),
    ]);
    stdout.line(toJson(surfaceDocument(view, plan.settings)));
  } else {
    const terminal = terminalOf(io, io.stdout, settings.allowColor);
    stdout.write(reportOf(plan, view, settings, options, terminal));
  }
  // Where both streams are one terminal, the map comes whole before what follows it.
  await stdout.flush();
  if (!settings.isQuiet) for (const path of written) stderr.line(`wrote ${path}`);
  return exitCodes.ok;
};
