// A network as a run would have stored it, without any training: its parameters are the first ones.

import { build, createTask } from '../../src/experiment/build.ts';
import type { Trained } from '../../src/experiment/inference/openTrained.ts';
import { loadConfigValue } from '../../src/experiment/load/loadConfig.ts';
import type { StoredNetwork } from '../../src/experiment/storedNetwork.ts';
import { tensorsOf } from '../../src/model/weights/parameters.ts';
import type { Task, TaskFile } from '../../src/tasks/task.ts';

/**
 * Opens a config as if it had been trained.
 * @param files the task's, for tasks that read some
 * @throws Error naming the issues if the config is not valid
 */
export function trainedOf(config: object, files?: readonly TaskFile[]): Trained {
  const loaded = loadConfigValue(config, { file: 'test' });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.issues));
  const { spec } = loaded;
  const task: Task = createTask(spec.task, files);
  const { network, arena } = build(spec, 'reference', { task });
  const values = [...tensorsOf(network.parameters, arena.view(network.parameters))];
  const parameters = network.specs.map((parameter, i): StoredNetwork['parameters'][number] => {
    const tensor = values[i];
    if (!tensor) throw new Error(`no values of ${parameter.name}`);
    return { ...tensor, role: parameter.role };
  });
  const steps = task.target.steps === 'lastStep' ? 'lastStep' : 'everyStep';
  const stored = { spec, runId: '0'.repeat(64), step: 0, input: task.input, steps, parameters };
  return { network: stored as StoredNetwork, task };
}
