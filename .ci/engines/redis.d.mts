// What tests see of the private Redis.

/** A private Redis. */
export interface PrivateRedis {
  readonly url: string;
  readonly password: string;
  kill(): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Tells whether Redis can be started here. */
export function hasRedis(): boolean;

/** Starts a private Redis. */
export function startRedis(more?: readonly (readonly string[])[]): Promise<PrivateRedis>;
