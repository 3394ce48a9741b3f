/** The id exists already, or the document has another revision by now. Says no id: ids can name people. */
export class ConflictError extends Error {
  override readonly name = 'ConflictError';
}

/** Another process, or another store of this process, has the data folder open. The message says which folder. */
export class StoreLockedError extends Error {
  override readonly name = 'StoreLockedError';
}

/**
 * The database failed or did not answer in time. Becomes 503 with Retry-After.
 *
 * A write that fails so may or may not have been stored, unless the message says that it was not.
 */
export class StoreUnavailableError extends Error {
  override readonly name = 'StoreUnavailableError';
  /** When to try again, in seconds. */
  readonly retryAfterSeconds: number;

  constructor(message: string, { cause, retryAfterSeconds = 2 }: { cause?: unknown; retryAfterSeconds?: number } = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/**
 * The data is whole and cannot be used as it is: another version wrote it, or a restore was not finished. Starting again
 * does not help; the message says what does.
 */
export class StoreStateError extends Error {
  override readonly name = 'StoreStateError';
}
