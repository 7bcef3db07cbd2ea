// `rnn bifurcate`: the fixed points of the one-unit recurrence, their stability, and where a start
// ends, against one parameter.

import { traceBranches } from '../../experiment/bifurcation/branches.ts';
import { diagramCsv } from '../../experiment/bifurcation/csv.ts';
import { computeDiagram, type Diagram, pointAt } from '../../experiment/bifurcation/diagram.ts';
import { diagramJson } from '../../experiment/bifurcation/json.ts';
import { writeAtomically } from '../../experiment/files.ts';
import { bifurcationReport } from '../../report/bifurcation/bifurcationReport.ts';
import { readBifurcateSettings } from '../bifurcateSettings.ts';
import type { RunCommand } from '../command.ts';
import { exitCodes } from '../exitCodes.ts';
import type { Output } from '../output.ts';
import { terminalOf } from '../terminal.ts';

/** Writes a document piece by piece, at the reader's pace, until the reader goes away. */
async function writePieces(stdout: Output, pieces: Iterable<string>): Promise<void> {
  for (const piece of pieces) {
    if (stdout.isClosed || stdout.failure !== null) return;
    stdout.write(piece);
    await stdout.flush();
  }
  stdout.line();
}

/** Joins pieces outside the engine's heap, which a million points would crowd. */
function bytesOf(pieces: Iterable<string>): Uint8Array {
  return Buffer.concat(Array.from(pieces, (piece) => Buffer.from(piece)));
}

function reportOf(
  diagram: Diagram,
  states: { readonly min: number; readonly max: number } | null,
  terminal: Parameters<typeof bifurcationReport>[1],
): string {
  const point = pointAt(diagram, diagram.axis.min);
  return bifurcationReport({ diagram, branches: traceBranches(diagram), point, states }, terminal);
}

/** Analyses and shows the recurrence: exit 0. */
export const run: RunCommand = async (context) => {
  const { io, stdout } = context;
  const { diagram: settings, states, isJson, allowColor, csv } = readBifurcateSettings(context);
  const diagram = computeDiagram(settings);
  if (csv !== null) await writeAtomically(csv, bytesOf(diagramCsv(diagram)));
  if (isJson) await writePieces(stdout, diagramJson(diagram));
  else stdout.write(reportOf(diagram, states, terminalOf(io, io.stdout, allowColor)));
  return exitCodes.ok;
};
