import { expect, test } from 'vitest';
import { specJsonSchema } from '../../../src/experiment/schema/jsonSchema.ts';

const schema = specJsonSchema() as Record<string, unknown>;

test('only the task must be written', () => {
  expect(schema.required).toEqual(['task']);
  expect(schema.additionalProperties).toBe(false);
  expect(Object.keys(schema.properties as object)).toEqual([
    '$schema',
    'name',
    'seed',
    'precision',
    'task',
    'model',
    'loss',
    'training',
    'evaluation',
    'metrics',
    'checkpoint',
  ]);
});

test('every key carries a description', () => {
  const missing: string[] = [];
  const visit = (node: unknown, path: string): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const [key, below] of Object.entries(node)) {
      if (key === 'properties')
        for (const [name, field] of Object.entries(below as object))
          if (typeof field.description !== 'string') missing.push(`${path}.${name}`);
      visit(below, `${path}.${key}`);
    }
  };
  visit(schema, '');
  expect(missing).toEqual([]);
});
