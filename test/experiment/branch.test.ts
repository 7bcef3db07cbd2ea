// Runs that branch off another: what the configs say alike goes on, what they say differently starts
// afresh at the parameters of the other.
import { readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { type BranchRequest, readBranch } from '../../src/experiment/branch.ts';
import { decodeCheckpoint } from '../../src/experiment/checkpoint.ts';
import { readStoredSpec } from '../../src/experiment/storedRun.ts';
import { attemptsIn, CONFIG, filesOf, kindsOfRuns, TEXT } from '../helpers/attempts.ts';
import { useWorkspace } from '../helpers/workspace.ts';

const space = useWorkspace();
const { attempt, attemptUntil } = attemptsIn(space);

type Config = object & { readonly training?: object };
const withTraining = (config: Config, training: object) => ({
  ...config,
  training: { ...config.training, ...training },
});

async function branchOff(directory: string, step: number | null): Promise<BranchRequest> {
  const branch = await readBranch(directory, step);
  return { point: branch.point, open: async () => branch };
}

/** What a result says of the numbers, without the names of the run. */
const numbersOf = (text: string) => {
  const { parametersSha256, optimizerStateSha256, loss, step } = JSON.parse(text);
  return { parametersSha256, optimizerStateSha256, loss, step };
};

beforeEach(() => space.write('text.txt', TEXT));

const undisturbed = Object.entries(kindsOfRuns).filter(([kind]) => !kind.startsWith('a run that'));

describe.each(undisturbed)('%s', (_, config) => {
  test('goes on as if nothing had happened where the config is the same', async () => {
    const whole = await attempt(config, 'whole');
    const shorter = await attempt(withTraining(config, { steps: 13 }), 'runs');
    const branch = await branchOff(shorter.directory, null);
    const { directory, start } = await attempt(config, 'branches', { branch });
    expect(start).toMatchObject({ startStep: 13, origin: { type: 'branched' } });
    expect(numbersOf((await filesOf(directory)).result)).toEqual(
      numbersOf((await filesOf(whole.directory)).result),
    );
  });
});

describe('a branch', () => {
  test('is a run of its own: its id names the run and step it comes from', async () => {
    const { directory } = await attempt(withTraining(CONFIG, { steps: 12 }), 'runs');
    const ids = new Set<string>([(await attempt(CONFIG, 'plain')).start?.runId ?? '']);
    for (const step of [8, 12]) {
      const branch = await branchOff(directory, step);
      const made = await attempt(CONFIG, 'branches', { branch });
      ids.add(made.start?.runId ?? '');
      const stored = await readStoredSpec(made.directory);
      expect(stored.branch).toEqual(branch.point);
      expect(stored.runId).toBe(made.start?.runId);
    }
    expect(ids.size).toBe(3);
  });

  test('goes on to the same bytes after being interrupted', async () => {
    const { directory } = await attempt(withTraining(CONFIG, { steps: 12 }), 'runs');
    const branch = await branchOff(directory, null);
    const config = withTraining(CONFIG, { optimizer: { type: 'adam' } });
    const expected = await filesOf((await attempt(config, 'whole', { branch })).directory);
    await attemptUntilBranch(config, branch);
    const last = await attempt(config, 'broken', { branch });
    expect(last.start?.origin.type).toBe('resumed');
    expect(await filesOf(last.directory)).toEqual(expected);
  });

  test.each([
    ['another optimizer', withTraining(CONFIG, { optimizer: { type: 'adam' } })],
    ['no momentum', withTraining(CONFIG, { optimizer: { type: 'sgd' } })],
    ['another policy', withTraining(CONFIG, { policy: [{ type: 'clipByValue', maxValue: 1 }] })],
    ['an average', withTraining(CONFIG, { averaging: { type: 'exponential' } })],
    ['another schedule', withTraining(CONFIG, { schedule: { type: 'cosine', steps: 25 } })],
    ['another seed', { ...CONFIG, seed: 5 }],
    ['another batch size', withTraining(CONFIG, { batchSize: 4 })],
    ['another task', { ...CONFIG, task: { type: 'temporalOrder', length: 40 } }],
  ])('starts at the parameters it takes over with %s', async (_, config) => {
    const { directory } = await attempt(withTraining(CONFIG, { steps: 12 }), 'runs');
    const branch = await branchOff(directory, null);
    const made = await attempt(withTraining(config, { steps: 13 }), 'branches', { branch });
    expect(made.start?.startStep).toBe(12);
    expect(made.outcome).toBe('completed');
    const [step] = made.events;
    expect(step).toMatchObject({ type: 'step', step: 13 });
    const [before, after] = [
      await readFile(join(directory, 'checkpoint-12.safetensors')),
      await readFile(join(made.directory, 'checkpoint-13.safetensors')),
    ].map(decodeCheckpoint);
    const distance = before?.tensors.map(({ values }, tensor) =>
      Math.max(
        ...[...values].map((v, i) => Math.abs(v - (after?.tensors[tensor]?.values[i] ?? 0))),
      ),
    );
    // One update away, not a network of its own.
    for (const one of distance ?? [1]) expect(one).toBeLessThan(0.05);
  });

  test('takes up a schedule where it would stand', async () => {
    const { directory } = await attempt(withTraining(CONFIG, { steps: 12 }), 'runs');
    const schedule = { type: 'exponential', decay: 0.5 };
    const branch = await branchOff(directory, null);
    const { events } = await attempt(withTraining(CONFIG, { schedule }), 'branches', { branch });
    expect(events[0]).toMatchObject({ learningRate: 0.01 * 0.5 ** 12 });
  });

  test('does not go back: it needs more steps than the run it comes from has done', async () => {
    const { directory } = await attempt(withTraining(CONFIG, { steps: 12 }), 'runs');
    const branch = await branchOff(directory, null);
    await expect(
      attempt(withTraining(CONFIG, { steps: 12 }), 'branches', { branch }),
    ).rejects.toThrow(/training.steps: expected more than 12/);
  });

  test('is refused for another network', async () => {
    const { directory } = await attempt(withTraining(CONFIG, { steps: 12 }), 'runs');
    const branch = await branchOff(directory, null);
    const config = { ...CONFIG, model: { layers: [{ type: 'elman', hiddenSize: 8 }] } };
    await expect(attempt(config, 'branches', { branch })).rejects.toThrow(/Wxh/);
  });

  test('goes on without the run it comes from once it has a checkpoint', async () => {
    const { directory } = await attempt(withTraining(CONFIG, { steps: 12 }), 'runs');
    const branch = await branchOff(directory, null);
    await attemptUntilBranch(CONFIG, branch);
    await rename(directory, space.path('elsewhere'));
    const gone = { ...branch, open: () => Promise.reject(new Error('it is gone')) };
    expect(await attempt(CONFIG, 'broken', { branch: gone })).toMatchObject({
      outcome: 'completed',
    });
  });
});

/** Interrupts a branch after its sixth event. */
async function attemptUntilBranch(config: object, branch: BranchRequest): Promise<void> {
  const { outcome } = await attemptUntil(config, 'broken', 6, { branch });
  expect(outcome).toBe('interrupted');
}
