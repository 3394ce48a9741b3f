import { Refusal } from '@gpii/service-kit';
import type { Clock } from './clock.ts';

/** How a question to the cloud ended. */
export interface Contact {
  /** Undefined when the cloud can be reached and works. */
  readonly failure: Refusal | undefined;
  readonly atMs: number;
}

/** What is remembered of the questions to the cloud, for `GET /status`. Nothing of who asked for whom. */
export interface ConnectionRecord {
  /** An access token was given. */
  succeed(): void;
  /** None was. */
  fail(refusal: Refusal): void;
  /** The cloud was only asked whether it is alive. */
  probe(failure: Refusal | undefined): void;
  readonly lastContact: Contact | undefined;
  readonly lastSuccessAt: Date | undefined;
  readonly lastFailure: { readonly error: string; readonly at: Date } | undefined;
}

/** Begins with nothing. */
export function createConnectionRecord(clock: Clock): ConnectionRecord {
  let lastContact: Contact | undefined;
  let lastSuccessAt: Date | undefined;
  let lastFailure: { error: string; at: Date } | undefined;
  const meet = (failure: Refusal | undefined): void => {
    lastContact = { failure, atMs: clock.monotonicMs() };
  };
  return {
    succeed: () => {
      lastSuccessAt = clock.now();
      meet(undefined);
    },
    fail: (refusal) => {
      lastFailure = { error: refusal.code, at: clock.now() };
      meet(isOutOfReach(refusal) ? refusal : undefined);
    },
    probe: meet,
    get lastContact() {
      return lastContact;
    },
    get lastSuccessAt() {
      return lastSuccessAt;
    },
    get lastFailure() {
      return lastFailure;
    },
  };
}

/** Every other refusal is an answer of a cloud that works. */
function isOutOfReach({ code }: Refusal): boolean {
  return code === 'cloud_unreachable' || code === 'cloud_error';
}
