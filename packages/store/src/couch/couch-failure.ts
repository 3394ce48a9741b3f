import { StoreUnavailableError } from '../store-errors.ts';

/** CouchDB did not answer, or not as CouchDB does. Counts towards breaking the circuit. */
export class CouchFailure extends Error {
  override readonly name = 'CouchFailure';
  /** The connection was lost after the request had begun to leave: nobody knows what came of it. */
  readonly isConnectionLost: boolean;

  constructor(
    message: string,
    { cause, isConnectionLost = false }: { cause?: unknown; isConnectionLost?: boolean } = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.isConnectionLost = isConnectionLost;
  }
}

/** CouchDB refused user and password (401), or the user may not do this (403). */
export class StoreCredentialsError extends StoreUnavailableError {
  constructor(shown: string, status: number) {
    super(
      status === 401
        ? `The database at ${shown} refused the user and password (401). Check the store credential file`
        : `The database at ${shown} says that the user may not do this (403). It has to be a server admin of CouchDB`,
    );
  }
}

/** There is no database of this name. */
export class MissingDatabaseError extends Error {
  override readonly name = 'MissingDatabaseError';
}
