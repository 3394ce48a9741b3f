import { circuitBreaker, CircuitState, ConsecutiveBreaker, handleType } from 'cockatiel';
import { StoreUnavailableError } from '../store-errors.ts';
import type { CouchAddress } from './couch-address.ts';
import { CouchFailure, MissingDatabaseError, StoreCredentialsError } from './couch-failure.ts';
import { createSender, type CouchAnswer, type CouchCall } from './send-request.ts';

/** Asks CouchDB. */
export interface CouchClient {
  /**
   * An answer below 400, or 404 for a document, 409, 412.
   *
   * @throws CouchFailure, StoreUnavailableError when the database cannot be asked: at once where that is known.
   * @throws StoreCredentialsError, MissingDatabaseError.
   */
  ask(call: CouchCall): Promise<CouchAnswer>;
  close(): void;
}

/** Failures in a row after which nobody waits for the database any more. */
const FAILURES_TO_BREAK = 5;
/** How long after one probe of a dead database the next one leaves. */
const PROBE_INTERVAL_MS = 200;

/** What an error of CouchDB says about itself. */
const DOCUMENT_MISSING = new Set(['missing', 'deleted']);

/**
 * Asks with a circuit breaker. While the circuit is open each call fails at once, and a probe of our own looks whether
 * the database is back: no caller has to wait for one.
 */
export function createCouchClient(address: CouchAddress, { deadlineMs }: { deadlineMs: number }): CouchClient {
  const sender = createSender(address, deadlineMs);
  const breaker = circuitBreaker(handleType(CouchFailure), {
    halfOpenAfter: 0,
    breaker: new ConsecutiveBreaker(FAILURES_TO_BREAK),
  });
  let isClosed = false;
  let timer: NodeJS.Timeout | undefined;

  function probeLater(): void {
    if (isClosed) return;
    timer = setTimeout(() => {
      const probe: CouchCall = { method: 'GET', path: `/${address.prefix}-core` };
      breaker.execute(() => sender.send(probe)).catch(() => undefined);
    }, PROBE_INTERVAL_MS).unref();
  }
  // Each probe that fails breaks the circuit again, and so leads to the next.
  breaker.onBreak(probeLater);

  return {
    ask: async (call) => {
      if (breaker.state !== CircuitState.Closed) {
        throw new StoreUnavailableError('The database does not answer; it is being watched until it does');
      }
      const answer = await breaker.execute(() => sender.send(call));
      checkAnswer(answer, address.shown);
      return answer;
    },
    close: () => {
      isClosed = true;
      clearTimeout(timer);
      sender.close();
    },
  };
}

function checkAnswer({ status, body }: CouchAnswer, shown: string): void {
  if (status < 400 || status === 409 || status === 412) return;
  if (status === 401 || status === 403) throw new StoreCredentialsError(shown, status);
  const { error, reason } = (body ?? {}) as { error?: unknown; reason?: unknown };
  if (status !== 404) throw new StoreUnavailableError(`The database refused a request (${status})`);
  if (error !== 'not_found') throw new CouchFailure('Something that is not CouchDB answered 404');
  if (!DOCUMENT_MISSING.has(String(reason))) throw new MissingDatabaseError('There is no such database');
}
