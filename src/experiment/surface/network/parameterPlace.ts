// Which parameter a name such as `Whh[0,1]` means. Only names; values come later.
import { ConfigurationError } from '../../../math/configurationError.ts';
import type { WatchedParameter } from '../../../tasks/task.ts';
import { quoted } from '../../load/issue.ts';
import { suggest } from '../../load/suggest.ts';
import type { ParameterBlock } from './parameterLayout.ts';

/** One element of the parameters. */
export interface ParameterPlace {
  /** As it is shown: the full name of its tensor and its indices, or the task's own name (`wr`). */
  readonly name: string;
  /** Index into the vector of all parameters. */
  readonly index: number;
}

/** A tensor's name, and one or two indices. */
const NAME_WITH_INDICES = /^([^[\]]+)(?:\[(\d{1,15})(?:,(\d{1,15}))?\])?$/;

/**
 * Finds the element a name means: `layers.0.Whh[0,1]`, `Whh[0,1]` where one tensor alone ends in
 * that name, `bh[3]`, or a name of the task's own. Indices count from 0, rows first.
 * @param blocks the network's parameters
 * @param text as the user wrote it
 * @param watched parameters the task has names for
 * @throws ConfigurationError if nothing, or more than one tensor, has that name, or there is no
 * element with those indices
 */
export function parameterPlace(
  blocks: readonly ParameterBlock[],
  text: string,
  watched: readonly WatchedParameter[] = [],
): ParameterPlace {
  const own = watched.find(({ name }) => name === text.trim());
  const block = own && blocks.find(({ name }) => name === own.tensor);
  if (own && block) return { name: own.name, index: block.start };
  const [, name, ...written] = NAME_WITH_INDICES.exec(text.replace(/\s+/g, '')) ?? [];
  if (name === undefined) {
    throw new ConfigurationError(
      `parameter ${quoted(text)}: expected a name and indices from 0, as in Whh[0,1] or bh[0]`,
    );
  }
  const indices = written.filter((digits) => digits !== undefined).map(Number);
  return elementOf(tensorNamed(blocks, name, watched), indices);
}

/** @throws ConfigurationError if the tensor has no such element */
function elementOf(block: ParameterBlock, indices: readonly number[]): ParameterPlace {
  const { name, shape, columns, start } = block;
  const element = `${name}[${indices.join(',')}]`;
  if (indices.length !== shape.length) {
    const example = `${name}[${shape.map(() => 0).join(',')}]`;
    throw new ConfigurationError(
      `parameter ${indices.length === 0 ? name : element}: ${described(block)} takes ` +
        `${shape.length === 1 ? 'one index' : 'two indices'}, as in ${example}`,
    );
  }
  if (indices.some((index, axis) => index >= (shape[axis] ?? 0))) {
    throw new ConfigurationError(
      `parameter ${element}: ${described(block)} has no such element; indices count from 0`,
    );
  }
  const [row, column] = indices.length === 1 ? [0, ...indices] : indices;
  return { name: element, index: start + (row ?? 0) * columns + (column ?? 0) };
}

/** @throws ConfigurationError if not exactly one tensor has that name or ends in it */
function tensorNamed(
  blocks: readonly ParameterBlock[],
  name: string,
  watched: readonly WatchedParameter[],
): ParameterBlock {
  const exact = blocks.filter((block) => block.name === name);
  const found = exact.length > 0 ? exact : blocks.filter((one) => one.name.endsWith(`.${name}`));
  const [block] = found;
  if (block && found.length === 1) return block;
  if (block) {
    throw new ConfigurationError(
      `parameter ${name}: there is more than one, write which: ${listed(found)}`,
    );
  }
  const own = watched.map((one) => one.name);
  const words = [...own, ...blocks.flatMap((one) => [one.name, shortName(one)])];
  const meant = suggest(name, words);
  throw new ConfigurationError(
    `no parameter is named ${quoted(name)}${meant === null ? '' : `; did you mean ${meant}?`}` +
      `${meant === null ? '; there' : ' There'} are ${[...own, listed(blocks)].join(', ')}`,
  );
}

function shortName({ name }: ParameterBlock): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

function described({ name, shape }: ParameterBlock): string {
  return `${name} [${shape.join(', ')}]`;
}

function listed(blocks: readonly ParameterBlock[]): string {
  return blocks.map(described).join(', ');
}
