// The experiment that a job of a suite stands for: the suite's base config with the job's settings.
import { ConfigurationError } from '../../math/configurationError.ts';
import { loadConfigValue } from '../load/loadConfig.ts';
import type { Spec } from '../schema/spec.ts';
import type { Job, JobContext } from './manifest.ts';

/**
 * Resolves a job.
 * @throws ConfigurationError naming every problem of the config
 */
export function specOfJob({ base }: Pick<JobContext, 'base'>, job: Job): Spec {
  const settings = Object.entries({ ...job.settings, name: job.name });
  const set = settings.map(([path, value]) => `${path}=${JSON.stringify(value)}`);
  const loaded = loadConfigValue(base, { file: job.name, set });
  if (loaded.ok) return loaded.spec;
  const problems = loaded.issues.map(({ path, message }) => `${path}: ${message}`);
  throw new ConfigurationError(problems.join('; '));
}
