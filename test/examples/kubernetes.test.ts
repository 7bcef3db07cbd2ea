// The manifest for Kubernetes keeps to the schema of batch/v1, and calls what there is to be called.
import { readFile } from 'node:fs/promises';
import { type IJob, Job } from 'kubernetes-models/batch/v1/Job';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { commands } from '../../src/cli/commands.ts';
import { root } from '../structure/sources.ts';

let manifest: IJob;

beforeAll(async () => {
  manifest = parse(await readFile(`${root}examples/kubernetes/indexed-job.yaml`, 'utf8'));
});

/** Places of all values that are neither a mapping nor a list, and what keeps them. */
function leavesOf(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, part]) => leavesOf(part, [...path, key]));
}

function withWrongValue(path: readonly string[]): IJob {
  const copy = structuredClone(manifest);
  const [last = '', ...before] = [...path].reverse();
  const holder = before.reduceRight<unknown>(
    (part, key) => (part as Readonly<Record<string, unknown>>)[key],
    copy,
  );
  Object.assign(holder as object, { [last]: { wrong: [] } });
  return copy;
}

const isValid = (job: IJob): boolean => {
  try {
    new Job(job).validate();
    return true;
  } catch {
    return false;
  }
};

describe('examples/kubernetes/indexed-job.yaml', () => {
  test('is a Job of batch/v1', () => {
    expect(manifest).toMatchObject({ apiVersion: 'batch/v1', kind: 'Job' });
    expect(isValid(manifest)).toBe(true);
  });

  test('has no key that the schema does not know: a wrong value at any of them is found', () => {
    // The constructor sets these two itself.
    const leaves = leavesOf(manifest).filter(([key]) => key !== 'apiVersion' && key !== 'kind');
    expect(leaves.length).toBeGreaterThan(20);
    expect(leaves.filter((path) => isValid(withWrongValue(path)))).toEqual([]);
  });

  test('needs what indexed jobs need', () => {
    const { spec } = manifest;
    expect(spec).toMatchObject({ completionMode: 'Indexed' });
    expect(spec?.template.spec?.restartPolicy).toBe('Never');
    expect(spec?.completions).toBeGreaterThan(1);
  });

  test('calls rnn chunk with options that it has', () => {
    const [container] = manifest.spec?.template.spec?.containers ?? [];
    const words = [...(container?.command ?? []), ...(container?.args ?? [])];
    expect(words.slice(0, 2)).toEqual(['rnn', 'chunk']);
    const chunk = commands.find(({ name }) => name === 'chunk');
    const known = chunk?.options.map(({ flags }) => flags.split(' ')[0]);
    const used = words.filter((word) => word.startsWith('--'));
    expect(used.filter((word) => !known?.includes(word))).toEqual([]);
    expect(words[words.indexOf('--index') + 1]).toBe('$(JOB_COMPLETION_INDEX)');
  });

  test('says that it was not tried on a cluster', async () => {
    const text = await readFile(`${root}examples/kubernetes/indexed-job.yaml`, 'utf8');
    expect(text).toContain('not tried on a cluster');
  });
});
