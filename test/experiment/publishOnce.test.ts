// The first whole content stands; other content that comes later is an alarm.
import { createHash } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { setFailpoint } from '../../src/experiment/fileOperations.ts';
import { DeterminismError, publishOnce } from '../../src/experiment/publishOnce.ts';
import { useWorkspace } from '../helpers/workspace.ts';

const space = useWorkspace();
afterEach(() => setFailpoint(null));

const isWhole = (text: string) => text.startsWith('whole');
const publish = (text: string) => publishOnce(space.path('result.json'), text, isWhole);
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');

test('a file is written once, and the same content is fine', async () => {
  await publish('whole 1');
  await publish('whole 1');
  expect(await space.list()).toEqual(['result.json']);
  expect(await space.read('result.json')).toBe('whole 1');
});

test('other content is kept beside, with an error that names both hashes', async () => {
  await publish('whole 1');
  const kept = `result.json.differs-${hashOf('whole 2').slice(0, 8)}`;
  const publishing = publish('whole 2');
  await expect(publishing).rejects.toThrow(DeterminismError);
  for (const part of [hashOf('whole 1'), hashOf('whole 2'), space.path(kept)]) {
    await expect(publishing).rejects.toThrow(part);
  }
  expect(await space.list()).toEqual(['result.json', kept]);
  expect(await space.read('result.json')).toBe('whole 1');
  expect(await space.read(kept)).toBe('whole 2');
});

test('damaged content is replaced', async () => {
  await space.write('result.json', 'who');
  await publish('whole 1');
  expect(await space.read('result.json')).toBe('whole 1');
  expect(await space.list()).toEqual(['result.json']);
});

test('of many at the same time all succeed with the same content, and one with its own', async () => {
  await Promise.all(Array.from({ length: 20 }, () => publish('whole 1')));
  expect(await space.list()).toEqual(['result.json']);
  const texts = Array.from({ length: 10 }, (_, i) => `whole ${i}`);
  const others = await Promise.allSettled(
    texts.map((text) => publishOnce(space.path('other.json'), text, isWhole)),
  );
  expect(others.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const winner = others.findIndex(({ status }) => status === 'fulfilled');
  expect(await space.read('other.json')).toBe(texts[winner]);
});

test('a file system without hard links is served too', async () => {
  setFailpoint((operation) => {
    if (operation === 'link') throw Object.assign(new Error('EPERM'), { code: 'EPERM' });
  });
  await publish('whole 1');
  await publish('whole 1');
  await expect(publish('whole 2')).rejects.toThrow(DeterminismError);
  expect(await space.read('result.json')).toBe('whole 1');
});
