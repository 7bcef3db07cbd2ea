// What a worker tells the coordinator through Redis while a job runs and when it ends. News, not truth:
// whether a run is finished is seen in its files. Checked when it is read, as everything from there.
import { z } from 'zod';

const LONGEST_TEXT = 4000;
const text = z.string().max(LONGEST_TEXT);
const count = z.int().min(0);

const newsSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('started'), worker: text }),
  z.strictObject({ type: z.literal('progress'), step: count, loss: z.number().exactOptional() }),
  z.strictObject({ type: z.literal('warning'), message: text }),
  z.strictObject({ type: z.literal('retried'), attempt: count, reason: text }),
]);

/** News of a job that runs. */
export type JobNews = z.output<typeof newsSchema>;

const endSchema = z.strictObject({
  worker: text,
  resultSha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
});

/** How a delivery ended that did not fail: with a result of this hash, or cancelled. */
export type DeliveryEnd = z.output<typeof endSchema>;

/** Reads news; null for anything else. */
export function readNews(data: unknown): JobNews | null {
  return newsSchema.safeParse(data).data ?? null;
}

/** Reads how a delivery ended; null for anything else. */
export function readDeliveryEnd(data: unknown): DeliveryEnd | null {
  return endSchema.safeParse(data).data ?? null;
}

/** Cuts a reason or message to what reports may hold. */
export function shortened(message: string): string {
  return message.slice(0, LONGEST_TEXT);
}
