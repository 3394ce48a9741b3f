import type { Reason } from '@gpii/protocol';

/**
 * A request is refused, on purpose. Thrown at the place that knows; turned into an answer once, at the edge, by the
 * `renderError` of the routes that it passed through (STYLE §4).
 */
export class Refusal extends Error {
  /** HTTP status of the answer. */
  readonly status: number;
  /** The `error` member of the answer. */
  readonly code: string;
  /** The `reason` of the log line. */
  readonly reason: Reason;
  /** Becomes `Retry-After`, and `retry_after` where the surface has it. */
  readonly retryAfterSeconds: number | undefined;
  /** Further headers of the answer. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(init: RefusalInit) {
    super(init.message, init.cause === undefined ? undefined : { cause: init.cause });
    this.name = 'Refusal';
    this.status = init.status;
    this.code = init.code;
    this.reason = init.reason;
    this.retryAfterSeconds = init.retryAfterSeconds;
    this.headers = init.headers ?? {};
  }
}

/** What a `Refusal` is made from. `message` is for the client: what happened, what to do. */
export interface RefusalInit {
  readonly status: number;
  readonly code: string;
  readonly reason: Reason;
  readonly message: string;
  readonly retryAfterSeconds?: number | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}
