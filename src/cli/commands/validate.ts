// `rnn validate`: says whether a config is fit to run, and what it amounts to. Runs nothing.

import { resolve } from 'node:path';
import { formatIssues, visibleText } from '../../experiment/load/issue.ts';
import type { LoadResult } from '../../experiment/load/loadConfig.ts';
import { loadConfigFile } from '../../experiment/load/loadConfigFile.ts';
import { estimateMemory, formatBytes } from '../../experiment/schema/memory.ts';
import type { Spec } from '../../experiment/schema/spec.ts';
import type { RunCommand } from '../command.ts';
import { exitCodes } from '../exitCodes.ts';
import { isOn, readConfigOptions } from '../options.ts';

/** Version of the JSON that `--json` prints. */
const VALIDATE_SCHEMA_VERSION = 1;

type Training = Spec['training'];

/** A family of which a config names one member, and the member that changes nothing. */
type Refinement = {
  [Key in keyof Training]: Training[Key] extends { readonly type: string }
    ? { readonly key: Key; readonly off: Training[Key]['type'] }
    : never;
}[keyof Training];

/** What a training may have beside its optimizer and policies, in the order it is named. */
const REFINEMENTS: readonly Refinement[] = [
  { key: 'schedule', off: 'constant' },
  { key: 'regularizer', off: 'none' },
  { key: 'averaging', off: 'none' },
];

/** A line that names what is not off; none where all is. */
function refinementLines(training: Training): string[] {
  const named = REFINEMENTS.flatMap(({ key, off }) => {
    const { type } = training[key];
    return type === off ? [] : [`${key} ${type}`];
  });
  const { truncation } = training;
  if (truncation.type === 'window') {
    named.push(`truncation window ${truncation.window}, stride ${truncation.stride}`);
  }
  return named.length === 0 ? [] : [`  ${named.join(', ')}`];
}

function summarize({ name, task, model, training, precision, seed }: Spec, bytes: number): string {
  const { length } = task;
  const steps = typeof length === 'number' ? `${length}` : `${length.min} to ${length.max}`;
  const layers = model.layers
    .map((layer) => {
      const kind = 'activation' in layer ? ` ${layer.activation}` : '';
      return `${layer.type} ${layer.hiddenSize}${kind}${layer.bidirectional ? ' bidirectional' : ''}`;
    })
    .join(', ');
  const policies = training.policy.map(({ type }) => type).join(', ') || 'none';
  return [
    `  ${name}: ${task.type}, length ${steps}, seed ${seed}, ${precision}`,
    `  layers ${layers}; initializer ${model.initializer.type}; readout ${model.readout.type}`,
    `  ${training.steps} steps of batch ${training.batchSize}, ${training.optimizer.type} ${training.optimizer.learningRate}, policy ${policies}`,
    ...refinementLines(training),
    `  needs at most about ${formatBytes(bytes)} of memory`,
  ].join('\n');
}

function toJson(result: LoadResult): string {
  const schema = VALIDATE_SCHEMA_VERSION;
  if (!result.ok) return JSON.stringify({ schema, ok: false, issues: result.issues });
  const memoryBytes = estimateMemory(result.spec);
  return JSON.stringify({ schema, ok: true, memoryBytes, spec: result.spec });
}

/** Checks a config: exit 0 with a summary, or 2 with every problem. */
export const run: RunCommand = async ({ arguments: [file = ''], options, io, stdout, stderr }) => {
  const path = resolve(io.cwd, file);
  const result = await loadConfigFile(path, { file, ...readConfigOptions(options) });
  const isJson = isOn(options, 'json');
  if (isJson) stdout.line(toJson(result));
  if (!result.ok) {
    if (!isJson) stderr.line(formatIssues(result.issues));
    return exitCodes.usage;
  }
  if (!isJson)
    stdout.line(`OK ${visibleText(file)}\n${summarize(result.spec, estimateMemory(result.spec))}`);
  return exitCodes.ok;
};
