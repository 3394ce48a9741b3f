import type { Component } from '@gpii/service-kit';

/** What is asked for: plain text members, e.g. `{gpiiToken}`. Grades say by their options where each goes. */
export type DataSourceKey = Readonly<Record<string, string>>;

/**
 * The swappable component through which one GPII process reaches another. Every implementation behaves the same
 * (`@gpii/data-source/contract-tests` checks it); a config chooses one by naming its grade.
 */
export interface DataSource {
  /**
   * Reads.
   *
   * @returns The peer's answer: a JSON value.
   * @throws DataSourceError
   */
  get(key: DataSourceKey): Promise<unknown>;
  /**
   * Writes.
   *
   * @returns The peer's answer: a JSON value, or undefined when it has none.
   * @throws DataSourceError
   */
  set(key: DataSourceKey, value: unknown): Promise<unknown>;
}

/** A component of a data source grade. */
export type DataSourceComponent = DataSource & Component;

/**
 * What went wrong between two processes.
 * - `refused`: the peer answered, and the answer is no: `status` and `body` say more.
 * - `unreachable`: no connection, or it broke before a whole answer.
 * - `timeout`: no whole answer within the deadline.
 * - `untrusted`: who is there is not who should be: nothing was sent.
 * - `malformed`: the answer is not JSON.
 * - `too_large`: the answer is larger than the limit.
 */
export type DataSourceErrorKind = 'refused' | 'unreachable' | 'timeout' | 'untrusted' | 'malformed' | 'too_large';

/** The one way in which a data source fails. Holds nothing of the key: that may be a GPII token or a secret. */
export class DataSourceError extends Error {
  readonly kind: DataSourceErrorKind;
  /** Of a refusal: what HTTP calls the status. */
  readonly status: number | undefined;
  /** Of a refusal: the peer's JSON body; undefined when it sent none. */
  readonly body: unknown;
  /** Of a refusal: how long the peer asks to wait. */
  readonly retryAfterSeconds: number | undefined;

  constructor(kind: DataSourceErrorKind, message: string, more: DataSourceErrorInit = {}) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.name = 'DataSourceError';
    this.kind = kind;
    this.status = more.status;
    this.body = more.body;
    this.retryAfterSeconds = more.retryAfterSeconds;
  }
}

/** What a `DataSourceError` says besides its kind. */
export interface DataSourceErrorInit {
  readonly status?: number | undefined;
  readonly body?: unknown;
  readonly retryAfterSeconds?: number | undefined;
  readonly cause?: unknown;
}
