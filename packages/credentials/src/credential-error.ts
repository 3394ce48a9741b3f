import type { Reason } from '@gpii/protocol';

/** Something about accounts, credentials or keys cannot be done as it was asked for. The message is for the asker. */
export class CredentialError extends Error {
  readonly reason: Reason;

  constructor(reason: Reason, message: string) {
    super(message);
    this.name = 'CredentialError';
    this.reason = reason;
  }
}
