// How a coordinator tells workers on other machines to end jobs: a set in Redis that they look at. A
// message could be lost with a connection; a set is still there afterwards.
import type { Redis } from 'ioredis';
import { KEY_PREFIX } from './connection.ts';

/** A word that nobody has heard for so long, in seconds, is forgotten. */
const FORGET_AFTER_SECONDS = 24 * 3600;

/** Ids that one command carries. */
const PIECE = 1000;

const keyOf = (queue: string) => `${KEY_PREFIX}:cancelled:${queue}`;

/** Marks jobs as cancelled. */
export async function cancelJobs(
  client: Redis,
  queue: string,
  runIds: readonly string[],
): Promise<void> {
  for (let from = 0; from < runIds.length; from += PIECE) {
    await client.sadd(keyOf(queue), ...runIds.slice(from, from + PIECE));
  }
  await client.expire(keyOf(queue), FORGET_AFTER_SECONDS);
}

/** Takes the mark from jobs that are wanted again. */
export async function forgetCancelled(
  client: Redis,
  queue: string,
  runIds: readonly string[],
): Promise<void> {
  for (let from = 0; from < runIds.length; from += PIECE) {
    await client.srem(keyOf(queue), ...runIds.slice(from, from + PIECE));
  }
}

/**
 * Finds which jobs are cancelled.
 * @returns those of the given ones
 */
export async function cancelledAmong(
  client: Redis,
  queue: string,
  runIds: readonly string[],
): Promise<string[]> {
  if (runIds.length === 0) return [];
  const marks = await client.smismember(keyOf(queue), ...runIds);
  return runIds.filter((_, index) => marks[index] === 1);
}
