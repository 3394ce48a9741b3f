import { createHash, randomBytes } from 'node:crypto';

/** The account that owns all in a proof. */
export const OWNER = { email: 'proof@example.org', password: randomBytes(18).toString('base64url') } as const;

/** A client and one secret of it. */
export interface Client {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** A client with a new secret. */
export function makeClient(name: string): Client {
  return { clientId: `proof-${name}`, clientSecret: randomBytes(32).toString('base64url') };
}

/** A GPII token that nobody has had before. */
export function makeGpiiToken(): string {
  return `proof-${randomBytes(16).toString('hex')}`;
}

/** The record of the owner. */
export function ownerRecord(): object {
  return { kind: 'account', name: 'Proof', ...OWNER };
}

/** The record of a client of the owner. */
export function clientRecord({ clientId, clientSecret }: Client, more: object = {}): object {
  const secretSha256 = createHash('sha256').update(clientSecret).digest('hex');
  return {
    kind: 'clientCredential',
    clientId,
    type: 'installed',
    name: 'Proof',
    owner: OWNER.email,
    secrets: [{ secretSha256, label: 'proof' }],
    ...more,
  };
}

/** The record of a GPII token whose person wants large text. */
export function gpiiTokenRecord(token: string, more: object = {}): object {
  const preferences = { 'http://registry.gpii.net/common/fontSize': 24 };
  const contexts = { 'gpii-default': { name: 'Everywhere', preferences } };
  return { kind: 'gpiiToken', token, preferences: { flat: { name: 'Proof', contexts } }, ...more };
}

/** Records as JSON lines. */
export function toLines(records: readonly object[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join('');
}
