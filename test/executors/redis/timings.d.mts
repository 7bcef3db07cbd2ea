// Types of the times.
import type { RedisTimings } from '../../../src/experiment/executors/redis/timings.ts';

export declare const TIMINGS: RedisTimings;
