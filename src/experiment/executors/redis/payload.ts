// What a job carries through Redis: all of it that a worker on another machine needs, and no path of
// this one. Whoever reads it back takes it for a stranger's until it has been checked.
import { z } from 'zod';
import type { Job, JobContext } from '../../batch/manifest.ts';
import { formatPath, visibleText } from '../../load/issue.ts';
import { treeOfData } from '../../load/tree.ts';

/** Version of the format. */
export const PAYLOAD_SCHEMA_VERSION = 1;

/** Largest payload, in characters: that of a config file. */
export const LARGEST_PAYLOAD = 2 ** 20;

const label = z.union([z.string(), z.number(), z.boolean()]);

const runId = z.string().regex(/^[0-9a-f]{64}$/);

const payloadSchema = z.strictObject({
  schema: z.literal(PAYLOAD_SCHEMA_VERSION),
  runId,
  name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/),
  base: z.record(z.string(), z.unknown()),
  settings: z.record(z.string(), z.unknown()),
  labels: z.record(z.string(), label),
  extends: runId.exactOptional(),
  timeLimitMs: z.number().positive().max(Number.MAX_SAFE_INTEGER).exactOptional(),
  repair: z.literal(true).exactOptional(),
});

/** A job on its way to a worker. */
export type JobPayload = z.output<typeof payloadSchema>;

/** How a job is to be run, as far as workers need to know. */
interface PayloadOptions {
  readonly timeLimitMs?: number | undefined;
  readonly repair?: boolean;
}

/** Writes what a worker needs of a job. */
export function payloadOf(
  { base }: Pick<JobContext, 'base'>,
  { index: _, ...job }: Job,
  { timeLimitMs, repair = false }: PayloadOptions = {},
): JobPayload {
  return {
    schema: PAYLOAD_SCHEMA_VERSION,
    ...job,
    base: { ...base },
    settings: { ...job.settings },
    labels: { ...job.labels },
    ...(timeLimitMs === undefined ? {} : { timeLimitMs }),
    ...(repair ? { repair } : {}),
  };
}

/** A payload that was checked, or what is wrong with it. */
export type ReadPayload =
  | { readonly ok: true; readonly payload: JobPayload }
  | { readonly ok: false; readonly reason: string };

const refused = (reason: string): ReadPayload => ({
  ok: false,
  reason: visibleText(`expected a job of rnn batch, got ${reason}`),
});

const versioned = z.object({ schema: z.number() });

/** Checks a payload: its size, its keys, its shape; what its config says is checked by whoever runs it. */
export function readPayload(data: unknown): ReadPayload {
  const { value, problems } = treeOfData(data);
  const [problem] = problems;
  if (problem)
    return refused(`another (${formatPath(problem.path).slice(0, 200)}: ${problem.message})`);
  const length = JSON.stringify(value)?.length ?? 0;
  if (length > LARGEST_PAYLOAD) return refused(`${length} characters, limit ${LARGEST_PAYLOAD}`);
  const version = versioned.safeParse(value);
  if (version.success && version.data.schema > PAYLOAD_SCHEMA_VERSION) {
    return refused(
      `one of format ${version.data.schema}, this program reads ${PAYLOAD_SCHEMA_VERSION}: use the ` +
        'newer program that added it on this machine too',
    );
  }
  const read = payloadSchema.safeParse(value);
  if (read.success) return { ok: true, payload: read.data };
  const [issue] = read.error.issues;
  const where = issue?.path.map((key) => (typeof key === 'number' ? key : String(key))) ?? [];
  return refused(`another (${formatPath(where).slice(0, 200)}: ${issue?.message ?? ''})`);
}
