// Whatever a `type` of the config can name is shown by `rnn list`, with a source.
import { expect, test } from 'vitest';
import { families } from '../../src/cli/families.ts';
import { specJsonSchema } from '../../src/experiment/schema/jsonSchema.ts';
import { invoke } from '../cli/invoke.ts';

/** The `type` literals of every union in a schema. */
function unionsOf(node: unknown): string[][] {
  if (typeof node !== 'object' || node === null) return [];
  const below = Object.values(node).flatMap(unionsOf);
  if (!('oneOf' in node) || !Array.isArray(node.oneOf)) return below;
  const types = node.oneOf.map((member) => member?.properties?.type?.const);
  return [types.map(String).sort(), ...below];
}

const unions = unionsOf(specJsonSchema());
const listed = Object.entries(families).map(([name, members]) => ({
  name,
  types: members.map(({ type }) => type).sort(),
}));

/** Whether all types of a union are rows of one family; some places take only a part of it. */
const isListed = (types: readonly string[]) =>
  listed.some((family) => types.every((type) => family.types.includes(type)));

/** A family of which nothing is there yet but its absence. */
const isEmpty = (types: readonly string[]) => types.join() === 'none';

test('every type of the config is a row of one family, and the other way round', () => {
  expect(unions.length).toBeGreaterThan(6);
  const unlisted = unions.filter((types) => !isEmpty(types) && !isListed(types));
  expect(unlisted).toEqual([]);
  const unnamed = listed.filter(
    ({ types }) => !unions.some((union) => union.join() === types.join()),
  );
  expect(unnamed).toEqual([]);
});

test('rnn list shows every row with summary and source', async () => {
  const { stdout } = await invoke(['list']);
  for (const { type, summary, source } of Object.values(families).flat()) {
    expect(stdout).toMatch(new RegExp(`^  ${type} +\\S`, 'm'));
    expect(stdout).toContain(`${summary}  [${source}]`);
  }
});
