// The one way to write to a stream: remembers the first error instead of losing or throwing it.

/** Writes text to a stream until the stream fails; owns the stream's error listener. */
export class Output {
  readonly #stream: NodeJS.WritableStream;
  #failure: NodeJS.ErrnoException | null = null;
  #last: Promise<void> = Promise.resolve();
  readonly #onError = (error: NodeJS.ErrnoException): void => {
    this.#failure ??= error;
  };

  /** @param stream - the stream to write to; stays open */
  constructor(stream: NodeJS.WritableStream) {
    this.#stream = stream;
    stream.on('error', this.#onError);
  }

  /** Whether the reader has gone away, as `| head` does. */
  get isClosed(): boolean {
    return this.#failure?.code === 'EPIPE';
  }

  /** The first error of the stream, a reader that went away excepted. */
  get failure(): Error | null {
    return this.isClosed ? null : this.#failure;
  }

  /** Writes text or bytes; does nothing once the stream has failed. */
  write(content: string | Uint8Array): void {
    if (this.#failure !== null) return;
    this.#last = new Promise((resolve) => {
      this.#stream.write(content, (error) => {
        if (error) this.#failure ??= error;
        resolve();
      });
    });
  }

  /** Writes a line. */
  line(text = ''): void {
    this.write(`${text}\n`);
  }

  /** Waits until everything written has reached the system, or failed to. */
  async flush(): Promise<void> {
    await this.#last;
  }

  /** Flushes and lets go of the stream. */
  async close(): Promise<void> {
    await this.flush();
    // The error event follows the callback of the failed write.
    await new Promise((resolve) => setImmediate(resolve));
    this.#stream.removeListener('error', this.#onError);
  }
}
